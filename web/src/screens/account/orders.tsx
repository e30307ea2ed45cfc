// What a person books on a case besides a result: a payment, a dispute, the end of a promise.
import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBooking, useRefreshCase } from '../../api/booking';
import { client, take } from '../../api/client';
import type { Arrangement, ConsentRow, ContactPoint, DebtStanding, DisputeOrder, GateVerdict, PaymentPromise, Workspace } from '../../api/types';
import { useFormat } from '../../format/format';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';
import { CasePrivacyForm } from '../privacy/new_request';
import { ConsentForm, PreferenceForm, UndoConsentForm, WrongNumberForm } from './consent_dialogs';
import { JoinForm } from './join_form';
import { OverrideForm } from './override_form';
import { PersonFileForm } from './person_file';
import { PaymentForm } from './payment_form';
import { ProposalForm } from './proposal_form';
import { StandingForm, type StandingStep } from './standing_form';

export type CaseOrder =
  | { kind: 'payment' }
  | { kind: 'dispute' }
  | { kind: 'cancel'; promise: PaymentPromise }
  | { kind: 'propose' }
  | { kind: 'undoArrangement'; arrangement: Arrangement }
  | { kind: 'reinstate'; arrangement: Arrangement }
  | { kind: 'join'; arrangement: Arrangement }
  | { kind: 'payArrangement'; arrangement: Arrangement }
  | { kind: 'standing'; debt: DebtStanding; step: StandingStep }
  | { kind: 'file' }
  | { kind: 'personalData' }
  | { kind: 'override'; verdict: GateVerdict }
  | { kind: 'consent' }
  | { kind: 'preference' }
  | { kind: 'undoConsent'; row: ConsentRow }
  | { kind: 'wrongNumber'; point: ContactPoint };

interface FormProps {
  workspace: Workspace;
  onClose: () => void;
}

/** What every form does after the server said yes. */
function useDone({ workspace, onClose }: FormProps): () => void {
  const refresh = useRefreshCase();
  return () => {
    refresh(workspace.case.id);
    onClose();
  };
}

const disputeKinds = ['not_mine', 'amount', 'already_paid', 'service', 'product', 'other'] as const;

function DisputeForm(props: FormProps) {
  const { workspace, onClose } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const [kind, setKind] = useState<DisputeOrder['kind']>('not_mine');
  const [amountText, setAmountText] = useState('');
  const [note, setNote] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const booking = useBooking({
    send: (body: DisputeOrder, key) =>
      take(client.POST('/v1/cases/{id}/disputes', { params: { path: { id: workspace.case.id }, header: { 'Idempotency-Key': key } }, body })),
    onSuccess: useDone(props),
  });
  const isWhole = amountText.trim() === '';
  const amount = isWhole ? null : format.parse(amountText, workspace.case.currency);
  const submit = () => {
    setIsChecked(true);
    if (isWhole || amount !== null) booking.mutate({ kind, amount, note: note.trim() });
  };
  const errorOf = (pointer: string) => fieldErrorOf(booking.error, pointer);
  return (
    <FormDialog
      error={booking.error}
      fields={['/kind', '/amount', '/note']}
      isBusy={booking.isPending}
      onClose={onClose}
      onSubmit={submit}
      submitLabel={t('dispute.open')}
      title={t('dispute.open')}
    >
      <NativeSelect
        data={disputeKinds.map((value) => ({ value, label: t(`dispute_kind.${value}`) }))}
        data-autofocus
        description={workspace.party.name}
        error={errorOf('/kind')}
        label={t('dispute.kind')}
        onChange={(event) => setKind(event.currentTarget.value as DisputeOrder['kind'])}
        value={kind}
      />
      <TextInput
        description={t('dispute.amount_text')}
        error={isChecked && !isWhole && amount === null ? t('payment.type_amount') : errorOf('/amount')}
        inputMode="decimal"
        label={t('dispute.amount')}
        onChange={(event) => setAmountText(event.currentTarget.value)}
        value={amountText}
      />
      <Textarea
        autosize
        error={errorOf('/note')}
        label={t('dispute.note')}
        maxLength={1200}
        minRows={3}
        onChange={(event) => setNote(event.currentTarget.value)}
        value={note}
      />
    </FormDialog>
  );
}

function CancelForm({ promise, ...props }: FormProps & { promise: PaymentPromise }) {
  const { workspace, onClose } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const [reason, setReason] = useState('');
  const booking = useBooking({
    send: (body: { reason: string }, key) =>
      take(client.POST('/v1/promises/{id}/cancel', { params: { path: { id: promise.id }, header: { 'Idempotency-Key': key } }, body })),
    onSuccess: useDone(props),
  });
  return (
    <FormDialog
      error={booking.error}
      fields={['/reason']}
      isBusy={booking.isPending}
      onClose={onClose}
      onSubmit={() => booking.mutate({ reason: reason.trim() })}
      submitLabel={t('promise.cancel')}
      title={t('promise.cancel')}
    >
      <TextInput
        data-autofocus
        description={t('promise.summary', {
          amount: format.money(promise.amount, workspace.case.currency),
          day: `${format.weekday(promise.due_on)} ${format.day(promise.due_on)}`,
        })}
        error={fieldErrorOf(booking.error, '/reason')}
        label={t('promise.cancel_reason')}
        maxLength={300}
        onChange={(event) => setReason(event.currentTarget.value)}
        value={reason}
      />
    </FormDialog>
  );
}

function ArrangementForm({ arrangement, isUndo, ...props }: FormProps & { arrangement: Arrangement; isUndo: boolean }) {
  const { onClose } = props;
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const booking = useBooking({
    send: (body: { reason: string }, key) => {
      const params = { path: { id: arrangement.id }, header: { 'Idempotency-Key': key } };
      return isUndo
        ? take(client.POST('/v1/arrangements/{id}/cancel', { params, body }))
        : take(client.POST('/v1/arrangements/{id}/reinstate', { params, body }));
    },
    onSuccess: useDone(props),
  });
  const title = t(isUndo ? 'arrangement.undo' : 'arrangement.reinstate');
  return (
    <FormDialog
      error={booking.error}
      fields={['/reason']}
      isBusy={booking.isPending}
      onClose={onClose}
      onSubmit={() => booking.mutate({ reason: reason.trim() })}
      submitLabel={title}
      title={title}
    >
      <TextInput
        data-autofocus
        error={fieldErrorOf(booking.error, '/reason')}
        label={t('arrangement.reason')}
        maxLength={300}
        onChange={(event) => setReason(event.currentTarget.value)}
        value={reason}
      />
    </FormDialog>
  );
}

export function OrderDialog({ order, ...props }: FormProps & { order: CaseOrder | null }) {
  if (order === null) return null;
  if (order.kind === 'payment') return <PaymentForm {...props} />;
  if (order.kind === 'dispute') return <DisputeForm {...props} />;
  if (order.kind === 'propose') return <ProposalForm {...props} />;
  if (order.kind === 'standing') return <StandingForm debt={order.debt} step={order.step} {...props} />;
  if (order.kind === 'override') return <OverrideForm verdict={order.verdict} {...props} />;
  if (order.kind === 'personalData') return <CasePrivacyForm {...props} />;
  if (order.kind === 'file') return <PersonFileForm {...props} />;
  if (order.kind === 'undoArrangement' || order.kind === 'reinstate')
    return <ArrangementForm arrangement={order.arrangement} isUndo={order.kind === 'undoArrangement'} {...props} />;
  if (order.kind === 'payArrangement') return <PaymentForm arrangement={order.arrangement} {...props} />;
  if (order.kind === 'join') return <JoinForm arrangement={order.arrangement} {...props} />;
  if (order.kind === 'consent') return <ConsentForm {...props} />;
  if (order.kind === 'preference') return <PreferenceForm {...props} />;
  if (order.kind === 'undoConsent') return <UndoConsentForm row={order.row} {...props} />;
  if (order.kind === 'wrongNumber') return <WrongNumberForm point={order.point} {...props} />;
  return <CancelForm promise={order.promise} {...props} />;
}
