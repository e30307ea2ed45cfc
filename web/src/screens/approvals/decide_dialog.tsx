// Approves or rejects, with the reason that stays beside the request: there is no undo, because the
// contact may be made at once.
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useRefreshCase } from '../../api/booking';
import { client, take } from '../../api/client';
import type { Approval } from '../../api/types';
import { ChannelName } from '../../ui/channel';
import { ReasonDialog } from '../../ui/reason_dialog';

export interface Decision {
  approval: Approval;
  choice: 'approve' | 'reject';
}

/** Which sentence says what comes of it. */
const kinds = ['strategy', 'experiment', 'arrangement', 'write_off', 'privacy_erasure'] as const;
function kindOf({ subject_kind }: Approval): (typeof kinds)[number] | 'text' {
  return kinds.find((kind) => kind === subject_kind) ?? 'text';
}

function DecideForm({ decision, onClose }: { decision: Decision; onClose: () => void }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const refresh = useRefreshCase();
  const { approval, choice } = decision;
  const { arrangement, contact, write_off: writeOff } = approval;
  const account = contact ?? arrangement ?? writeOff;
  return (
    <ReasonDialog
      label={t('approval.reason')}
      onClose={onClose}
      onDone={() => {
        for (const queryKey of [['approvals'], ['strategies'], ['experiments'], ['privacy']]) void cache.invalidateQueries({ queryKey });
        if (account !== null) refresh(account.case_id);
      }}
      send={(reason, key) =>
        take(client.POST('/v1/approvals/{id}/decision', { params: { path: { id: approval.id }, header: { 'Idempotency-Key': key } }, body: { decision: choice, reason } }))
      }
      title={t(`approval.${choice}`)}
    >
      {contact !== null && (
        <p>
          <strong>{contact.party_name}</strong> <ChannelName channel={contact.channel} /> {t('gate.rule', { rule: contact.rule })}
        </p>
      )}
      {contact === null && account !== null && (
        <p>
          <strong>{account.party_name}</strong>
        </p>
      )}
      <p>{t(`approval.${choice}_${kindOf(approval)}`)}</p>
    </ReasonDialog>
  );
}

export function DecideDialog({ decision, onClose }: { decision: Decision | null; onClose: () => void }) {
  return decision === null ? null : <DecideForm decision={decision} key={decision.approval.id} onClose={onClose} />;
}
