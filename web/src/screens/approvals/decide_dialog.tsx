// Approves or rejects, with the reason that stays beside the request: there is no undo, because the
// contact may be made at once.
import { Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBooking, useRefreshCase } from '../../api/booking';
import { client, take } from '../../api/client';
import type { Approval } from '../../api/types';
import { ChannelName } from '../../ui/channel';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';

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
  const [reason, setReason] = useState('');
  const booking = useBooking({
    send: (body: { decision: Decision['choice']; reason: string }, key) =>
      take(client.POST('/v1/approvals/{id}/decision', { params: { path: { id: approval.id }, header: { 'Idempotency-Key': key } }, body })),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: ['approvals'] });
      void cache.invalidateQueries({ queryKey: ['strategies'] });
      void cache.invalidateQueries({ queryKey: ['experiments'] });
      void cache.invalidateQueries({ queryKey: ['privacy'] });
      if (account !== null) refresh(account.case_id);
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
      onSubmit={() => booking.mutate({ decision: choice, reason: reason.trim() })}
      submitLabel={t(`approval.${choice}`)}
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
      <Textarea
        autosize
        data-autofocus
        error={fieldErrorOf(booking.error, '/reason')}
        label={t('approval.reason')}
        maxLength={300}
        minRows={2}
        onChange={(event) => setReason(event.currentTarget.value)}
        value={reason}
      />
    </FormDialog>
  );
}

export function DecideDialog({ decision, onClose }: { decision: Decision | null; onClose: () => void }) {
  return decision === null ? null : <DecideForm decision={decision} key={decision.approval.id} onClose={onClose} />;
}
