// A step that wants a reason and nothing else: what it does, why, and the one key of this wish.
import { Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useBooking } from '../api/booking';
import { fieldErrorOf, FormDialog } from './form_dialog';

interface FieldProps {
  error: unknown;
  label: string;
  value: string;
  /** The cursor begins in it. */
  isFirst?: boolean;
  onChange: (value: string) => void;
}

/** Words that stay beside what was done. */
export function ReasonField({ error, label, value, isFirst = false, onChange }: FieldProps) {
  return (
    <Textarea
      autosize
      data-autofocus={isFirst || undefined}
      error={fieldErrorOf(error, '/reason')}
      label={label}
      maxLength={300}
      minRows={2}
      onChange={(event) => onChange(event.currentTarget.value)}
      value={value}
    />
  );
}

interface Props<Answer> {
  title: string;
  /** The title says it, where it is left out. */
  submitLabel?: string;
  /** Of the field. */
  label: string;
  send: (reason: string, key: string) => Promise<Answer>;
  onDone: (answer: Answer) => void;
  onClose: () => void;
  /** What comes of it. */
  children: ReactNode;
}

export function ReasonDialog<Answer>({ title, submitLabel = title, label, send, onDone, onClose, children }: Props<Answer>) {
  const [reason, setReason] = useState('');
  const booking = useBooking({
    send,
    onSuccess: (answer: Answer) => {
      onDone(answer);
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
      onSubmit={() => booking.mutate(reason.trim())}
      submitLabel={submitLabel}
      title={title}
    >
      {children}
      <ReasonField error={booking.error} isFirst label={label} onChange={setReason} value={reason} />
    </FormDialog>
  );
}
