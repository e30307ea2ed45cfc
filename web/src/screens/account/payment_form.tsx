// Money that came: for a case, or for an agreement over several, of which each has its part.
import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBooking, useRefreshCase } from '../../api/booking';
import { client, take } from '../../api/client';
import type { Arrangement, PayChannel, PaymentOrder, Workspace } from '../../api/types';
import type { Day, Money } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { useSession } from '../../shell/session';
import { DayField } from '../../ui/day_field';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';
import styles from './offers.module.css';
import { payChannels } from './promise_line';

/** Each answer costs the server an account: it is asked when the typing stops. */
const askAfterMilliseconds = 300;

interface Props {
  workspace: Workspace;
  /** The money names it. */
  arrangement?: Arrangement;
  onClose: () => void;
}

/** What each case would have: the server's answer to the same amount and day. */
function Shares({ arrangement, amount, valueOn, workspace }: { arrangement: Arrangement; amount: Money; valueOn: Day; workspace: Workspace }) {
  const { t } = useTranslation();
  const format = useFormat();
  const body = { amount, value_on: valueOn };
  const shares = useQuery({
    queryKey: ['arrangement-payment', arrangement.id, body],
    queryFn: ({ signal }) => take(client.POST('/v1/arrangements/{id}/payments/preview', { params: { path: { id: arrangement.id } }, body, signal })),
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (!shares.data) return null; // why not is told when it is sent
  return (
    <ul aria-label={t('payment.shares')} aria-live="polite" className={styles.list} data-testid="shares">
      {shares.data.items.map((share) => {
        const part = arrangement.joint?.parts.find(({ case_id: id }) => id === share.case_id);
        const name = share.case_id === workspace.case.id ? t('arrangement.this_case') : t('arrangement.case', { number: part?.case_number ?? '' });
        return <li key={share.case_id}>{t('payment.share', { name, creditor: part?.creditor ?? '', amount: format.money(share.amount, workspace.case.currency) })}</li>;
      })}
    </ul>
  );
}

export function PaymentForm({ workspace, arrangement, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { organisation } = useSession();
  const [amountText, setAmountText] = useState('');
  const [valueOn, setValueOn] = useState<Day | null>(organisation.open_date);
  const [source, setSource] = useState<PayChannel>('transfer');
  const [reference, setReference] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const refresh = useRefreshCase();
  const booking = useBooking<PaymentOrder, unknown>({
    send: (body, key) => {
      const header = { 'Idempotency-Key': key };
      return arrangement === undefined
        ? take(client.POST('/v1/cases/{id}/payments', { params: { path: { id: workspace.case.id }, header }, body }))
        : take(client.POST('/v1/arrangements/{id}/payments', { params: { path: { id: arrangement.id }, header }, body }));
    },
    onSuccess: () => {
      for (const id of [workspace.case.id, ...(arrangement?.joint?.parts ?? []).map((part) => part.case_id)]) refresh(id);
      onClose();
    },
  });
  const [settledText] = useDebouncedValue(amountText, askAfterMilliseconds);
  const amount = format.parse(amountText, workspace.case.currency);
  const settled = format.parse(settledText, workspace.case.currency);
  const submit = () => {
    setIsChecked(true);
    if (amount !== null && valueOn !== null) booking.mutate({ amount, value_on: valueOn, source, reference: reference.trim() });
  };
  const errorOf = (pointer: string) => fieldErrorOf(booking.error, pointer);
  return (
    <FormDialog
      error={booking.error}
      fields={['/amount', '/value_on', '/source', '/reference']}
      isBusy={booking.isPending}
      onClose={onClose}
      onSubmit={submit}
      submitLabel={t('payment.book')}
      title={t(arrangement === undefined ? 'payment.book' : 'payment.book_joint')}
    >
      <TextInput
        data-autofocus
        description={workspace.party.name}
        error={isChecked && amount === null ? t('payment.type_amount') : errorOf('/amount')}
        inputMode="decimal"
        label={t('payment.amount')}
        onChange={(event) => setAmountText(event.currentTarget.value)}
        value={amountText}
      />
      <DayField
        error={isChecked && valueOn === null ? t('payment.choose_day') : errorOf('/value_on')}
        label={t('payment.value_on')}
        max={organisation.open_date}
        onChange={setValueOn}
        value={valueOn}
      />
      <NativeSelect
        data={payChannels.map((value) => ({ value, label: t(`pay_channel.${value}`) }))}
        error={errorOf('/source')}
        label={t('payment.channel')}
        onChange={(event) => setSource(event.currentTarget.value as PayChannel)}
        value={source}
      />
      <TextInput
        description={t('payment.reference_text')}
        error={errorOf('/reference')}
        label={t('payment.reference')}
        maxLength={arrangement === undefined ? 80 : 76}
        onChange={(event) => setReference(event.currentTarget.value)}
        value={reference}
      />
      {arrangement !== undefined && amount !== null && settled !== null && valueOn !== null && (
        <Shares amount={settled} arrangement={arrangement} valueOn={valueOn} workspace={workspace} />
      )}
    </FormDialog>
  );
}
