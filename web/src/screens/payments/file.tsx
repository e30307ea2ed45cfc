// One file of a bank: its balances and sums, and what became of each of its entries.
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { bankFileQuery } from '../../api/queries';
import type { BankFileDetail } from '../../api/types';
import type { Id } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { useKeys } from '../../keys/keys';
import { useWhyNot } from '../../shell/session';
import { useTitle } from '../../shell/use_title';
import styles from '../../ui/action_list.module.css';
import { Empty, Failure, Loading, Stale } from '../../ui/states';
import { Table } from '../account/tables';
import { EntryCard } from './entry_card';
import { useRefreshBank } from './payments';
import { SayDialog, type Saying } from './say_dialog';

const tones = { told: undefined, waiting: 'warn', dismissed: undefined, settled: 'ok' } as const;

function Totals({ file }: { file: BankFileDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const said = (balance: string) => (balance === '' ? t('bank.unsaid') : balance);
  return (
    <section aria-label={t('bank.statements')} className={`card ${styles.block}`}>
      {file.differs === '' ? (
        <div className={styles.buttons}>
          <span className="tag" data-tone="ok">
            {t('bank.agrees')}
          </span>
        </div>
      ) : (
        <p className={styles.warn}>{t('bank.differs', { what: file.differs })}</p>
      )}
      <ul className={styles.points}>
        {file.sums.map((sum) => (
          <li key={`${sum.currency} ${sum.kind}`}>
            {t(`bank_kind.${sum.kind}`)}: <strong>{format.money(sum.amount, sum.currency)}</strong> · {t('bank.sum', { count: sum.entries })}
          </li>
        ))}
      </ul>
      <Table
        columns={[
          { key: 'account', label: t('bank.account'), cell: (row) => row.account_masked },
          { key: 'currency', label: '', cell: (row) => row.currency },
          { key: 'opening', label: t('bank.opening'), isNumber: true, cell: (row) => said(row.opening) },
          { key: 'closing', label: t('bank.closing'), isNumber: true, cell: (row) => said(row.closing) },
          { key: 'entries', label: t('bank.entries'), isNumber: true, cell: (row) => format.count(row.entries) },
        ]}
        label={t('bank.statements')}
        rows={file.statements.map((statement) => ({ ...statement, id: String(statement.number) }))}
      />
    </section>
  );
}

function FileBody({ id }: { id: Id }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
  const refresh = useRefreshBank();
  const query = useInfiniteQuery(bankFileQuery(id));
  const [chosen, setChosen] = useState<Id | null>(null);
  const [saying, setSaying] = useState<Saying | null>(null);
  useKeys({ back: () => navigate('/pagos') });
  const [file] = query.data?.pages ?? [];
  if (query.isPending) return <Loading />;
  if (!file) return <Failure error={query.error} retry={() => void query.refetch()} title={t('bank.failed')} />;
  const entries = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      {query.isError && <Stale updatedAt={query.dataUpdatedAt} />}
      <p className={styles.intro}>
        <Link href="/pagos">{t('bank.back')}</Link>
      </p>
      <h1>
        {file.name} · {file.format}
      </h1>
      <Totals file={file} />
      <section aria-label={t('bank.entries')} className={`card ${styles.block}`}>
        <Table
          columns={[
            { key: 'line', label: t('bank.line'), isNumber: true, cell: (row) => format.count(row.line) },
            { key: 'on', label: t('bank.value_on'), cell: (row) => (row.value_on === null ? t('bank.no_value') : format.day(row.value_on)) },
            { key: 'who', label: t('bank.counterparty'), cell: (row) => row.counterparty ?? row.reference ?? row.text },
            { key: 'amount', label: t('bank.amount'), isNumber: true, cell: (row) => format.money(row.amount, row.currency) },
            {
              key: 'state',
              label: t('bank.state'),
              cell: (row) => (
                <span className="tag" data-tone={tones[row.state]}>
                  {t(`bank_state.${row.state}`)}
                </span>
              ),
            },
            {
              key: 'open',
              label: '',
              cell: (row) => (
                <Button
                  aria-expanded={chosen === row.entry_id}
                  aria-label={`${t('bank.choose')}: ${t('bank.line')} ${format.count(row.line)}`}
                  onClick={() => setChosen(row.entry_id)}
                  size="compact-xs"
                  variant="default"
                >
                  {t('bank.choose')}
                </Button>
              ),
            },
          ]}
          label={t('bank.entries')}
          rows={entries.map((entry) => ({ ...entry, id: entry.entry_id }))}
        />
        {query.hasNextPage && (
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} variant="default">
            {t('bank.more')}
          </Button>
        )}
      </section>
      {chosen !== null && <EntryCard id={chosen} key={chosen} onSay={setSaying} />}
      <SayDialog onClose={() => setSaying(null)} onDone={refresh} saying={saying} />
    </>
  );
}

export default function BankFileScreen({ id }: { id: Id }) {
  const { t } = useTranslation();
  const offReason = useWhyNot()('payment.match');
  useTitle(t('bank.files'));
  return (
    <div className={styles.scroll} data-scroll tabIndex={-1}>
      <div className={styles.screen}>{offReason === null ? <FileBody id={id} /> : <Empty title={offReason} />}</div>
    </div>
  );
}
