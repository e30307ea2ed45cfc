// A guarantor or co-debtor joins an arrangement: who of those that answer for its debts, and how that is known.
import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBooking, useRefreshCase } from '../../api/booking';
import { client, take } from '../../api/client';
import { arrangementChoicesQuery } from '../../api/queries';
import type { Arrangement, Workspace } from '../../api/types';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';
import { Empty, Failure } from '../../ui/states';

interface Props {
  arrangement: Arrangement;
  workspace: Workspace;
  onClose: () => void;
}

export function JoinForm({ arrangement, workspace, onClose }: Props) {
  const { t } = useTranslation();
  const refresh = useRefreshCase();
  const choices = useQuery(arrangementChoicesQuery(workspace.case.id));
  const [chosen, setChosen] = useState('');
  const [evidence, setEvidence] = useState('');
  const roles = choices.data?.parties ?? [];
  // One who is both for some debt joins as guarantor: the server chooses the role.
  const parties = roles.filter(({ party_id: id }, at) => roles.findIndex((each) => each.party_id === id) === at && arrangement.parties.every((joined) => joined.party_id !== id));
  const party = parties.find(({ party_id: id }) => String(id) === chosen) ?? parties[0];
  const booking = useBooking({
    send: (body: { party_id: (typeof roles)[number]['party_id']; evidence: string }, key) =>
      take(client.POST('/v1/arrangements/{id}/parties', { params: { path: { id: arrangement.id }, header: { 'Idempotency-Key': key } }, body })),
    onSuccess: () => {
      refresh(workspace.case.id);
      onClose();
    },
  });
  return (
    <FormDialog
      error={booking.error}
      fields={['/party_id', '/evidence']}
      isBusy={booking.isPending}
      isReady={party !== undefined}
      onClose={onClose}
      onSubmit={() => party !== undefined && booking.mutate({ party_id: party.party_id, evidence: evidence.trim() })}
      submitLabel={t('arrangement.join')}
      title={t('arrangement.join')}
    >
      {choices.isError && <Failure error={choices.error} title={t('arrangement.join_failed')} />}
      {choices.data && parties.length === 0 && <Empty title={t('arrangement.join_nobody')} />}
      {parties.length > 0 && (
        <>
          <NativeSelect
            data={parties.map(({ party_id: id, name, role }) => ({ value: String(id), label: t(`arrangement.who.${role}`, { name }) }))}
            data-autofocus
            description={t('arrangement.join_text')}
            error={fieldErrorOf(booking.error, '/party_id')}
            label={t('arrangement.join_who')}
            onChange={(event) => setChosen(event.currentTarget.value)}
            value={String(party?.party_id ?? '')}
          />
          <TextInput
            error={fieldErrorOf(booking.error, '/evidence')}
            label={t('arrangement.evidence')}
            maxLength={300}
            onChange={(event) => setEvidence(event.currentTarget.value)}
            value={evidence}
          />
        </>
      )}
    </FormDialog>
  );
}
