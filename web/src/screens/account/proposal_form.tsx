// Terms of the agent's own: payments for some debts or all, or other instalments of what is owed.
// What it comes to is the server's answer to the same wish, shown before anybody asks for it.
import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBooking, useRefreshCase } from '../../api/booking';
import { client, take } from '../../api/client';
import { arrangementChoicesQuery, standingsQuery } from '../../api/queries';
import type { ArrangementPreview, ArrangementWish, DebtStanding, Workspace } from '../../api/types';
import type { CaseId, Day } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { useSession } from '../../shell/session';
import { DayField } from '../../ui/day_field';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';
import { Failure } from '../../ui/states';
import { JointPartList } from './joint_parts';

interface Props {
  workspace: Workspace;
  onClose: () => void;
}

const kinds = ['terms', 'reage', 'reamortise'] as const;
const schedules = ['french', 'german', 'american'] as const;
type Kind = (typeof kinds)[number];
type Schedule = (typeof schedules)[number];

const rateUnit = 10_000; // parts per million in one percent

function Preview({ preview, workspace }: { preview: ArrangementPreview; workspace: Workspace }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { currency } = workspace.case;
  return (
    <div aria-live="polite" data-testid="preview">
      <strong>{t('proposal.total', { total: format.money(preview.total, currency), owed: format.money(preview.owed, currency) })}</strong>
      {preview.discount > 0 && ` · ${t('offer.saving', { amount: format.money(preview.discount, currency) })}`}
      {preview.interest > 0 && ` · ${t('proposal.interest', { amount: format.money(preview.interest, currency) })}`}
      {` · ${t('offer.last', { day: format.day(preview.last_on) })} · `}
      {t(preview.within_limits ? 'proposal.at_once' : 'proposal.waits')}
      <JointPartList caseId={workspace.case.id} currency={currency} parts={preview.parts} />
    </div>
  );
}

export function ProposalForm({ workspace, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const cache = useQueryClient();
  const refresh = useRefreshCase();
  const { organisation } = useSession();
  const { currency, id } = workspace.case;
  const [kind, setKind] = useState<Kind>('terms');
  const [chosen, setChosen] = useState<DebtStanding['obligation_id'][]>([]);
  const [further, setFurther] = useState<CaseId[]>([]);
  const [firstOn, setFirstOn] = useState<Day | null>(organisation.open_date);
  const [firstText, setFirstText] = useState('');
  const [rowsText, setRowsText] = useState('1');
  const [amountText, setAmountText] = useState('');
  const [schedule, setSchedule] = useState<Schedule>('french');
  const [rateText, setRateText] = useState('0');
  const [reason, setReason] = useState('');
  const debts = useQuery(standingsQuery(id));
  const choices = useQuery(arrangementChoicesQuery(id));
  const owed = debts.data?.items.filter(({ open }) => open > 0) ?? [];
  const cases = kind === 'terms' ? (choices.data?.cases ?? []) : [];
  const rows = Number(rowsText);
  const rate = Math.round(Number(rateText.replace(',', '.')) * rateUnit);
  const first = format.parse(firstText, currency);
  const amount = format.parse(amountText, currency);

  const wish: ArrangementWish | null =
    firstOn === null || !Number.isInteger(rows) || rows < 1 || rows > 60
      ? null
      : kind === 'terms'
        ? first === null || (rows > 1 && amount === null)
          ? null
          : { kind, first_on: firstOn, rows, first_amount: first, ...(rows > 1 && amount !== null && { amount }), ...(further.length > 0 ? { with: further } : chosen.length > 0 && { debts: chosen }) }
        : kind === 'reage'
          ? { kind, first_on: firstOn, rows, ...(chosen.length > 0 && { debts: chosen }) }
          : chosen.length !== 1 || !Number.isFinite(rate) || rate < 0
            ? null
            : { kind, first_on: firstOn, rows, schedule, rate, debts: chosen };

  const preview = useQuery({
    queryKey: ['arrangement preview', id, wish],
    enabled: wish !== null,
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: ({ signal }) => take(client.POST('/v1/cases/{id}/arrangements/preview', { params: { path: { id } }, body: wish!, signal })),
  });
  const booking = useBooking({
    send: (body: ArrangementWish & { reason: string }, key) => {
      const params = { path: { id }, header: { 'Idempotency-Key': key } };
      const { kind: asked, first_amount: paid, amount: each, ...rest } = body;
      return asked === 'terms'
        ? take(client.POST('/v1/cases/{id}/arrangements/proposals', { params, body: { ...rest, first_amount: paid ?? (0 as never), ...(each === undefined ? {} : { amount: each }) } }))
        : take(client.POST('/v1/cases/{id}/arrangements/restructurings', { params, body: rest }));
    },
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: ['approvals'] });
      refresh(id);
      onClose();
    },
  });
  const needsReason = kind !== 'terms' || (preview.data !== undefined && !preview.data.within_limits);
  const errorOf = (pointer: string) => fieldErrorOf(preview.error, pointer) ?? fieldErrorOf(booking.error, pointer);
  const toggled = <T,>(list: T[], value: T) => (list.includes(value) ? list.filter((each) => each !== value) : [...list, value]);
  const takesInAll = kind === 'terms' && further.length > 0; // of several cases all that is past due
  return (
    <FormDialog
      error={booking.error}
      fields={['/first_on', '/rows', '/first_amount', '/amount', '/reason']}
      isBusy={booking.isPending}
      isReady={wish !== null && preview.isSuccess && (!needsReason || reason.trim() !== '')}
      onClose={onClose}
      onSubmit={() => wish !== null && booking.mutate({ ...wish, reason: reason.trim() })}
      submitLabel={t('proposal.ask')}
      title={t('proposal.title')}
    >
      <NativeSelect
        data={kinds.map((value) => ({ value, label: t(`proposal.kind.${value}`) }))}
        data-autofocus
        description={t(`proposal.kind_text.${kind}`)}
        label={t('proposal.what')}
        onChange={(event) => setKind(event.currentTarget.value as Kind)}
        value={kind}
      />
      {cases.length > 0 && (
        <fieldset>
          <legend>{t('proposal.cases')}</legend>
          {cases.map((each) => (
            <Checkbox
              checked={further.includes(each.case_id)}
              key={each.case_id}
              label={t('proposal.case', { number: each.case_number, creditor: each.creditor, amount: format.money(each.past_due, currency) })}
              onChange={() => setFurther(toggled(further, each.case_id))}
            />
          ))}
        </fieldset>
      )}
      {owed.length > 0 && !takesInAll && (
        <fieldset>
          <legend>{t(kind === 'reamortise' ? 'proposal.one_debt' : 'proposal.debts')}</legend>
          {owed.map((debt) => (
            <Checkbox
              checked={chosen.includes(debt.obligation_id)}
              key={debt.obligation_id}
              label={`${debt.product} ${debt.external_id} · ${format.money(debt.open, currency)}`}
              onChange={() => setChosen(toggled(chosen, debt.obligation_id))}
            />
          ))}
        </fieldset>
      )}
      <DayField error={errorOf('/first_on')} label={t('proposal.first_on')} onChange={setFirstOn} value={firstOn} />
      {kind === 'terms' && (
        <TextInput error={errorOf('/first_amount')} inputMode="decimal" label={t('proposal.first_amount')} onChange={(event) => setFirstText(event.currentTarget.value)} value={firstText} />
      )}
      <TextInput error={errorOf('/rows')} inputMode="numeric" label={t('proposal.rows')} onChange={(event) => setRowsText(event.currentTarget.value)} value={rowsText} />
      {kind === 'terms' && rows > 1 && (
        <TextInput error={errorOf('/amount')} inputMode="decimal" label={t('proposal.amount')} onChange={(event) => setAmountText(event.currentTarget.value)} value={amountText} />
      )}
      {kind === 'reamortise' && (
        <>
          <NativeSelect
            data={schedules.map((value) => ({ value, label: t(`proposal.schedule.${value}`) }))}
            label={t('proposal.schedule_label')}
            onChange={(event) => setSchedule(event.currentTarget.value as Schedule)}
            value={schedule}
          />
          <TextInput inputMode="decimal" label={t('proposal.rate')} onChange={(event) => setRateText(event.currentTarget.value)} value={rateText} />
        </>
      )}
      {wish !== null && preview.data && !preview.isError && <Preview preview={preview.data} workspace={workspace} />}
      {wish !== null && preview.isError && <Failure error={preview.error} title={t('proposal.cannot')} />}
      <Textarea
        autosize
        error={errorOf('/reason')}
        label={t(needsReason ? 'proposal.reason' : 'proposal.reason_maybe')}
        maxLength={300}
        minRows={2}
        onChange={(event) => setReason(event.currentTarget.value)}
        value={reason}
      />
    </FormDialog>
  );
}
