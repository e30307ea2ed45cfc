// Charges a debt off, takes that back, or asks for its write-off: with a reason, which stays.
import { Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBooking, useRefreshCase } from '../../api/booking';
import { client, take } from '../../api/client';
import type { DebtStanding, Workspace } from '../../api/types';
import { useFormat } from '../../format/format';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';

export type StandingStep = 'charge_off' | 'resume' | 'write_off';

interface Props {
  workspace: Workspace;
  debt: DebtStanding;
  step: StandingStep;
  onClose: () => void;
}

export function StandingForm({ workspace, debt, step, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const cache = useQueryClient();
  const refresh = useRefreshCase();
  const [reason, setReason] = useState('');
  const booking = useBooking({
    send: (body: { obligation_id: DebtStanding['obligation_id']; step: StandingStep; reason: string }, key) =>
      take(client.POST('/v1/cases/{id}/debts', { params: { path: { id: workspace.case.id }, header: { 'Idempotency-Key': key } }, body })),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: ['standings', workspace.case.id] });
      void cache.invalidateQueries({ queryKey: ['approvals'] });
      refresh(workspace.case.id);
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
      onSubmit={() => booking.mutate({ obligation_id: debt.obligation_id, step, reason: reason.trim() })}
      submitLabel={t(`standing.${step}`)}
      title={t(`standing.${step}`)}
    >
      <p>
        <strong>{workspace.party.name}</strong> · {debt.product} {debt.external_id} · {format.money(debt.open, workspace.case.currency)}
      </p>
      <p>{t(`standing.${step}_text`)}</p>
      <Textarea
        autosize
        data-autofocus
        error={fieldErrorOf(booking.error, '/reason')}
        label={t('standing.reason')}
        maxLength={300}
        minRows={2}
        onChange={(event) => setReason(event.currentTarget.value)}
        value={reason}
      />
    </FormDialog>
  );
}
