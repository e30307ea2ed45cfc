// The file of a person for an authority: asked for with a reason, saved as it comes.
import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRefreshCase } from '../../api/booking';
import { client, take } from '../../api/client';
import type { Workspace } from '../../api/types';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';
import { saveFile } from '../../ui/save_file';

export function PersonFileForm({ workspace, onClose }: { workspace: Workspace; onClose: () => void }) {
  const { t } = useTranslation();
  const refresh = useRefreshCase();
  const [reason, setReason] = useState('');
  const making = useMutation({
    mutationFn: (body: { reason: string }) => take(client.POST('/v1/cases/{id}/file', { params: { path: { id: workspace.case.id } }, body })),
    onSuccess: (file) => {
      saveFile(file.file_name, 'text/html', file.html);
      refresh(workspace.case.id);
      onClose();
    },
  });
  return (
    <FormDialog
      error={making.error}
      fields={['/reason']}
      isBusy={making.isPending}
      onClose={onClose}
      onSubmit={() => making.mutate({ reason: reason.trim() })}
      submitLabel={t('person_file.make')}
      title={t('person_file.make')}
    >
      <TextInput
        data-autofocus
        description={t('person_file.about', { name: workspace.party.name })}
        error={fieldErrorOf(making.error, '/reason')}
        label={t('person_file.reason')}
        maxLength={300}
        onChange={(event) => setReason(event.currentTarget.value)}
        value={reason}
      />
    </FormDialog>
  );
}
