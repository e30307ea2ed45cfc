// Asks that a refusal of the gate be lifted once: another person decides.
import { Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBooking, useRefreshCase } from '../../api/booking';
import { client, take } from '../../api/client';
import type { GateVerdict, Workspace } from '../../api/types';
import { ChannelName } from '../../ui/channel';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';

interface Props {
  workspace: Workspace;
  verdict: GateVerdict;
  onClose: () => void;
}

export function OverrideForm({ workspace, verdict, onClose }: Props) {
  const { t } = useTranslation();
  const refresh = useRefreshCase();
  const cache = useQueryClient();
  const [reason, setReason] = useState('');
  const booking = useBooking({
    send: (body: { channel: GateVerdict['channel']; reason: string }, key) =>
      take(client.POST('/v1/cases/{id}/overrides', { params: { path: { id: workspace.case.id }, header: { 'Idempotency-Key': key } }, body })),
    onSuccess: () => {
      refresh(workspace.case.id);
      void cache.invalidateQueries({ queryKey: ['approvals'] });
      onClose();
    },
  });
  return (
    <FormDialog
      error={booking.error}
      fields={['/reason']}
      isBusy={booking.isPending}
      isReady={reason.trim() !== ''}
      onClose={onClose}
      onSubmit={() => booking.mutate({ channel: verdict.channel, reason: reason.trim() })}
      submitLabel={t('override.ask')}
      title={t('override.ask')}
    >
      <p>
        <strong>{workspace.party.name}</strong> <ChannelName channel={verdict.channel} /> {t(`gate_reason.${verdict.reason_code}`)} ({verdict.rule})
      </p>
      <p>{t('override.about')}</p>
      <Textarea
        autosize
        data-autofocus
        error={fieldErrorOf(booking.error, '/reason')}
        label={t('override.reason')}
        maxLength={300}
        minRows={2}
        onChange={(event) => setReason(event.currentTarget.value)}
        value={reason}
      />
    </FormDialog>
  );
}
