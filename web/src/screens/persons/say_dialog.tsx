// Says why two records are one person, or why they were not after all.
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBooking } from '../../api/booking';
import { client, take } from '../../api/client';
import type { Merge, PersonPair } from '../../api/types';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';

export type Saying = { kind: 'same'; pair: PersonPair } | { kind: 'undo'; merge: Merge };

interface Props {
  saying: Saying;
  onClose: () => void;
  onDone: () => void;
}

/** The request is the same in both ways of asking; what it answers is not used. */
function send(saying: Saying, reason: string, key: string): Promise<unknown> {
  const header = { 'Idempotency-Key': key };
  if (saying.kind === 'undo')
    return take(client.POST('/v1/person-merges/{id}/undo', { params: { path: { id: saying.merge.id }, header }, body: { reason } }));
  const { first, second } = saying.pair;
  return take(client.POST('/v1/person-pairs/same', { params: { header }, body: { party_id: first.id, other_id: second.id, reason } }));
}

function SayForm({ saying, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const booking = useBooking({
    send: (text: string, key) => send(saying, text, key),
    onSuccess: () => {
      onDone();
      onClose();
    },
  });
  const { first, second } = saying.kind === 'same' ? saying.pair : saying.merge;
  const title = t(saying.kind === 'same' ? 'person.same' : 'person.undo_title');
  return (
    <FormDialog
      error={booking.error}
      fields={['/reason']}
      isBusy={booking.isPending}
      isReady={reason.trim() !== ''}
      onClose={onClose}
      onSubmit={() => booking.mutate(reason.trim())}
      submitLabel={t(saying.kind === 'same' ? 'person.join' : 'person.undo')}
      title={title}
    >
      <p>
        <strong>{first.name}</strong> = <strong>{second.name}</strong>
      </p>
      <p>{t(saying.kind === 'same' ? 'person.same_text' : 'person.undo_text')}</p>
      <Textarea
        autosize
        data-autofocus
        error={fieldErrorOf(booking.error, '/reason')}
        label={t('person.reason')}
        maxLength={300}
        minRows={2}
        onChange={(event) => setReason(event.currentTarget.value)}
        value={reason}
      />
    </FormDialog>
  );
}

export function SayDialog({ saying, ...props }: Omit<Props, 'saying'> & { saying: Saying | null }) {
  return saying === null ? null : <SayForm saying={saying} {...props} />;
}
