// One file of direct debit: its totals, each order with what the bank said, and what can be done.
import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { client, take } from '../../api/client';
import { debitQuery } from '../../api/queries';
import type { BankTaken, DebitDetail, DebitRow, DebitState } from '../../api/types';
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
import { SumTag } from './debits';

const states = ['under_way', 'paid', 'returned', 'rejected', 'withdrawn'] as const;
/** Codes of ISO 20022 that have words of ours; of the rest the code itself is shown. */
const codes = ['AC01', 'AC04', 'AC06', 'AG01', 'AM04', 'AM05', 'FF01', 'MD01', 'MD02', 'MD06', 'MD07', 'MS02', 'MS03', 'RC01', 'SL01'] as const;

function useReason(): (row: DebitRow) => string {
  const { t } = useTranslation();
  return ({ said_code: code, said_words: words }) => {
    const known = codes.find((each) => each === code);
    return [known === undefined ? code : `${code}: ${t(`debit_code.${known}`)}`, words ?? ''].filter((part) => part !== '').join(' · ');
  };
}

function Totals({ file }: { file: DebitDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section aria-label={t('debit.sums')} className={`card ${styles.block}`}>
      <h2>{t('debit.sums')}</h2>
      <Table
        columns={[
          { key: 'state', label: t('bank.state'), cell: (sum) => <SumTag said={sum.said} state={sum.state} /> },
          { key: 'orders', label: t('debit.orders'), isNumber: true, cell: (sum) => format.count(sum.orders) },
          { key: 'amount', label: t('debit.amount'), isNumber: true, cell: (sum) => format.money(sum.amount, file.currency) },
          { key: 'means', label: t('debit.means'), cell: (sum) => t(`debit_means.${sum.state}`) },
        ]}
        label={t('debit.sums')}
        rows={file.sums.map((sum) => ({ ...sum, id: `${sum.state} ${sum.said}` }))}
      />
    </section>
  );
}

function Orders({ file, rows }: { file: DebitDetail; rows: readonly DebitRow[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reasonOf = useReason();
  return (
    <Table
      columns={[
        { key: 'who', label: t('payroll.person'), cell: (row) => <Link href={`/cuenta/${row.case_id}`}>{`${row.party_name} · ${row.case_number}`}</Link> },
        { key: 'reference', label: t('bank.reference'), cell: (row) => row.reference },
        { key: 'mandate', label: t('mandate.reference'), cell: (row) => row.mandate },
        { key: 'amount', label: t('debit.amount'), isNumber: true, cell: (row) => format.money(row.amount, file.currency) },
        { key: 'state', label: t('bank.state'), cell: (row) => <SumTag said={row.said} state={row.state} /> },
        { key: 'why', label: t('debit.why'), cell: (row) => [reasonOf(row), row.ended_on === null ? '' : ` ${format.dayShort(row.ended_on)}`] },
      ]}
      label={t('debit.rows')}
      rows={rows}
    />
  );
}

function WithdrawForm({ id, onClose, onDone }: { id: Id; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <ReasonDialog
      label={t('bank.why')}
      onClose={onClose}
      onDone={onDone}
      send={(reason, key) => take(client.POST('/v1/debits/{id}/withdraw', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body: { reason } }))}
      submitLabel={t('debit.withdraw')}
      title={t('debit.withdraw_title')}
    >
      <p>{t('debit.withdraw_text')}</p>
    </ReasonDialog>
  );
}

function DebitBody({ id }: { id: Id }) {
  const { t } = useTranslation();
  const format = useFormat();
  const cache = useQueryClient();
  const [, navigate] = useLocation();
  const takeReason = useWhyNot()('payment.match');
  const [state, setState] = useState<DebitState | null>(null);
  const [dialog, setDialog] = useState<'take' | 'withdraw' | null>(null);
  const [taken, setTaken] = useState<BankTaken | null>(null);
  const query = useInfiniteQuery(debitQuery(id, state));
  const writing = useMutation({
    mutationFn: () => take(client.POST('/v1/debits/{id}/file', { params: { path: { id } } })),
    onSuccess: (written) => saveFile(written.file_name, written.media_type, written.text),
  });
  useKeys({ back: () => navigate('/pagos/cobros') });
  const [file] = query.data?.pages ?? [];
  if (query.isPending) return <Loading />;
  if (!file) return <Failure error={query.error} retry={() => void query.refetch()} title={t('debit.failed')} />;
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const refresh = () => void cache.invalidateQueries({ queryKey: ['debits'] });
  const isWithdrawn = file.withdrawn_on !== null;
  return (
    <>
      {query.isError && <Stale updatedAt={query.dataUpdatedAt} />}
      <p className={styles.intro}>
        <Link href="/pagos/cobros">{t('debit.back')}</Link>
      </p>
      <h1>{file.message}</h1>
      <p className={styles.intro}>
        {[file.creditor, file.format, t('debit.collected_on', { day: format.day(file.collect_on) }), t('debit.totals', { count: file.orders, amount: format.money(file.amount, file.currency) })].join(' · ')}
      </p>
      {file.withdrawn_on !== null && <p className={styles.warn}>{t('debit.is_withdrawn', { day: format.day(file.withdrawn_on), why: file.withdrawn_why })}</p>}
      <div className={styles.buttons}>
        <Button disabled={isWithdrawn} loading={writing.isPending} onClick={() => writing.mutate()} size="xs">
          {t('debit.download')}
        </Button>
        <WithReason reason={takeReason}>
          <Button disabled={takeReason !== null} onClick={() => setDialog('take')} size="xs" variant="default">
            {t('debit.take')}
          </Button>
        </WithReason>
        <Button disabled={isWithdrawn} onClick={() => setDialog('withdraw')} size="xs" variant="default">
          {t('debit.withdraw')}
        </Button>
      </div>
      {writing.isError && <Failure error={writing.error} title={t('debit.not_written')} />}
      {taken !== null && <TakenNote taken={taken} />}
      <Totals file={file} />
      <section aria-label={t('debit.rows')} className={`card ${styles.block}`}>
        <NativeSelect
          data={[{ value: '', label: t('debit.all') }, ...states.filter((each) => file.sums.some((sum) => sum.state === each)).map((each) => ({ value: each as string, label: t(`debit_state.${each}`) }))]}
          label={t('payroll.show')}
          onChange={(event) => setState(event.currentTarget.value === '' ? null : (event.currentTarget.value as DebitState))}
          value={state ?? ''}
          w={260}
        />
        <Orders file={file} rows={rows} />
        {query.hasNextPage && (
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} variant="default">
            {t('bank.more')}
          </Button>
        )}
      </section>
      {dialog === 'take' && (
        <TakeDialog
          onClose={() => setDialog(null)}
          onTaken={(what) => {
            setTaken(what);
            refresh();
          }}
          text={t('debit.take_text')}
          title={t('debit.take')}
        />
      )}
      {dialog === 'withdraw' && <WithdrawForm id={id} onClose={() => setDialog(null)} onDone={refresh} />}
    </>
  );
}

export default function DebitScreen({ id }: { id: Id }) {
  const { t } = useTranslation();
  const offReason = useWhyNot()('debit.manage');
  useTitle(t('debit.title'));
  return (
    <div className={styles.scroll} data-scroll tabIndex={-1}>
      <div className={styles.screen}>{offReason === null ? <DebitBody id={id} /> : <Empty title={offReason} />}</div>
    </div>
  );
}
