// What a person says of money from a bank: whose it is, that it is nobody's, or that it was not so.
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBooking } from '../../api/booking';
import { client, take } from '../../api/client';
import { caseSearchQuery } from '../../api/queries';
import type { BankAssignment, BankCase } from '../../api/types';
import type { Currency, Id, Money } from '../../domain/brand';
import { useFormat } from '../../format/format';
import styles from '../../ui/action_list.module.css';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';
import { ReasonDialog, ReasonField } from '../../ui/reason_dialog';

/** What stays open is told to the list, so that it says so. */
export type Saying =
  | { kind: 'assign'; entryId: Id; open: Money; currency: Currency; target: (BankCase & { claim: string | null }) | null }
  | { kind: 'dismiss'; entryId: Id }
  | { kind: 'undo'; entryId: Id };

interface Props<Of> {
  saying: Of;
  onClose: () => void;
  onDone: (open: Money) => void;
}

/** Finds the account by what a person knows of it. */
function CaseField({ chosen, onChoose, error }: { chosen: BankCase | null; onChoose: (chosen: BankCase) => void; error: string | null }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search.trim(), 150);
  const found = useQuery({ ...caseSearchQuery(wanted), enabled: wanted.length >= 2 });
  const cases = wanted.length >= 2 ? (found.data ?? []) : [];
  return (
    <div>
      <TextInput
        data-autofocus
        description={t('bank.find_text')}
        error={error}
        label={t('bank.find')}
        onChange={(event) => setSearch(event.currentTarget.value)}
        value={search}
      />
      <ul aria-label={t('find.results')} className={styles.points}>
        {cases.map((each) => (
          <li key={each.id}>
            <Button
              aria-pressed={chosen?.case_id === each.id}
              onClick={() => onChoose({ case_id: each.id, case_number: each.number, party_name: each.party_name })}
              size="compact-xs"
              type="button"
              variant={chosen?.case_id === each.id ? 'filled' : 'default'}
            >
              {each.number} · {each.party_name} · {each.creditor_name}
            </Button>
          </li>
        ))}
      </ul>
      <p aria-live="polite" className="muted">
        {chosen !== null ? t('bank.chosen', { name: chosen.party_name, number: chosen.case_number }) : found.isSuccess && cases.length === 0 && wanted.length >= 2 ? t('bank.found_none') : ''}
      </p>
    </div>
  );
}

function AssignForm({ saying, onClose, onDone }: Props<Extract<Saying, { kind: 'assign' }>>) {
  const { t } = useTranslation();
  const format = useFormat();
  const [target, setTarget] = useState<BankCase | null>(saying.target);
  const [amountText, setAmountText] = useState(format.amount(saying.open, saying.currency));
  const [reason, setReason] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const amount = format.parse(amountText, saying.currency);
  const booking = useBooking({
    send: (body: BankAssignment, key) =>
      take(client.POST('/v1/bank/entries/{id}/assign', { params: { path: { id: saying.entryId }, header: { 'Idempotency-Key': key } }, body })),
    onSuccess: ({ open }) => {
      onDone(open);
      onClose();
    },
  });
  const errorOf = (pointer: string) => fieldErrorOf(booking.error, pointer);
  const submit = () => {
    setIsChecked(true);
    if (amount === null || amount <= 0 || target === null) return;
    const claim = saying.target?.case_id === target.case_id ? saying.target.claim : null;
    booking.mutate({ case_id: target.case_id, amount, reason: reason.trim(), ...(claim === null ? {} : { claim }) });
  };
  return (
    <FormDialog
      error={booking.error}
      fields={['/amount', '/case_id', '/reason']}
      isBusy={booking.isPending}
      isReady={reason.trim() !== ''}
      onClose={onClose}
      onSubmit={submit}
      submitLabel={t('bank.give')}
      title={t('bank.assign_title')}
    >
      {saying.target === null ? (
        <CaseField chosen={target} error={isChecked && target === null ? t('bank.choose_case') : errorOf('/case_id')} onChoose={setTarget} />
      ) : (
        <p>
          <strong>{saying.target.party_name}</strong> · {saying.target.case_number}
          {saying.target.claim !== null && ` · ${t('bank.claim', { claim: saying.target.claim })}`}
        </p>
      )}
      <TextInput
        description={t('bank.amount_text')}
        error={isChecked && (amount === null || amount <= 0) ? t('bank.type_amount') : errorOf('/amount')}
        inputMode="decimal"
        label={t('bank.amount')}
        onChange={(event) => setAmountText(event.currentTarget.value)}
        value={amountText}
      />
      <ReasonField error={booking.error} isFirst={saying.target !== null} label={t('bank.reason')} onChange={setReason} value={reason} />
    </FormDialog>
  );
}

function ReasonForm({ saying, onClose, onDone }: Props<Extract<Saying, { kind: 'dismiss' | 'undo' }>>) {
  const { t } = useTranslation();
  const isUndo = saying.kind === 'undo';
  return (
    <ReasonDialog
      label={t('bank.why')}
      onClose={onClose}
      onDone={({ open }) => onDone(open)}
      send={(reason: string, key: string) => {
        const order = { params: { path: { id: saying.entryId }, header: { 'Idempotency-Key': key } }, body: { reason } };
        return isUndo ? take(client.POST('/v1/bank/entries/{id}/undo', order)) : take(client.POST('/v1/bank/entries/{id}/dismiss', order));
      }}
      submitLabel={t(isUndo ? 'bank.undo' : 'bank.dismiss')}
      title={t(isUndo ? 'bank.undo_title' : 'bank.dismiss_title')}
    >
      <p>{t(isUndo ? 'bank.undo_text' : 'bank.dismiss_text')}</p>
    </ReasonDialog>
  );
}

export function SayDialog({ saying, ...props }: Omit<Props<Saying>, 'saying'> & { saying: Saying | null }) {
  if (saying === null) return null;
  return saying.kind === 'assign' ? <AssignForm saying={saying} {...props} /> : <ReasonForm saying={saying} {...props} />;
}
