// Opens a request: whose data, what is asked, when and how it came.  The server reckons the deadline.
import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useBooking } from '../../api/booking';
import { client, take } from '../../api/client';
import { caseSearchQuery } from '../../api/queries';
import type { PrivacyKind, PrivacyOrder, Workspace } from '../../api/types';
import { caseIdOrNull, type CaseId, type Day } from '../../domain/brand';
import { useSession } from '../../shell/session';
import { DayField } from '../../ui/day_field';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';

const kinds: readonly PrivacyKind[] = ['access', 'rectification', 'erasure', 'opposition'];

/** Finds the person by one of her cases. */
function PersonSearch({ caseId, onChange, error }: { caseId: CaseId | null; onChange: (caseId: CaseId | null) => void; error: string | null }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search.trim(), 120);
  const found = useQuery({ ...caseSearchQuery(wanted), enabled: wanted.length >= 2 });
  const items = wanted.length >= 2 ? (found.data ?? []) : [];
  return (
    <>
      <TextInput
        data-autofocus
        description={t('find.placeholder')}
        label={t('privacy.find')}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          onChange(null);
        }}
        value={search}
      />
      <NativeSelect
        data={[
          { value: '', label: items.length === 0 ? t('privacy.nobody') : t('privacy.choose') },
          ...items.map((item) => ({ value: item.id as string, label: `${item.party_name} · ${item.number} · ${item.creditor_name}` })),
        ]}
        error={error}
        label={t('privacy.person')}
        onChange={(event) => onChange(caseIdOrNull(event.currentTarget.value))}
        value={caseId ?? ''}
      />
    </>
  );
}

interface Props {
  /** The case whose person it is; null: she is looked for. */
  of?: { caseId: CaseId; name: string } | null;
  onClose: () => void;
}

export function NewRequestForm({ of = null, onClose }: Props) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const cache = useQueryClient();
  const { organisation } = useSession();
  const [caseId, setCaseId] = useState<CaseId | null>(of?.caseId ?? null);
  const [kind, setKind] = useState<PrivacyKind>('access');
  const [receivedOn, setReceivedOn] = useState<Day | null>(organisation.open_date);
  const [channel, setChannel] = useState('');
  const [detail, setDetail] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const booking = useBooking({
    send: (body: PrivacyOrder, key) => take(client.POST('/v1/privacy/requests', { params: { header: { 'Idempotency-Key': key } }, body })),
    onSuccess: (request) => {
      void cache.invalidateQueries({ queryKey: ['privacy'] });
      onClose();
      navigate(`/datos-personales/${request.id}`);
    },
  });
  const errorOf = (pointer: string) => fieldErrorOf(booking.error, pointer);
  const submit = () => {
    setIsChecked(true);
    if (caseId === null || receivedOn === null || channel.trim() === '') return;
    booking.mutate({ case_id: caseId, kind, received_on: receivedOn, channel: channel.trim(), detail: detail.trim() });
  };
  return (
    <FormDialog
      error={booking.error}
      fields={['/case_id', '/kind', '/received_on', '/channel', '/detail']}
      isBusy={booking.isPending}
      onClose={onClose}
      onSubmit={submit}
      submitLabel={t('privacy.save')}
      title={t('privacy.open')}
    >
      {of === null ? (
        <PersonSearch caseId={caseId} error={isChecked && caseId === null ? t('privacy.choose') : errorOf('/case_id')} onChange={setCaseId} />
      ) : (
        <p>
          <strong>{of.name}</strong>
        </p>
      )}
      <NativeSelect
        data={kinds.map((value) => ({ value, label: t(`privacy_kind.${value}`) }))}
        data-autofocus={of !== null || undefined}
        label={t('privacy.kind')}
        onChange={(event) => setKind(event.currentTarget.value as PrivacyKind)}
        value={kind}
      />
      <DayField
        error={isChecked && receivedOn === null ? t('payment.choose_day') : errorOf('/received_on')}
        label={t('privacy.received_on')}
        max={organisation.open_date}
        onChange={setReceivedOn}
        value={receivedOn}
      />
      <TextInput
        description={t('privacy.channel_text')}
        error={isChecked && channel.trim() === '' ? t('privacy.type_channel') : errorOf('/channel')}
        label={t('privacy.channel')}
        maxLength={60}
        onChange={(event) => setChannel(event.currentTarget.value)}
        value={channel}
      />
      <Textarea
        autosize
        error={errorOf('/detail')}
        label={t('privacy.detail')}
        maxLength={1200}
        minRows={2}
        onChange={(event) => setDetail(event.currentTarget.value)}
        value={detail}
      />
    </FormDialog>
  );
}

/** From the account of the person. */
export function CasePrivacyForm({ workspace, onClose }: { workspace: Workspace; onClose: () => void }) {
  return <NewRequestForm of={{ caseId: workspace.case.id, name: workspace.party.name }} onClose={onClose} />;
}
