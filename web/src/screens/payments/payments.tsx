// Pagos por identificar: the money that waits, with whose it may be; and the files that brought it.
import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { bankFilesQuery, bankPendingQuery } from '../../api/queries';
import type { BankFile, BankPending, BankWaiting } from '../../api/types';
import type { Currency, Money } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { useKeys } from '../../keys/keys';
import { useWhyNot } from '../../shell/session';
import { useTitle } from '../../shell/use_title';
import styles from '../../ui/action_list.module.css';
import { KeyHint } from '../../ui/keycap';
import { Empty, Failure, Loading, Stale } from '../../ui/states';
import { Table } from '../account/tables';
import { EntryCard, Reasons } from './entry_card';
import { PaymentsNav } from './payments_nav';
import { SayDialog, type Saying } from './say_dialog';

/** What was booked shows on accounts too. */
export function useRefreshBank(): () => void {
  const cache = useQueryClient();
  return () => {
    for (const key of ['bank', 'workspace', 'timeline', 'queue']) void cache.invalidateQueries({ queryKey: [key] });
  };
}

/** How much waits, and whether any of it for too long. */
function Sums({ pending }: { pending: BankPending }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ul className={`card ${styles.list}`} data-testid="sums">
      {pending.sums.map((sum) => (
        <li className={styles.item} key={`${sum.currency} ${sum.kind}`}>
          <span>
            {t(`bank_kind.${sum.kind}`)}: <strong>{format.money(sum.open, sum.currency)}</strong> · {t('bank.sum', { count: sum.entries })}
          </span>
          <span>{t('bank.oldest', { day: format.day(sum.oldest_on) })}</span>
          <span className="tag" data-tone={sum.late > 0 ? 'bad' : 'ok'}>
            {sum.late > 0 ? t('bank.late', { count: sum.late, days: pending.suspense_days }) : t('bank.none_late', { days: pending.suspense_days })}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Waiting({ entry, isActive, onChoose }: { entry: BankWaiting; isActive: boolean; onChoose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  return (
    <li aria-current={isActive || undefined} className={styles.item} data-testid="waiting" ref={row}>
      <div className={styles.what}>
        <span>
          <strong>{format.money(entry.open, entry.currency)}</strong> · {entry.counterparty ?? entry.reference ?? t('bank.nobody')}
        </span>
        <span>
          <Reasons words={entry.reasons} />
        </span>
      </div>
      <span className="tag" data-tone={entry.is_late ? 'bad' : undefined}>
        {t('bank.age', { count: entry.age_days })}
      </span>
      <Button
        aria-expanded={isActive}
        aria-label={`${t('bank.choose')}: ${format.money(entry.open, entry.currency)}, ${entry.counterparty ?? t('bank.nobody')}`}
        onClick={onChoose}
        size="compact-xs"
        variant="default"
      >
        {t('bank.choose')}
      </Button>
    </li>
  );
}

function Files({ files }: { files: readonly BankFile[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section aria-label={t('bank.files')} className={`card ${styles.block}`}>
      <h2>{t('bank.files')}</h2>
      {files.length === 0 ? (
        <p className="muted">{t('bank.no_files')}</p>
      ) : (
        <Table
          columns={[
            { key: 'name', label: t('bank.file'), cell: (file: BankFile) => <Link href={`/pagos/archivos/${file.id}`}>{file.name}</Link> },
            { key: 'format', label: t('bank.format'), cell: (file) => file.format },
            { key: 'taken', label: t('bank.taken'), cell: (file) => `${format.day(file.taken_on)}${file.taken_by === null ? '' : ` · ${file.taken_by}`}` },
            { key: 'entries', label: t('bank.entries'), isNumber: true, cell: (file) => format.count(file.entries) },
            { key: 'totals', label: t('bank.totals'), cell: (file) => (file.differs === '' ? t('bank.agrees') : <span className="tag" data-tone="bad">{t('bank.differs', { what: file.differs })}</span>) },
          ]}
          label={t('bank.files')}
          rows={files}
        />
      )}
    </section>
  );
}

interface Given {
  open: Money;
  currency: Currency;
}

function PaymentsBody() {
  const { t } = useTranslation();
  const format = useFormat();
  const refresh = useRefreshBank();
  const pending = useInfiniteQuery(bankPendingQuery);
  const files = useQuery(bankFilesQuery);
  const [chosen, setChosen] = useState(0);
  const [saying, setSaying] = useState<Saying | null>(null);
  const [given, setGiven] = useState<Given | null>(null);
  const entries = pending.data?.pages.flatMap(({ items }) => items) ?? [];
  const active = Math.min(chosen, entries.length - 1);
  const entry = entries[active];
  useKeys({
    down: () => setChosen(Math.min(entries.length - 1, active + 1)),
    up: () => setChosen(Math.max(0, active - 1)),
  });
  const [first] = pending.data?.pages ?? [];
  if (pending.isPending || files.isPending) return <Loading />;
  const failed = pending.isError && !first ? pending : files.isError && !files.data ? files : null;
  if (failed !== null || !first) return <Failure error={failed?.error} retry={() => void failed?.refetch()} title={t('bank.failed')} />;
  return (
    <>
      {pending.isError && <Stale updatedAt={pending.dataUpdatedAt} />}
      {given !== null && (
        <p className={styles.said} role="status">
          {t('bank.given', { rest: format.money(given.open, given.currency) })}
        </p>
      )}
      {entry === undefined ? (
        <Empty title={t('bank.empty')}>{t('bank.empty_text')}</Empty>
      ) : (
        <>
          <p className={styles.intro}>
            {t('bank.intro')} <KeyHint of="assign" /> {t('key.assign')} · <KeyHint of="otherCase" /> {t('key.otherCase')} · <KeyHint of="dismiss" /> {t('key.dismiss')}
          </p>
          <Sums pending={first} />
          <ul aria-label={t('bank.waits')} className={`card ${styles.list}`}>
            {entries.map((each, index) => (
              <Waiting entry={each} isActive={index === active} key={each.entry_id} onChoose={() => setChosen(index)} />
            ))}
          </ul>
          {pending.hasNextPage && (
            <Button loading={pending.isFetchingNextPage} onClick={() => void pending.fetchNextPage()} variant="default">
              {t('bank.more')}
            </Button>
          )}
          <EntryCard id={entry.entry_id} key={entry.entry_id} onSay={setSaying} />
        </>
      )}
      <Files files={files.data ?? []} />
      <SayDialog
        onClose={() => setSaying(null)}
        onDone={(open) => {
          setGiven(entry === undefined ? null : { open, currency: entry.currency });
          refresh();
        }}
        saying={saying}
      />
    </>
  );
}

export default function PaymentsScreen() {
  const { t } = useTranslation();
  const offReason = useWhyNot()('payment.match');
  useTitle(t('bank.title'));
  return (
    <div className={styles.scroll} data-scroll tabIndex={-1}>
      <div className={styles.screen}>
        <PaymentsNav />
        <h1>{t('bank.title')}</h1>
        {offReason === null ? <PaymentsBody /> : <Empty title={offReason} />}
      </div>
    </div>
  );
}
