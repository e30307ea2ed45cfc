// Leaves an account for later, and says why.
import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import type { QueueItem } from '../../api/types';
import { useErrorText } from '../../ui/states';

interface Props {
  item: QueueItem | null;
  onClose: () => void;
  onSkipped: () => void;
}

export function SkipDialog({ item, onClose, onSkipped }: Props) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const textOf = useErrorText();
  const [reason, setReason] = useState('');
  const skip = useMutation({
    mutationFn: (target: QueueItem) =>
      take(client.POST('/v1/work-items/{id}/skip', { params: { path: { id: target.work_item_id } }, body: { reason: reason.trim() } })),
    onSuccess: (_, target) => {
      setReason('');
      void cache.invalidateQueries({ queryKey: ['queue'] });
      void cache.invalidateQueries({ queryKey: ['workspace', target.case_id] });
      onClose();
      onSkipped();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (item) skip.mutate(item);
  };
  return (
    <Modal closeButtonProps={{ 'aria-label': t('dialog.close') }} onClose={onClose} opened={item !== null} title={t('queue.skip')}>
      <form onSubmit={submit}>
        <TextInput
          data-autofocus
          description={item?.party_name}
          error={skip.error ? textOf(skip.error) : undefined}
          label={t('queue.skip_reason')}
          maxLength={300}
          onChange={(event) => setReason(event.currentTarget.value)}
          required
          value={reason}
          withAsterisk={false}
        />
        <Group justify="flex-end" mt="md">
          <Button onClick={onClose} type="button" variant="default">
            {t('dialog.cancel')}
          </Button>
          <Button disabled={reason.trim() === ''} loading={skip.isPending} type="submit">
            {t('queue.skip_confirm')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
