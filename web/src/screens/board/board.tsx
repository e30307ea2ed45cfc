// S10 Tablero, small: ageing, what falls due, promises, what was recovered, as of a day, and which
// contacts come next, as of now.  One block per currency: two currencies are never added.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { channelsNowQuery, dashboardQuery } from '../../api/queries';
import type { DashboardBlock, Report } from '../../api/types';
import type { Day } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { useKeys } from '../../keys/keys';
import { useTitle } from '../../shell/use_title';
import { DayField } from '../../ui/day_field';
import { KeyHint } from '../../ui/keycap';
import { Empty, Failure, Loading, Stale } from '../../ui/states';
import styles from './board.module.css';
import { FigureCard } from './chart';
import { figuresOf } from './figures';

function Tile({ label, value, note }: { label: string; value: string; note: string }) {
  return (
    <div className={`card ${styles.tile}`}>
      <dt>{label}</dt>
      <dd>{value}</dd>
      <dd className={styles.tileNote}>{note}</dd>
    </div>
  );
}

function Tiles({ block }: { block: DashboardBlock }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { currency, promises } = block;
  const amount = (value: typeof block.balance) => format.moneyShort(value, currency);
  const ended = promises.kept.count + promises.broken.count;
  return (
    <dl className={styles.tiles}>
      <Tile label={t('account.balance')} note={t('board.cases', { count: block.cases, n: format.count(block.cases) })} value={amount(block.balance)} />
      <Tile label={t('account.past_due')} note={t('board.of_balance', { share: format.percent(block.past_due, block.balance) })} value={amount(block.past_due)} />
      <Tile
        label={t('board.promises_today')}
        note={t('board.promises', { count: promises.due_today.count, n: format.count(promises.due_today.count) })}
        value={amount(promises.due_today.amount)}
      />
      <Tile
        label={t('board.promises_open')}
        note={t('board.promises', { count: promises.open.count, n: format.count(promises.open.count) })}
        value={amount(promises.open.amount)}
      />
      <Tile
        label={t('board.promises_kept')}
        note={t('board.kept_of', { kept: format.count(promises.kept.count), total: format.count(ended) })}
        value={format.percent(promises.kept.count, ended)}
      />
    </dl>
  );
}

function Block({ block, report, isTable }: { block: DashboardBlock; report: Report | undefined; isTable: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figures = useMemo(() => figuresOf(block, report, { t, format }), [block, report, t, format]);
  return (
    <section aria-label={block.currency} className={styles.block}>
      <h2>{block.currency}</h2>
      <Tiles block={block} />
      <div className={styles.figures}>
        {figures.map((figure) => (
          <FigureCard figure={figure} isTable={isTable} key={figure.id} />
        ))}
      </div>
    </section>
  );
}

export default function BoardScreen() {
  const { t } = useTranslation();
  const format = useFormat();
  const [date, setDate] = useState<Day | null>(null);
  const [isTable, setIsTable] = useState(false);
  const dateField = useRef<HTMLInputElement>(null);
  const board = useQuery(dashboardQuery(date));
  const channels = useQuery(channelsNowQuery); // without it the other figures stand
  useTitle(t('nav.board'));
  useKeys({ table: () => setIsTable(!isTable), filter: () => dateField.current?.focus() });

  if (board.isPending) return <Loading height={120} rows={4} />;
  const { data } = board;
  return (
    <div className={styles.scroll} data-scroll tabIndex={-1}>
      <div className={styles.screen}>
        <div className={styles.top}>
          <div>
            <h1>{t('nav.board')}</h1>
            {data && <p className={styles.asOf}>{t('board.as_of', { day: format.day(data.date) })}</p>}
          </div>
          <DayField
            label={
              <>
                {t('board.date')} <KeyHint of="filter" />
              </>
            }
            onChange={setDate}
            ref={dateField}
            value={date ?? data?.date ?? null}
          />
          <Button onClick={() => setIsTable(!isTable)} rightSection={<KeyHint of="table" />} variant="default">
            {isTable ? t('board.show_charts') : t('board.show_tables')}
          </Button>
        </div>
        {board.isError && data && <Stale updatedAt={board.dataUpdatedAt} />}
        {board.isError && !data && <Failure error={board.error} retry={() => void board.refetch()} title={t('board.failed')} />}
        {data?.currencies.length === 0 && <Empty title={t('board.empty')}>{t('board.empty_text')}</Empty>}
        {data?.currencies.map((block) => (
          <Block block={block} isTable={isTable} key={block.currency} report={channels.data} />
        ))}
      </div>
    </div>
  );
}
