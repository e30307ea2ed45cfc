// Hands a file to the server: an employer's answer, a bank's answer, a statement.  The content says
// which; the same file twice is one.
import { Checkbox, FileInput, NativeSelect } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useBooking } from '../../api/booking';
import { client, take } from '../../api/client';
import { bankPendingQuery } from '../../api/queries';
import type { BankFileOrder, BankTaken } from '../../api/types';
import type { Id } from '../../domain/brand';
import { useFormat } from '../../format/format';
import styles from '../../ui/action_list.module.css';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';
import { fileBytesMax, fileContent } from '../../ui/read_file';

/** What came of a file, in a sentence. */
export function TakenNote({ taken }: { taken: BankTaken }) {
  const { t } = useTranslation();
  const { debits } = taken;
  const text =
    taken.outcome === 'known'
      ? t('take.known')
      : debits === null
        ? t('take.taken', { settled: taken.settled, waiting: taken.waiting, repeated: taken.repeated })
        : t('take.debits', { accepted: debits.accepted, pending: debits.pending, rejected: debits.rejected });
  return (
    <p className={styles.said} role="status">
      {text}
      {debits !== null && debits.late > 0 && ` ${t('take.late', { count: debits.late })}`}
      {debits !== null && debits.unknown > 0 && ` ${t('take.unknown', { count: debits.unknown })}`}
      <Link href={`/pagos/archivos/${taken.file_id}`}>{t('take.see')}</Link>
    </p>
  );
}

/** The bank's entry that brought the employer's money as one sum. */
function DepositField({ value, onChange }: { value: Id | null; onChange: (id: Id | null) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const pending = useInfiniteQuery(bankPendingQuery);
  const entries = (pending.data?.pages.flatMap(({ items }) => items) ?? []).filter(({ kind }) => kind === 'money');
  return (
    <NativeSelect
      data={[
        { value: '', label: t('take.no_deposit') },
        ...entries.map((entry) => ({
          value: entry.entry_id as string,
          label: [format.money(entry.open, entry.currency), entry.counterparty ?? entry.text ?? t('bank.nobody'), ...(entry.value_on === null ? [] : [format.day(entry.value_on)])].join(' · '),
        })),
      ]}
      description={t('take.deposit_text')}
      label={t('take.deposit')}
      onChange={(event) => onChange(event.currentTarget.value === '' ? null : (event.currentTarget.value as Id))}
      value={value ?? ''}
    />
  );
}

interface Props {
  title: string;
  text: string;
  /** An employer's file may name the deposit that it explains. */
  hasDeposit?: boolean;
  onClose: () => void;
  onTaken: (taken: BankTaken) => void;
}

export function TakeDialog({ title, text, hasDeposit = false, onClose, onTaken }: Props) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [deposit, setDeposit] = useState<Id | null>(null);
  const [accepts, setAccepts] = useState(false);
  const booking = useBooking({
    send: (body: BankFileOrder, key) => take(client.POST('/v1/bank/files', { params: { header: { 'Idempotency-Key': key } }, body })),
    onSuccess: (taken) => {
      void cache.invalidateQueries({ queryKey: ['bank'] });
      onTaken(taken);
      onClose();
    },
  });
  const isLarge = file !== null && file.size > fileBytesMax;
  const submit = async (chosen: File) =>
    booking.mutate({
      name: chosen.name,
      content: await fileContent(chosen),
      ...(deposit === null ? {} : { deposit_id: deposit }),
      ...(accepts ? { accept_differences: 'yes' as const } : {}),
    });
  return (
    <FormDialog
      error={booking.error}
      fields={['/name', '/content', '/deposit_id']}
      isBusy={booking.isPending}
      isReady={file !== null && !isLarge}
      onClose={onClose}
      onSubmit={() => file !== null && void submit(file)}
      submitLabel={t('take.take')}
      title={title}
    >
      <p>{text}</p>
      <FileInput
        data-autofocus
        error={isLarge ? t('take.large') : fieldErrorOf(booking.error, '/content')}
        label={t('take.file')}
        onChange={setFile}
        placeholder={t('take.choose')}
        value={file}
      />
      {hasDeposit && <DepositField onChange={setDeposit} value={deposit} />}
      <Checkbox checked={accepts} description={t('take.accept_text')} label={t('take.accept')} onChange={(event) => setAccepts(event.currentTarget.checked)} />
    </FormDialog>
  );
}
