// The next file of direct debit: whose, in which format, for which day; first what it would collect,
// with its control totals, then the head that the bank wants.  The totals seen go with the wish.
import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useBooking } from '../../api/booking';
import { client, take } from '../../api/client';
import { debitPreviewQuery } from '../../api/queries';
import type { Debit, DebitCreditor, DebitOrder, DebitPreview } from '../../api/types';
import { idOrNull, type Currency, type Day, type Id } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { useSession } from '../../shell/session';
import styles from '../../ui/action_list.module.css';
import { DayField } from '../../ui/day_field';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';
import { Failure, Loading } from '../../ui/states';
import { Table } from '../account/tables';

const formats = ['pain.008.001.08', 'pain.008.001.02', 'pain.008.001.09', 'pain.008.001.10', 'cnab240', 'cnab400', 'asobancaria'] as const;
type DebitFormat = (typeof formats)[number];
const rowsShown = 8;

function Preview({ preview, currency }: { preview: DebitPreview; currency: Currency }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (preview.orders === 0) return <p className={styles.warn}>{t('debit.nothing')}</p>;
  return (
    <section aria-label={t('debit.preview')} className={styles.block} data-testid="preview">
      <p role="status">
        <strong>{t('debit.totals', { count: preview.orders, amount: format.money(preview.amount, currency) })}</strong>
      </p>
      <Table
        columns={[
          { key: 'who', label: t('payroll.person'), cell: (row) => row.party_name },
          { key: 'reference', label: t('bank.reference'), cell: (row) => row.reference },
          { key: 'mandate', label: t('mandate.reference'), cell: (row) => row.mandate },
          { key: 'account', label: t('mandate.account'), cell: (row) => row.account_masked },
          { key: 'amount', label: t('debit.amount'), isNumber: true, cell: (row) => format.money(row.amount, currency) },
        ]}
        label={t('debit.preview')}
        rows={preview.items.slice(0, rowsShown).map((row, index) => ({ ...row, id: String(index) }))}
      />
      {preview.orders > rowsShown && <p className="muted">{t('debit.more_orders', { count: preview.orders - rowsShown })}</p>}
    </section>
  );
}

interface Head {
  message: string;
  creditor_name: string;
  creditor_code: string;
  account: string;
  bank: string;
}

/** As the last file of the creditor said it. */
function headOf(files: readonly Debit[], creditor: Id | null): Head {
  const last = files.find((file) => file.creditor_id === creditor && file.creditor_name !== '');
  return { message: '', creditor_name: last?.creditor_name ?? '', creditor_code: last?.creditor_code ?? '', account: last?.account ?? '', bank: last?.bank ?? '' };
}

const headFields = ['message', 'creditor_name', 'creditor_code', 'account', 'bank'] as const;

/** Of those under whose mandates the creditor collects: what was chosen, else ours, else the first. */
function currencyOf(currencies: readonly Currency[], chosen: Currency | null, own: Currency): Currency {
  const wanted = [chosen, own].find((each) => each !== null && currencies.includes(each));
  return wanted ?? currencies[0] ?? own;
}

interface Props {
  creditors: readonly DebitCreditor[];
  files: readonly Debit[];
  onClose: () => void;
}

export function NewRunForm({ creditors, files, onClose }: Props) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const cache = useQueryClient();
  const { organisation } = useSession();
  const [creditor, setCreditor] = useState<Id | null>(creditors.length === 1 ? (creditors[0]?.id ?? null) : null);
  const [format, setFormat] = useState<DebitFormat>('pain.008.001.08');
  const [on, setOn] = useState<Day | null>(organisation.open_date);
  const [head, setHead] = useState<Head>(() => headOf(files, creditor));
  const [chosen, setChosen] = useState<Currency | null>(null);
  const currencies = creditors.find(({ id }) => id === creditor)?.currencies ?? [];
  const currency = currencyOf(currencies, chosen, organisation.currency);
  const preview = useQuery({ ...debitPreviewQuery(creditor, format, currency, on), enabled: creditor !== null && on !== null });
  const sequence = 1 + Math.max(0, ...files.filter((file) => file.creditor_id === creditor).map((file) => file.sequence));
  const booking = useBooking({
    send: (body: DebitOrder, key) => take(client.POST('/v1/debits', { params: { header: { 'Idempotency-Key': key } }, body })),
    onSuccess: (file) => {
      void cache.invalidateQueries({ queryKey: ['debits'] });
      onClose();
      navigate(`/pagos/cobros/${file.id}`);
    },
  });
  const isWhole = headFields.every((field) => field === 'bank' || head[field].trim() !== '');
  const shown = preview.data;
  const submit = () => {
    if (creditor === null || on === null || !shown || shown.orders === 0) return;
    booking.mutate(
      { ...head, format, creditor_id: creditor, currency, on, sequence, orders: shown.orders, amount: shown.amount },
      { onError: () => void preview.refetch() },
    );
  };
  return (
    <FormDialog
      error={booking.error}
      fields={['/message', '/creditor_name', '/creditor_code', '/account', '/bank', '/on']}
      isBusy={booking.isPending}
      isReady={isWhole && shown !== undefined && shown.orders > 0}
      onClose={onClose}
      onSubmit={submit}
      size="lg"
      submitLabel={t('debit.make')}
      title={t('debit.new')}
    >
      <NativeSelect
        data={[{ value: '', label: t('debit.choose_creditor') }, ...creditors.map(({ id, name }) => ({ value: id as string, label: name }))]}
        data-autofocus
        label={t('debit.creditor')}
        onChange={(event) => {
          const next = idOrNull(event.currentTarget.value);
          setCreditor(next);
          setHead({ ...headOf(files, next), message: head.message });
        }}
        value={creditor ?? ''}
      />
      {(currencies.length > 1 || currency !== organisation.currency) && (
        <NativeSelect data={[...currencies]} description={t('debit.currency_text')} label={t('debit.currency')} onChange={(event) => setChosen(currencies.find((each) => each === event.currentTarget.value) ?? null)} value={currency} />
      )}
      <NativeSelect data={[...formats]} description={t('debit.format_text')} label={t('debit.format')} onChange={(event) => setFormat(event.currentTarget.value as DebitFormat)} value={format} />
      <DayField error={fieldErrorOf(booking.error, '/on')} label={t('debit.on')} min={organisation.open_date} onChange={setOn} value={on} />
      {preview.isFetching && !shown && <Loading rows={2} />}
      {preview.isError && <Failure error={preview.error} title={t('debit.no_preview')} />}
      {shown && !preview.isError && <Preview currency={currency} preview={shown} />}
      {headFields.map((field) => (
        <TextInput
          description={field === 'message' ? t('debit.message_text') : undefined}
          error={fieldErrorOf(booking.error, `/${field}`)}
          key={field}
          label={t(`debit_head.${field}`)}
          maxLength={field === 'creditor_name' ? 140 : 35}
          onChange={(event) => setHead({ ...head, [field]: event.currentTarget.value })}
          required={field !== 'bank'}
          value={head[field]}
        />
      ))}
    </FormDialog>
  );
}
