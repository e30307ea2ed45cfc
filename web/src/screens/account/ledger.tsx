// The ledger of the case: what is owed by debt and component on a day.  Each figure opens to the entries behind it.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ledgerQuery } from '../../api/queries';
import type { Ledger, LedgerDebt, LedgerEntry, Workspace } from '../../api/types';
import type { Day } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { useSession } from '../../shell/session';
import { DayField } from '../../ui/day_field';
import { Empty, Failure, Loading } from '../../ui/states';
import styles from './offers.module.css';
import { isPayChannel } from './promise_line';
import { Table } from './tables';

const figures = ['opened', 'met', 'open'] as const;
type Figure = (typeof figures)[number];

interface Shown {
  obligation: string;
  component: LedgerEntry['component'];
  figure: Figure;
}

function isBehind(shown: Shown, entry: LedgerEntry): boolean {
  const isOf = entry.obligation === shown.obligation && entry.component === shown.component;
  return isOf && (shown.figure === 'open' || (shown.figure === 'met') === (entry.kind === 'met'));
}

function Entries({ ledger, shown }: { ledger: Ledger; shown: Shown }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = ledger.entries.filter((entry) => isBehind(shown, entry)).map((entry, index) => ({ ...entry, id: String(index) }));
  const kindOf = (row: LedgerEntry) => (row.kind === 'met' && row.amount < 0 ? t('ledger.kind.taken_back') : t(`ledger.kind.${row.kind}`));
  const originOf = ({ payment, claim }: LedgerEntry) => {
    if (payment === null) return claim;
    const source = isPayChannel(payment.source) ? t(`pay_channel.${payment.source}`) : payment.source;
    const place = payment.file === null ? '' : ` · ${payment.file}:${payment.line ?? ''}`;
    return `${source} · ${payment.reference}${place} → ${claim}`;
  };
  return (
    <Table
      columns={[
        { key: 'value', label: t('payment.value_on'), cell: (row) => format.day(row.value_on) },
        { key: 'booked', label: t('ledger.booked_on'), cell: (row) => (row.booked_on ? format.day(row.booked_on) : '–') },
        { key: 'kind', label: t('ledger.entry'), cell: kindOf },
        { key: 'amount', label: t('debt.amount'), isNumber: true, cell: (row) => format.money(row.amount, ledger.currency) },
        { key: 'origin', label: t('ledger.origin'), cell: originOf },
      ]}
      label={t('ledger.entries_of', { component: t(`component.${shown.component}`), debt: shown.obligation })}
      rows={rows}
    />
  );
}

function Debt({ debt, ledger, shown, onShow }: { debt: LedgerDebt; ledger: Ledger; shown: Shown | null; onShow: (shown: Shown | null) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isOfThis = shown !== null && shown.obligation === debt.obligation;
  return (
    <section aria-label={debt.obligation} className={styles.card} data-testid="ledger-debt">
      <div className={styles.head}>
        <h2>{debt.product}</h2>
        <span className="muted">
          {debt.obligation}
          {debt.document_hash !== null && ` · ${t('ledger.document', { digest: debt.document_hash.slice(0, 12) })}`}
        </span>
        <strong>{format.money(debt.open, ledger.currency)}</strong>
      </div>
      <Table
        columns={[
          { key: 'component', label: t('ledger.component'), cell: (row) => t(`component.${row.component}`) },
          ...figures.map((figure) => ({
            key: figure,
            label: t(`ledger.${figure}`),
            isNumber: true,
            cell: (row: LedgerDebt['components'][number]) => {
              const mine = { obligation: debt.obligation, component: row.component, figure };
              const isShown = isOfThis && shown.component === row.component && shown.figure === figure;
              return (
                <Button aria-expanded={isShown} onClick={() => onShow(isShown ? null : mine)} size="compact-sm" variant="subtle">
                  {format.money(row[figure], ledger.currency)}
                </Button>
              );
            },
          })),
        ]}
        label={t('ledger.parts_of', { debt: debt.obligation })}
        rows={debt.components.map((row) => ({ ...row, id: row.component }))}
      />
      {isOfThis && <Entries ledger={ledger} shown={shown} />}
    </section>
  );
}

export function LedgerPanel({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { organisation } = useSession();
  const [on, setOn] = useState<Day | null>(organisation.open_date);
  const [shown, setShown] = useState<Shown | null>(null);
  const query = useQuery(ledgerQuery(workspace.case.id, on));
  const ledger = query.data;
  if (query.isError && !ledger) return <Failure error={query.error} retry={() => void query.refetch()} title={t('ledger.unread')} />;
  if (!ledger) return <Loading rows={3} />;
  return (
    <div className={styles.offers} data-testid="ledger">
      <div className={styles.ask}>
        <DayField label={t('ledger.on')} onChange={setOn} size="xs" value={on} />
        <p>
          {t('ledger.total', { amount: format.money(ledger.open, ledger.currency) })}
          {ledger.accrued !== 0 && ` · ${t('ledger.accrued', { amount: format.money(ledger.accrued, ledger.currency) })}`}
          {ledger.unapplied > 0 && ` · ${t('ledger.unapplied', { amount: format.money(ledger.unapplied, ledger.currency) })}`}
        </p>
      </div>
      {ledger.entries.length === 0 ? (
        <Empty title={t('ledger.empty')}>{t('ledger.empty_text')}</Empty>
      ) : (
        ledger.debts
          .filter((debt) => debt.components.length > 0)
          .map((debt) => <Debt debt={debt} key={debt.obligation_id} ledger={ledger} onShow={setShown} shown={shown} />)
      )}
    </div>
  );
}
