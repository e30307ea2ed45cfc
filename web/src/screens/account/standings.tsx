// How each debt of the case stands in the books: owed, charged off (castigada) with what came since, or
// written off (baja); and the steps from there, with why one cannot be taken.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { standingsQuery } from '../../api/queries';
import type { DebtStanding, Workspace } from '../../api/types';
import { useFormat } from '../../format/format';
import { useWhyNot } from '../../shell/session';
import { Failure, WithReason } from '../../ui/states';
import styles from './offers.module.css';
import type { CaseOrder } from './orders';
import type { StandingStep } from './standing_form';

/** The step that a debt can take first of all, and the one that ends it. */
function stepsOf(debt: DebtStanding): StandingStep[] {
  if (debt.written_off_on !== null) return [];
  return [debt.charged_off_on === null ? 'charge_off' : 'resume', 'write_off'];
}

function useOffReason(): (debt: DebtStanding, step: StandingStep) => string | null {
  const { t } = useTranslation();
  const notAllowed = useWhyNot()('debt.charge_off');
  return (debt, step) => {
    if (notAllowed !== null) return notAllowed;
    if (debt.write_off_waits) return t('standing.waits');
    return debt.open === 0 && step !== 'resume' ? t('standing.nothing_open') : null;
  };
}

function useSentence(workspace: Workspace): (debt: DebtStanding) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (amount: DebtStanding['open']) => format.money(amount, workspace.case.currency);
  return (debt) => {
    if (debt.written_off_on !== null) return t('standing.is_written_off', { day: format.day(debt.written_off_on), amount: money(debt.written_off) });
    if (debt.charged_off_on === null) return t('standing.is_open', { amount: money(debt.open) });
    return t('standing.is_charged_off', { day: format.day(debt.charged_off_on), amount: money(debt.charged_off), recovered: money(debt.recovered), open: money(debt.open) });
  };
}

export function Standings({ workspace, onOrder }: { workspace: Workspace; onOrder: (order: CaseOrder) => void }) {
  const { t } = useTranslation();
  const query = useQuery(standingsQuery(workspace.case.id));
  const sentenceOf = useSentence(workspace);
  const offReasonOf = useOffReason();
  const [isOpen, setOpen] = useState<boolean | null>(null);
  if (query.isError && !query.data) return <Failure error={query.error} retry={() => void query.refetch()} title={t('standing.failed')} />;
  const debts = query.data?.items ?? [];
  const isTold = debts.some((debt) => debt.charged_off_on !== null || debt.written_off_on !== null || debt.write_off_waits);
  return (
    <div className={styles.papers}>
      <details className={styles.made} data-testid="standings" onToggle={(event) => setOpen(event.currentTarget.open)} open={isOpen ?? isTold}>
        <summary>{t('standing.title')}</summary>
        <ul className={styles.list}>
          {debts.map((debt) => (
            <li key={debt.obligation_id}>
              <strong>
                {debt.product} {debt.external_id}
              </strong>
              <span>{sentenceOf(debt)}</span>
              {debt.write_off_waits && <span className="muted">{t('standing.waits')}</span>}
              {stepsOf(debt).map((step) => {
                const reason = offReasonOf(debt, step);
                return (
                  <WithReason key={step} reason={reason}>
                    <Button disabled={reason !== null} onClick={() => onOrder({ kind: 'standing', debt, step })} size="compact-xs" variant="default">
                      {t(`standing.${step}`)}
                    </Button>
                  </WithReason>
                );
              })}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
