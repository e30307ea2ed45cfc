// Asks once more before a message counts as sent or not: there is no undo.
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useBooking } from '../../api/booking';
import { client, take } from '../../api/client';
import type { OutboxMessage } from '../../api/types';
import { ChannelName } from '../../ui/channel';
import { FormDialog } from '../../ui/form_dialog';

export type Outcome = 'sent' | 'not_sent';
export interface Resolution {
  message: OutboxMessage;
  outcome: Outcome;
}

function ResolveForm({ resolution, onClose }: { resolution: Resolution; onClose: () => void }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const { message, outcome } = resolution;
  const booking = useBooking({
    send: (body: { outcome: Outcome }, key) =>
      take(client.POST('/v1/outbox/{id}/resolve', { params: { path: { id: message.id }, header: { 'Idempotency-Key': key } }, body })),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: ['outbox'] });
      void cache.invalidateQueries({ queryKey: ['workspace', message.case_id] });
      void cache.invalidateQueries({ queryKey: ['timeline', message.case_id] });
      onClose();
    },
  });
  return (
    <FormDialog
      error={booking.error}
      fields={[]}
      isBusy={booking.isPending}
      onClose={onClose}
      onSubmit={() => booking.mutate({ outcome })}
      submitLabel={t(`messages.${outcome}`)}
      title={t(`messages.${outcome}`)}
    >
      <p>
        <strong>{message.party_name}</strong> <ChannelName channel={message.channel} /> {message.to_masked}
      </p>
      <p>{t(`messages.${outcome}_text`)}</p>
    </FormDialog>
  );
}

export function ResolveDialog({ resolution, onClose }: { resolution: Resolution | null; onClose: () => void }) {
  return resolution === null ? null : <ResolveForm key={resolution.message.id} onClose={onClose} resolution={resolution} />;
}
