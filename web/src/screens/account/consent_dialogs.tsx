// The forms of the ledger of consents: a new row with its evidence, a row taken back, a number that
// is not the person's, and when they prefer to be reached.
import { NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBooking, useRefreshCase } from '../../api/booking';
import { client, take } from '../../api/client';
import type { ConsentOrder, ConsentRow, ContactPoint, PreferenceOrder, Workspace } from '../../api/types';
import { useFormat } from '../../format/format';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';
import styles from './consents.module.css';

interface FormProps {
  workspace: Workspace;
  onClose: () => void;
}

function useDone({ workspace, onClose }: FormProps): () => void {
  const refresh = useRefreshCase();
  const cache = useQueryClient();
  return () => {
    refresh(workspace.case.id);
    void cache.invalidateQueries({ queryKey: ['consents', workspace.case.id] });
    onClose();
  };
}

function headersOf(workspace: Workspace, key: string) {
  return { path: { id: workspace.case.id }, header: { 'Idempotency-Key': key } };
}

interface EvidenceProps {
  error: unknown;
  isChecked: boolean;
  value: string;
  onChange: (value: string) => void;
  isFirst?: boolean;
}

function Evidence({ error, isChecked, value, onChange, isFirst = false }: EvidenceProps) {
  const { t } = useTranslation();
  return (
    <Textarea
      autosize
      data-autofocus={isFirst || undefined}
      description={t('consent.evidence_text')}
      error={isChecked && value.trim() === '' ? t('consent.type_evidence') : fieldErrorOf(error, '/evidence')}
      label={t('consent.evidence')}
      maxLength={240}
      minRows={2}
      onChange={(event) => onChange(event.currentTarget.value)}
      value={value}
    />
  );
}

const consentChannels = ['all', 'call', 'whatsapp', 'sms', 'email', 'letter', 'visit'] as const;
const purposes = ['collection', 'reminder', 'service'] as const;

export function ConsentForm(props: FormProps) {
  const { workspace, onClose } = props;
  const { t } = useTranslation();
  const [state, setState] = useState<ConsentOrder['state']>('revoked');
  const [channel, setChannel] = useState<ConsentOrder['channel']>('all');
  const [purpose, setPurpose] = useState<NonNullable<ConsentOrder['purpose']>>('collection');
  const [point, setPoint] = useState('');
  const [evidence, setEvidence] = useState('');
  const [wording, setWording] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const booking = useBooking({
    send: (body: ConsentOrder, key) => take(client.POST('/v1/cases/{id}/consents', { params: headersOf(workspace, key), body })),
    onSuccess: useDone(props),
  });
  const chosen = workspace.contact_points.find(({ id }) => id === point);
  const submit = () => {
    setIsChecked(true);
    if (evidence.trim() === '') return;
    booking.mutate({
      state,
      channel,
      purpose,
      evidence: evidence.trim(),
      ...(chosen ? { contact_point_id: chosen.id } : {}),
      ...(wording.trim() === '' ? {} : { wording: wording.trim() }),
    });
  };
  return (
    <FormDialog
      error={booking.error}
      fields={['/channel', '/evidence', '/wording', '/contact_point_id']}
      isBusy={booking.isPending}
      onClose={onClose}
      onSubmit={submit}
      submitLabel={t('consent.save')}
      title={t('consent.record')}
    >
      <SegmentedControl
        aria-label={t('debt.state')}
        data={(['revoked', 'given'] as const).map((value) => ({ value, label: t(`consent_state.${value}`) }))}
        onChange={(value) => setState(value as ConsentOrder['state'])}
        value={state}
      />
      {state === 'revoked' && <p className={styles.say}>{t('consent.at_once')}</p>}
      <div className={styles.pair}>
        <NativeSelect
          data={consentChannels.map((value) => ({ value, label: value === 'all' ? t('consent.all_channels') : t(`channel.${value}`) }))}
          data-autofocus
          error={fieldErrorOf(booking.error, '/channel')}
          label={t('contact.channel')}
          onChange={(event) => setChannel(event.currentTarget.value as ConsentOrder['channel'])}
          value={channel}
        />
        <NativeSelect
          data={purposes.map((value) => ({ value, label: t(`consent_purpose.${value}`) }))}
          label={t('consent.purpose')}
          onChange={(event) => setPurpose(event.currentTarget.value as (typeof purposes)[number])}
          value={purpose}
        />
      </div>
      <NativeSelect
        data={[
          { value: '', label: t('consent.all_points') },
          ...workspace.contact_points.map((each) => ({ value: each.id as string, label: `${t(`channel.${each.channel}`)} ${each.value_masked}` })),
        ]}
        error={fieldErrorOf(booking.error, '/contact_point_id')}
        label={t('contact.value')}
        onChange={(event) => setPoint(event.currentTarget.value)}
        value={point}
      />
      <Evidence error={booking.error} isChecked={isChecked} onChange={setEvidence} value={evidence} />
      <TextInput
        description={t('consent.wording_text')}
        error={fieldErrorOf(booking.error, '/wording')}
        label={t('consent.wording')}
        maxLength={24}
        onChange={(event) => setWording(event.currentTarget.value)}
        value={wording}
      />
    </FormDialog>
  );
}

export function UndoConsentForm({ row, ...props }: FormProps & { row: ConsentRow }) {
  const { workspace, onClose } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const [evidence, setEvidence] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const booking = useBooking({
    send: (body: { evidence: string }, key) =>
      take(
        client.POST('/v1/cases/{id}/consents/{row}/undo', {
          params: { path: { id: workspace.case.id, row: row.id }, header: { 'Idempotency-Key': key } },
          body,
        }),
      ),
    onSuccess: useDone(props),
  });
  const submit = () => {
    setIsChecked(true);
    if (evidence.trim() !== '') booking.mutate({ evidence: evidence.trim() });
  };
  return (
    <FormDialog
      error={booking.error}
      fields={['/evidence']}
      isBusy={booking.isPending}
      onClose={onClose}
      onSubmit={submit}
      submitLabel={t('consent.undo')}
      title={t('consent.undo_title')}
    >
      <p>
        {t(`consent_state.${row.state}`)} · {row.channel === 'all' ? t('consent.all_channels') : t(`channel.${row.channel}`)} ·{' '}
        {format.day(row.from)}
      </p>
      <Evidence error={booking.error} isChecked={isChecked} isFirst onChange={setEvidence} value={evidence} />
    </FormDialog>
  );
}

export function WrongNumberForm({ point, ...props }: FormProps & { point: ContactPoint }) {
  const { workspace, onClose } = props;
  const { t } = useTranslation();
  const [evidence, setEvidence] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const booking = useBooking({
    send: (body: { evidence: string }, key) =>
      take(
        client.POST('/v1/cases/{id}/contact_points/{point}/wrong', {
          params: { path: { id: workspace.case.id, point: point.id }, header: { 'Idempotency-Key': key } },
          body,
        }),
      ),
    onSuccess: useDone(props),
  });
  const submit = () => {
    setIsChecked(true);
    if (evidence.trim() !== '') booking.mutate({ evidence: evidence.trim() });
  };
  return (
    <FormDialog
      error={booking.error}
      fields={['/evidence']}
      isBusy={booking.isPending}
      onClose={onClose}
      onSubmit={submit}
      submitLabel={t('consent.wrong_number')}
      title={t('consent.wrong_number')}
    >
      <p>
        <strong>{point.value_masked}</strong> {t('consent.wrong_number_text')}
      </p>
      <Evidence error={booking.error} isChecked={isChecked} isFirst onChange={setEvidence} value={evidence} />
    </FormDialog>
  );
}

const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const;
const preferredChannels = ['', 'call', 'whatsapp', 'sms', 'email', 'letter', 'visit'] as const;

export function PreferenceForm(props: FormProps) {
  const { workspace, onClose } = props;
  const { t } = useTranslation();
  const [days, setDays] = useState('');
  const [opens, setOpens] = useState('09:00');
  const [closes, setCloses] = useState('18:00');
  const [channel, setChannel] = useState('');
  const [evidence, setEvidence] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const booking = useBooking({
    send: (body: PreferenceOrder, key) => take(client.POST('/v1/cases/{id}/preference', { params: headersOf(workspace, key), body })),
    onSuccess: useDone(props),
  });
  const toggle = (day: string) => setDays((before) => (before.includes(day) ? before.replace(day, '') : [...before, day].sort().join('')));
  const submit = () => {
    setIsChecked(true);
    if (evidence.trim() === '') return;
    booking.mutate({
      opens,
      closes,
      evidence: evidence.trim(),
      ...(days === '' ? {} : { days }),
      ...(channel === '' ? {} : { channel: channel as NonNullable<PreferenceOrder['channel']> }),
    });
  };
  return (
    <FormDialog
      error={booking.error}
      fields={['/days', '/opens', '/closes', '/evidence']}
      isBusy={booking.isPending}
      onClose={onClose}
      onSubmit={submit}
      submitLabel={t('consent.save')}
      title={t('consent.prefer')}
    >
      <fieldset className={styles.channels}>
        <legend>{t('consent.days')}</legend>
        {weekdays.map((day) => (
          <label key={day}>
            <input checked={days.includes(day)} onChange={() => toggle(day)} type="checkbox" /> {t(`consent.day_${day}`)}
          </label>
        ))}
      </fieldset>
      <div className={styles.pair}>
        <TextInput
          data-autofocus
          error={fieldErrorOf(booking.error, '/opens')}
          label={t('consent.opens')}
          onChange={(event) => setOpens(event.currentTarget.value)}
          type="time"
          value={opens}
        />
        <TextInput
          error={fieldErrorOf(booking.error, '/closes')}
          label={t('consent.closes')}
          onChange={(event) => setCloses(event.currentTarget.value)}
          type="time"
          value={closes}
        />
      </div>
      <NativeSelect
        data={preferredChannels.map((value) => ({ value, label: value === '' ? t('consent.any_channel') : t(`channel.${value}`) }))}
        label={t('contact.channel')}
        onChange={(event) => setChannel(event.currentTarget.value)}
        value={channel}
      />
      <Evidence error={booking.error} isChecked={isChecked} onChange={setEvidence} value={evidence} />
    </FormDialog>
  );
}
