// Charges a debt off, takes that back, or asks for its write-off: with a reason, which stays.
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useRefreshCase } from '../../api/booking';
import { client, take } from '../../api/client';
import type { DebtStanding, Workspace } from '../../api/types';
import { useFormat } from '../../format/format';
import { ReasonDialog } from '../../ui/reason_dialog';

export type StandingStep = 'charge_off' | 'resume' | 'write_off';

interface Props {
  workspace: Workspace;
  debt: DebtStanding;
  step: StandingStep;
  onClose: () => void;
}

export function StandingForm({ workspace, debt, step, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const cache = useQueryClient();
  const refresh = useRefreshCase();
  const { id } = workspace.case;
  return (
    <ReasonDialog
      label={t('standing.reason')}
      onClose={onClose}
      onDone={() => {
        void cache.invalidateQueries({ queryKey: ['standings', id] });
        void cache.invalidateQueries({ queryKey: ['approvals'] });
        refresh(id);
      }}
      send={(reason, key) =>
        take(client.POST('/v1/cases/{id}/debts', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body: { obligation_id: debt.obligation_id, step, reason } }))
      }
      title={t(`standing.${step}`)}
    >
      <p>
        <strong>{workspace.party.name}</strong> · {debt.product} {debt.external_id} · {format.money(debt.open, workspace.case.currency)}
      </p>
      <p>{t(`standing.${step}_text`)}</p>
    </ReasonDialog>
  );
}
