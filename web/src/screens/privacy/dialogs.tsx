// What may be done about a request: each a form that says what it does before it does it.
import { NativeSelect, SegmentedControl, Switch, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useBooking } from '../../api/booking';
import { client, take } from '../../api/client';
import type { OppositionOrder, PrivacyDetail, PrivacyKind, RectificationOrder } from '../../api/types';
import { saveFile } from '../../ui/save_file';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';
import { ReasonDialog } from '../../ui/reason_dialog';

export interface Step {
  kind: 'export' | 'rectify' | 'oppose' | 'extend' | 'answer' | 'hold' | 'lift' | 'erase' | 'withdraw';
}

interface Props {
  detail: PrivacyDetail;
  onClose: () => void;
}

function useRefresh(): () => void {
  const cache = useQueryClient();
  return () => {
    for (const key of ['privacy', 'approvals', 'workspace', 'timeline', 'consents', 'cases', 'persons']) void cache.invalidateQueries({ queryKey: [key] });
  };
}

function useDone({ onClose }: Props): () => void {
  const refresh = useRefresh();
  return () => {
    refresh();
    onClose();
  };
}

interface WordsProps {
  error: unknown;
  pointer: string;
  label: string;
  value: string;
  isFirst?: boolean;
  most?: number;
  onChange: (value: string) => void;
}

function Words({ error, pointer, label, value, isFirst = false, most = 300, onChange }: WordsProps) {
  return (
    <Textarea
      autosize
      data-autofocus={isFirst || undefined}
      error={fieldErrorOf(error, pointer)}
      label={label}
      maxLength={most}
      minRows={2}
      onChange={(event) => onChange(event.currentTarget.value)}
      value={value}
    />
  );
}

interface Closing {
  isReady: boolean;
  /** What the order says of it; nothing: the request stays open. */
  body: { answer?: string };
  fields: ReactNode;
}

/** Offers to close the request in the step that does what it asked for: chosen, never by itself. */
function useClosing({ detail }: Props, kind: PrivacyKind, error: unknown): Closing {
  const { t } = useTranslation();
  const [isClosing, setIsClosing] = useState(false);
  const [answer, setAnswer] = useState<string>(t(`privacy.done_${kind}`));
  if (detail.request.state !== 'open' || detail.request.kind !== kind) return { isReady: true, body: {}, fields: null };
  return {
    isReady: !isClosing || answer.trim() !== '',
    body: isClosing ? { answer: answer.trim() } : {},
    fields: (
      <>
        <Switch checked={isClosing} label={t('privacy.close_too')} onChange={(event) => setIsClosing(event.currentTarget.checked)} />
        {isClosing && <Words error={error} label={t('privacy.answer_label')} most={2000} onChange={setAnswer} pointer="/answer" value={answer} />}
      </>
    ),
  };
}

function ExportForm(props: Props) {
  const { detail, onClose } = props;
  const { t } = useTranslation();
  const [form, setForm] = useState<'page' | 'json'>('page');
  const done = useDone(props);
  const making = useMutation({
    mutationFn: (body: { form: 'page' | 'json'; answer?: string }) =>
      take(client.POST('/v1/privacy/requests/{id}/export', { params: { path: { id: detail.request.id } }, body })),
    onSuccess: (file) => {
      saveFile(file.file_name, file.media_type, file.text);
      done();
    },
  });
  const closing = useClosing(props, 'access', making.error);
  return (
    <FormDialog
      error={making.error}
      fields={closing.fields === null ? [] : ['/answer']}
      isBusy={making.isPending}
      isReady={closing.isReady}
      onClose={onClose}
      onSubmit={() => making.mutate({ form, ...closing.body })}
      submitLabel={t('privacy_step.do_export')}
      title={t('privacy_step.do_export')}
    >
      <p>{t('privacy.export_text')}</p>
      <SegmentedControl
        aria-label={t('privacy.form')}
        data={(['page', 'json'] as const).map((value) => ({ value, label: t(`privacy.form_${value}`) }))}
        onChange={(value) => setForm(value as 'page' | 'json')}
        value={form}
      />
      {closing.fields}
    </FormDialog>
  );
}

const fields = ['name', 'document', 'email', 'phone', 'address'] as const;

function RectifyForm(props: Props) {
  const { detail, onClose } = props;
  const { t } = useTranslation();
  const [field, setField] = useState<RectificationOrder['field']>('name');
  const [value, setValue] = useState('');
  const [point, setPoint] = useState('');
  const [reason, setReason] = useState('');
  const booking = useBooking({
    send: (body: RectificationOrder, key) =>
      take(
        client.POST('/v1/privacy/requests/{id}/rectification', { params: { path: { id: detail.request.id }, header: { 'Idempotency-Key': key } }, body }),
      ),
    onSuccess: useDone(props),
  });
  const closing = useClosing(props, 'rectification', booking.error);
  const points = detail.person.contact_points.filter(({ kind }) => kind === field);
  const wrong = points.find(({ id }) => id === point);
  return (
    <FormDialog
      error={booking.error}
      fields={['/value', '/reason', '/contact_point_id', '/answer']}
      isBusy={booking.isPending}
      isReady={value.trim() !== '' && reason.trim() !== '' && closing.isReady}
      onClose={onClose}
      onSubmit={() =>
        booking.mutate({ field, value: value.trim(), reason: reason.trim(), ...(wrong ? { contact_point_id: wrong.id } : {}), ...closing.body })
      }
      submitLabel={t('privacy_step.do_rectify')}
      title={t('privacy_step.do_rectify')}
    >
      <NativeSelect
        data={fields.map((each) => ({ value: each, label: t(`privacy_field.${each}`) }))}
        data-autofocus
        label={t('privacy.field')}
        onChange={(event) => setField(event.currentTarget.value as RectificationOrder['field'])}
        value={field}
      />
      {points.length > 0 && (
        <NativeSelect
          data={[{ value: '', label: t('privacy.no_wrong') }, ...points.map((each) => ({ value: each.id as string, label: each.value_masked }))]}
          error={fieldErrorOf(booking.error, '/contact_point_id')}
          label={t('privacy.wrong')}
          onChange={(event) => setPoint(event.currentTarget.value)}
          value={point}
        />
      )}
      <TextInput
        error={fieldErrorOf(booking.error, '/value')}
        label={t('privacy.right')}
        maxLength={300}
        onChange={(event) => setValue(event.currentTarget.value)}
        value={value}
      />
      <Words error={booking.error} label={t('person.reason')} onChange={setReason} pointer="/reason" value={reason} />
      {closing.fields}
    </FormDialog>
  );
}

const channels = ['all', 'call', 'whatsapp', 'sms', 'email', 'letter', 'visit'] as const;
const purposes = ['collection', 'reminder', 'service'] as const;

function OpposeForm(props: Props) {
  const { detail, onClose } = props;
  const { t } = useTranslation();
  const [channel, setChannel] = useState<OppositionOrder['channel']>('all');
  const [purpose, setPurpose] = useState<OppositionOrder['purpose']>('collection');
  const [reason, setReason] = useState('');
  const booking = useBooking({
    send: (body: OppositionOrder, key) =>
      take(client.POST('/v1/privacy/requests/{id}/opposition', { params: { path: { id: detail.request.id }, header: { 'Idempotency-Key': key } }, body })),
    onSuccess: useDone(props),
  });
  const closing = useClosing(props, 'opposition', booking.error);
  return (
    <FormDialog
      error={booking.error}
      fields={['/reason', '/answer']}
      isBusy={booking.isPending}
      isReady={reason.trim() !== '' && closing.isReady}
      onClose={onClose}
      onSubmit={() => booking.mutate({ channel, purpose, reason: reason.trim(), ...closing.body })}
      submitLabel={t('privacy_step.do_oppose')}
      title={t('privacy_step.do_oppose')}
    >
      <p>{t('consent.at_once')}</p>
      <NativeSelect
        data={channels.map((value) => ({ value, label: value === 'all' ? t('consent.all_channels') : t(`channel.${value}`) }))}
        data-autofocus
        label={t('contact.channel')}
        onChange={(event) => setChannel(event.currentTarget.value as OppositionOrder['channel'])}
        value={channel}
      />
      <NativeSelect
        data={purposes.map((value) => ({ value, label: t(`consent_purpose.${value}`) }))}
        label={t('consent.purpose')}
        onChange={(event) => setPurpose(event.currentTarget.value as OppositionOrder['purpose'])}
        value={purpose}
      />
      <Words error={booking.error} label={t('consent.evidence')} most={240} onChange={setReason} pointer="/reason" value={reason} />
      {closing.fields}
    </FormDialog>
  );
}

const answers = ['granted', 'partial', 'refused'] as const;

function AnswerForm(props: Props) {
  const { detail, onClose } = props;
  const { t } = useTranslation();
  const [state, setState] = useState<(typeof answers)[number]>('granted');
  const [answer, setAnswer] = useState('');
  const booking = useBooking({
    send: (body: { state: (typeof answers)[number]; answer: string }, key) =>
      take(client.POST('/v1/privacy/requests/{id}/answer', { params: { path: { id: detail.request.id }, header: { 'Idempotency-Key': key } }, body })),
    onSuccess: useDone(props),
  });
  return (
    <FormDialog
      error={booking.error}
      fields={['/answer']}
      isBusy={booking.isPending}
      isReady={answer.trim() !== ''}
      onClose={onClose}
      onSubmit={() => booking.mutate({ state, answer: answer.trim() })}
      submitLabel={t('privacy_step.do_answer')}
      title={t('privacy_step.do_answer')}
    >
      <SegmentedControl
        aria-label={t('privacy.answer')}
        data={answers.map((value) => ({ value, label: t(`privacy_state.${value}`) }))}
        onChange={(value) => setState(value as (typeof answers)[number])}
        value={state}
      />
      <Words error={booking.error} isFirst label={t('privacy.answer_label')} most={2000} onChange={setAnswer} pointer="/answer" value={answer} />
    </FormDialog>
  );
}

type ReasonKind = 'extend' | 'hold' | 'lift' | 'withdraw';

/** Those that ask for nothing but a reason. */
function sendReason(kind: ReasonKind, { request, person }: PrivacyDetail, reason: string, key: string): Promise<unknown> {
  const header = { 'Idempotency-Key': key };
  const body = { reason };
  if (kind === 'extend') return take(client.POST('/v1/privacy/requests/{id}/extension', { params: { path: { id: request.id }, header }, body }));
  if (kind === 'withdraw') return take(client.POST('/v1/privacy/requests/{id}/erasure/withdrawal', { params: { path: { id: request.id }, header }, body }));
  const params = { path: { id: person.id }, header };
  return kind === 'hold'
    ? take(client.POST('/v1/privacy/persons/{id}/legal-hold', { params, body }))
    : take(client.POST('/v1/privacy/persons/{id}/legal-hold/lift', { params, body }));
}

function ReasonForm({ kind, detail, onClose }: Props & { kind: ReasonKind }) {
  const { t } = useTranslation();
  return (
    <ReasonDialog
      label={t('person.reason')}
      onClose={onClose}
      onDone={useRefresh()}
      send={(reason, key) => sendReason(kind, detail, reason, key)}
      title={t(`privacy_step.do_${kind}`)}
    >
      <p>{t(`privacy.${kind}_text`)}</p>
    </ReasonDialog>
  );
}

/** Nothing takes it back: the person's name is typed, not clicked. */
function EraseForm(props: Props) {
  const { detail, onClose } = props;
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const booking = useBooking({
    send: (body: { party_name: string }, key) =>
      take(client.POST('/v1/privacy/requests/{id}/erasure', { params: { path: { id: detail.request.id }, header: { 'Idempotency-Key': key } }, body })),
    onSuccess: useDone(props),
  });
  return (
    <FormDialog
      error={booking.error}
      fields={['/party_name']}
      isBusy={booking.isPending}
      isReady={name.trim() === detail.person.name.trim()}
      onClose={onClose}
      onSubmit={() => booking.mutate({ party_name: name.trim() })}
      submitLabel={t('privacy_step.do_erase')}
      title={t('privacy_step.do_erase')}
    >
      <p>{t('erasure.sure')}</p>
      <ul>
        {detail.erasure.classes
          .filter(({ goes }) => goes)
          .map((each) => (
            <li key={each.class}>{each.title}</li>
          ))}
      </ul>
      <TextInput
        data-autofocus
        description={t('erasure.type_name', { name: detail.person.name })}
        error={fieldErrorOf(booking.error, '/party_name')}
        label={t('erasure.name')}
        maxLength={200}
        onChange={(event) => setName(event.currentTarget.value)}
        value={name}
      />
    </FormDialog>
  );
}

export function StepDialog({ step, ...props }: Props & { step: Step }): ReactNode {
  if (step.kind === 'export') return <ExportForm {...props} />;
  if (step.kind === 'rectify') return <RectifyForm {...props} />;
  if (step.kind === 'oppose') return <OpposeForm {...props} />;
  if (step.kind === 'answer') return <AnswerForm {...props} />;
  if (step.kind === 'erase') return <EraseForm {...props} />;
  return <ReasonForm kind={step.kind} {...props} />;
}
