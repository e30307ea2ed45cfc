// Asks that a refusal of the gate be lifted once: another person decides.
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useRefreshCase } from '../../api/booking';
import { client, take } from '../../api/client';
import type { GateVerdict, Workspace } from '../../api/types';
import { ChannelName } from '../../ui/channel';
import { ReasonDialog } from '../../ui/reason_dialog';

interface Props {
  workspace: Workspace;
  verdict: GateVerdict;
  onClose: () => void;
}

export function OverrideForm({ workspace, verdict, onClose }: Props) {
  const { t } = useTranslation();
  const refresh = useRefreshCase();
  const cache = useQueryClient();
  const { id } = workspace.case;
  return (
    <ReasonDialog
      label={t('override.reason')}
      onClose={onClose}
      onDone={() => {
        refresh(id);
        void cache.invalidateQueries({ queryKey: ['approvals'] });
      }}
      send={(reason, key) =>
        take(client.POST('/v1/cases/{id}/overrides', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body: { channel: verdict.channel, reason } }))
      }
      title={t('override.ask')}
    >
      <p>
        <strong>{workspace.party.name}</strong> <ChannelName channel={verdict.channel} /> {t(`gate_reason.${verdict.reason_code}`)} ({verdict.rule})
      </p>
      <p>{t('override.about')}</p>
    </ReasonDialog>
  );
}
