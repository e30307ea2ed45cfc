// One list for an employer: what it asked, what came back, and each difference with what to do.
import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { client, take } from '../../api/client';
import { payrollListQuery } from '../../api/queries';
import type { BankTaken, PayrollDetail, PayrollKind, PayrollRow } from '../../api/types';
import type { Id } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { useKeys } from '../../keys/keys';
import { useWhyNot } from '../../shell/session';
import { useTitle } from '../../shell/use_title';
import styles from '../../ui/action_list.module.css';
import { ReasonDialog } from '../../ui/reason_dialog';
import { saveFile } from '../../ui/save_file';
import { Empty, Failure, Loading, Stale, WithReason } from '../../ui/states';
import { Table } from '../account/tables';
import { TakeDialog, TakenNote } from '../payments/take_dialog';
import { ListState } from './payroll';

const tones = { agrees: 'ok', less: 'warn', more: 'warn', none: 'bad', left: 'bad', twice: 'warn', unlisted: 'warn', awaited: undefined } as const;
export type RowFilter = 'differences' | 'all' | PayrollKind;

function KindTag({ kind }: { kind: PayrollKind }) {
  const { t } = useTranslation();
  return (
    <span className="tag" data-tone={tones[kind]}>
      {t(`payroll_kind.${kind}`)}
    </span>
  );
}

function Sums({ list }: { list: PayrollDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (amount: PayrollDetail['amount']) => format.money(amount, list.currency);
  return (
    <section aria-label={t('payroll.sums')} className={`card ${styles.block}`}>
      <h2>{t('payroll.sums')}</h2>
      <Table
        columns={[
          { key: 'kind', label: t('payroll.difference'), cell: (row) => <KindTag kind={row.kind} /> },
          { key: 'lines', label: t('payroll.lines'), isNumber: true, cell: (row) => format.count(row.lines) },
          { key: 'expected', label: t('payroll.expected'), isNumber: true, cell: (row) => money(row.expected) },
          { key: 'deducted', label: t('payroll.deducted'), isNumber: true, cell: (row) => money(row.deducted) },
          { key: 'waiting', label: t('payroll.waiting'), isNumber: true, cell: (row) => money(row.waiting) },
        ]}
        label={t('payroll.sums')}
        rows={list.sums.map((sum) => ({ ...sum, id: sum.kind }))}
      />
      {list.answers.length === 0 ? (
        <p className="muted">{t('payroll.no_answer')}</p>
      ) : (
        <ul className={styles.points}>
          {list.answers.map((answer) => (
            <li key={answer.file_id}>
              {t('payroll.answer', { day: format.day(answer.taken_on), count: answer.entries })} <Link href={`/pagos/archivos/${answer.file_id}`}>{answer.name}</Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Rows({ list, rows }: { list: PayrollDetail; rows: readonly PayrollRow[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (amount: PayrollRow['expected']) => format.money(amount, list.currency);
  const who = (row: PayrollRow) => {
    const name = row.name ?? t('bank.nobody');
    return row.case_id === null ? name : <Link href={`/cuenta/${row.case_id}`}>{name}</Link>;
  };
  return (
    <Table
      columns={[
        { key: 'who', label: t('payroll.person'), cell: (row) => [who(row), <small className="muted" key="ref">{` ${row.reference ?? ''}`}</small>] },
        { key: 'expected', label: t('payroll.expected'), isNumber: true, cell: (row) => money(row.expected) },
        { key: 'deducted', label: t('payroll.deducted'), isNumber: true, cell: (row) => (row.kind === 'awaited' ? '–' : money(row.deducted)) },
        { key: 'kind', label: t('payroll.difference'), cell: (row) => [<KindTag key="kind" kind={row.kind} />, row.reason === null ? '' : ` ${row.reason}`] },
        {
          key: 'todo',
          label: t('payroll.todo'),
          cell: (row) => [
            t(`payroll_do.${row.kind}`),
            row.waiting > 0 ? (
              <Link href="/pagos" key="waits">
                {` ${t('payroll.waits', { amount: money(row.waiting) })}`}
              </Link>
            ) : (
              ''
            ),
          ],
        },
      ]}
      label={t('payroll.rows')}
      rows={rows.map((row, index) => ({ ...row, id: String(index) }))}
    />
  );
}

/** Made by mistake, or for another period: nobody has answered it, so nothing is booked. */
function WithdrawQuestion({ id, onClose, onDone }: { id: Id; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <ReasonDialog
      label={t('bank.why')}
      onClose={onClose}
      onDone={onDone}
      send={(reason, key) => take(client.POST('/v1/payroll/lists/{id}/withdraw', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body: { reason } }))}
      submitLabel={t('payroll.withdraw')}
      title={t('payroll.withdraw_title')}
    >
      <p>{t('payroll.withdraw_text')}</p>
    </ReasonDialog>
  );
}

function ListBody({ id }: { id: Id }) {
  const { t } = useTranslation();
  const format = useFormat();
  const cache = useQueryClient();
  const [, navigate] = useLocation();
  const takeReason = useWhyNot()('payment.match');
  const [filter, setFilter] = useState<RowFilter>('differences');
  const [dialog, setDialog] = useState<'take' | 'withdraw' | null>(null);
  const [taken, setTaken] = useState<BankTaken | null>(null);
  const query = useInfiniteQuery(payrollListQuery(id, filter));
  const writing = useMutation({
    mutationFn: () => take(client.POST('/v1/payroll/lists/{id}/file', { params: { path: { id } } })),
    onSuccess: (file) => saveFile(file.file_name, file.media_type, file.text),
  });
  useKeys({ back: () => navigate('/pagos/planilla') });
  const [list] = query.data?.pages ?? [];
  if (query.isPending) return <Loading />;
  if (!list) return <Failure error={query.error} retry={() => void query.refetch()} title={t('payroll.failed')} />;
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      {query.isError && <Stale updatedAt={query.dataUpdatedAt} />}
      <p className={styles.intro}>
        <Link href="/pagos/planilla">{t('payroll.back')}</Link>
      </p>
      <div className={styles.head}>
        <h1>
          {list.employer} · {format.dayShort(list.from)} – {format.day(list.until)}
        </h1>
        <ListState state={list.state} />
      </div>
      {list.withdrawn_on !== null && (
        <p className={styles.warn}>
          {list.withdrawn_why === ''
            ? t('payroll.is_withdrawn_on', { day: format.day(list.withdrawn_on) })
            : t('payroll.is_withdrawn', { day: format.day(list.withdrawn_on), why: list.withdrawn_why })}
        </p>
      )}
      <p className={styles.intro}>{t('payroll.asked', { count: list.lines, amount: format.money(list.amount, list.currency) })}</p>
      <div className={styles.buttons}>
        <Button loading={writing.isPending} onClick={() => writing.mutate()} size="xs" variant="default">
          {t('payroll.download')}
        </Button>
        <WithReason reason={takeReason}>
          <Button disabled={takeReason !== null} onClick={() => setDialog('take')} size="xs">
            {t('payroll.take')}
          </Button>
        </WithReason>
        {list.state === 'awaited' && (
          <Button onClick={() => setDialog('withdraw')} size="xs" variant="default">
            {t('payroll.withdraw')}
          </Button>
        )}
      </div>
      {writing.isError && <Failure error={writing.error} title={t('payroll.not_written')} />}
      {taken !== null && <TakenNote taken={taken} />}
      <Sums list={list} />
      <section aria-label={t('payroll.rows')} className={`card ${styles.block}`}>
        <NativeSelect
          data={[
            { value: 'differences', label: t('payroll.only_differences') },
            { value: 'all', label: t('payroll.all') },
            ...list.sums.map(({ kind }) => ({ value: kind as string, label: t(`payroll_kind.${kind}`) })),
          ]}
          label={t('payroll.show')}
          onChange={(event) => setFilter(event.currentTarget.value as RowFilter)}
          value={filter}
          w={260}
        />
        {rows.length === 0 ? <p className="muted">{t(filter === 'differences' ? 'payroll.no_differences' : 'payroll.no_rows')}</p> : <Rows list={list} rows={rows} />}
        {query.hasNextPage && (
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} variant="default">
            {t('bank.more')}
          </Button>
        )}
      </section>
      {dialog === 'withdraw' && <WithdrawQuestion id={id} onClose={() => setDialog(null)} onDone={() => void cache.invalidateQueries({ queryKey: ['payroll'] })} />}
      {dialog === 'take' && (
        <TakeDialog
          hasDeposit
          onClose={() => setDialog(null)}
          onTaken={(what) => {
            setTaken(what);
            void cache.invalidateQueries({ queryKey: ['payroll'] });
          }}
          text={t('payroll.take_text')}
          title={t('payroll.take')}
        />
      )}
    </>
  );
}

export default function PayrollListScreen({ id }: { id: Id }) {
  const { t } = useTranslation();
  const offReason = useWhyNot()('payroll.manage');
  useTitle(t('payroll.title'));
  return (
    <div className={styles.scroll} data-scroll tabIndex={-1}>
      <div className={styles.screen}>{offReason === null ? <ListBody id={id} /> : <Empty title={offReason} />}</div>
    </div>
  );
}
