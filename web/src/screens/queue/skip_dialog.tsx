// Leaves an account for later, and says why.
import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRefreshCase } from '../../api/booking';
import { client, take } from '../../api/client';
import type { QueueItem } from '../../api/types';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';

interface FormProps {
  item: QueueItem;
  onClose: () => void;
  /** The item has left the queue: it is no longer held, and cannot be given back. */
  onSkipped: () => void;
}

function SkipForm({ item, onClose, onSkipped }: FormProps) {
  const { t } = useTranslation();
  const refresh = useRefreshCase();
  const [reason, setReason] = useState('');
  const skip = useMutation({
    mutationFn: () =>
      take(client.POST('/v1/work-items/{id}/skip', { params: { path: { id: item.work_item_id } }, body: { reason: reason.trim() } })),
    onSuccess: () => {
      onSkipped();
      refresh(item.case_id);
      onClose();
    },
  });
  return (
    <FormDialog
      error={skip.error}
      fields={['/reason']}
      isBusy={skip.isPending}
      isReady={reason.trim() !== ''}
      onClose={onClose}
      onSubmit={() => skip.mutate()}
      submitLabel={t('queue.skip_confirm')}
      title={t('queue.skip')}
    >
      <TextInput
        data-autofocus
        description={item.party_name}
        error={fieldErrorOf(skip.error, '/reason')}
        label={t('queue.skip_reason')}
        maxLength={300}
        onChange={(event) => setReason(event.currentTarget.value)}
        value={reason}
      />
    </FormDialog>
  );
}

export function SkipDialog({ item, ...rest }: Omit<FormProps, 'item'> & { item: QueueItem | null }) {
  return item === null ? null : <SkipForm item={item} key={item.work_item_id} {...rest} />;
}
