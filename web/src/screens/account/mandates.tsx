// Who lets us collect from which account: mandates of the case, given and revoked.  The account is
// whole only for who may see personal data; the server decides.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBooking } from '../../api/booking';
import { client, take } from '../../api/client';
import { mandatesQuery } from '../../api/queries';
import type { Mandate, MandateOrder, Workspace } from '../../api/types';
import type { Day } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { useSession, useWhyNot } from '../../shell/session';
import { DayField } from '../../ui/day_field';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';
import { ReasonDialog } from '../../ui/reason_dialog';
import { Failure, WithReason } from '../../ui/states';
import styles from './tables.module.css';
import { Table } from './tables';

const schemes = ['pain', 'cnab', 'asobancaria'] as const;
const kinds = ['clabe', 'iban', 'cbu', 'account'] as const;
const tones = { standing: 'ok', coming: 'info', ended: undefined, revoked: undefined } as const;

interface Texts {
  reference: string;
  account: string;
  bank: string;
  holder: string;
  evidence: string;
}
const needed = ['reference', 'account', 'holder', 'evidence'] as const;

interface FormProps {
  workspace: Workspace;
  onClose: () => void;
}

function useRefresh(workspace: Workspace): () => void {
  const cache = useQueryClient();
  return () => void cache.invalidateQueries({ queryKey: ['mandates', workspace.case.id] });
}

function GiveForm({ workspace, onClose }: FormProps) {
  const refresh = useRefresh(workspace);
  const { t } = useTranslation();
  const format = useFormat();
  const { organisation } = useSession();
  const [texts, setTexts] = useState<Texts>({ reference: '', account: '', bank: '', holder: workspace.party.name, evidence: '' });
  const [scheme, setScheme] = useState<MandateOrder['scheme']>('pain');
  const [kind, setKind] = useState<MandateOrder['kind']>(organisation.country === 'MX' ? 'clabe' : organisation.country === 'AR' ? 'cbu' : 'account');
  const [mostText, setMostText] = useState('');
  const [signedOn, setSignedOn] = useState<Day | null>(organisation.open_date);
  const [until, setUntil] = useState<Day | null>(null);
  const [isChecked, setIsChecked] = useState(false);
  const most = mostText.trim() === '' ? null : format.parse(mostText, workspace.case.currency);
  const isMostWrong = mostText.trim() !== '' && (most === null || most <= 0);
  const booking = useBooking({
    send: (body: MandateOrder, key) => take(client.POST('/v1/cases/{id}/mandates', { params: { path: { id: workspace.case.id }, header: { 'Idempotency-Key': key } }, body })),
    onSuccess: () => {
      refresh();
      onClose();
    },
  });
  const submit = () => {
    setIsChecked(true);
    if (signedOn === null || isMostWrong || needed.some((field) => texts[field].trim() === '')) return;
    booking.mutate({ ...texts, scheme, kind, signed_on: signedOn, ...(most === null ? {} : { most }), ...(until === null ? {} : { until }) });
  };
  const text = (field: keyof Texts, maxLength: number, description?: string) => (
    <TextInput
      data-autofocus={field === 'reference' || undefined}
      description={description}
      error={isChecked && field !== 'bank' && texts[field].trim() === '' ? t('mandate.missing') : fieldErrorOf(booking.error, `/${field}`)}
      label={t(`mandate.${field}`)}
      maxLength={maxLength}
      onChange={(event) => setTexts({ ...texts, [field]: event.currentTarget.value })}
      value={texts[field]}
    />
  );
  return (
    <FormDialog
      error={booking.error}
      fields={['/reference', '/account', '/bank', '/holder', '/evidence', '/signed_on', '/until', '/most']}
      isBusy={booking.isPending}
      onClose={onClose}
      onSubmit={submit}
      submitLabel={t('mandate.give')}
      title={t('mandate.give')}
    >
      {text('reference', 35, t('mandate.reference_text'))}
      {text('holder', 120)}
      <NativeSelect data={kinds.map((value) => ({ value, label: t(`mandate_kind.${value}`) }))} label={t('mandate.kind')} onChange={(event) => setKind(event.currentTarget.value as MandateOrder['kind'])} value={kind} />
      {text('account', 34)}
      {text('bank', 35, t('mandate.bank_text'))}
      <NativeSelect
        data={schemes.map((value) => ({ value, label: t(`mandate_scheme.${value}`) }))}
        label={t('mandate.scheme')}
        onChange={(event) => setScheme(event.currentTarget.value as MandateOrder['scheme'])}
        value={scheme}
      />
      <TextInput
        description={t('mandate.most_text')}
        error={isChecked && isMostWrong ? t('payment.type_amount') : fieldErrorOf(booking.error, '/most')}
        inputMode="decimal"
        label={t('mandate.most')}
        onChange={(event) => setMostText(event.currentTarget.value)}
        value={mostText}
      />
      <DayField error={isChecked && signedOn === null ? t('payment.choose_day') : fieldErrorOf(booking.error, '/signed_on')} label={t('mandate.signed_on')} max={organisation.open_date} onChange={setSignedOn} value={signedOn} />
      <DayField error={fieldErrorOf(booking.error, '/until')} label={t('mandate.until')} min={organisation.open_date} onChange={setUntil} value={until} />
      {text('evidence', 240, t('mandate.evidence_text'))}
    </FormDialog>
  );
}

function RevokeForm(props: FormProps & { mandate: Mandate }) {
  const { workspace, mandate, onClose } = props;
  const { t } = useTranslation();
  const params = { id: workspace.case.id, mandate: mandate.id };
  return (
    <ReasonDialog
      label={t('bank.why')}
      onClose={onClose}
      onDone={useRefresh(workspace)}
      send={(reason, key) =>
        take(client.POST('/v1/cases/{id}/mandates/{mandate}/revoke', { params: { path: params, header: { 'Idempotency-Key': key } }, body: { reason } }))
      }
      title={t('mandate.revoke')}
    >
      <p>
        <strong>{mandate.reference}</strong> · {mandate.holder} · {mandate.account_masked}
      </p>
      <p>{t('mandate.revoke_text')}</p>
    </ReasonDialog>
  );
}

function MandateState({ mandate }: { mandate: Mandate }) {
  const { t } = useTranslation();
  return (
    <span className="tag" data-tone={tones[mandate.state]} title={mandate.revoked_why}>
      {t(`mandate_state.${mandate.state}`)}
    </span>
  );
}

export function Mandates({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const format = useFormat();
  const offReason = useWhyNot()('mandate.record');
  const query = useQuery(mandatesQuery(workspace.case.id));
  const [dialog, setDialog] = useState<'give' | Mandate | null>(null);
  const close = () => setDialog(null);
  const mandates = query.data?.items ?? [];
  return (
    <section aria-label={t('mandate.title')} className={styles.block} data-testid="mandates">
      <div className={styles.blockHead}>
        <h2>{t('mandate.title')}</h2>
        <span className={styles.end}>
          <WithReason reason={offReason}>
            <Button disabled={offReason !== null} onClick={() => setDialog('give')} size="compact-xs" variant="default">
              {t('mandate.give')}
            </Button>
          </WithReason>
        </span>
      </div>
      {query.isError && !query.data ? (
        <Failure error={query.error} retry={() => void query.refetch()} title={t('mandate.failed')} />
      ) : mandates.length === 0 ? (
        <p className={`muted ${styles.blockHead}`}>{t('mandate.empty')}</p>
      ) : (
        <Table
          columns={[
            { key: 'reference', label: t('mandate.reference'), cell: (row: Mandate) => row.reference },
            { key: 'holder', label: t('mandate.holder'), cell: (row) => row.holder },
            { key: 'account', label: t('mandate.account'), cell: (row) => row.account ?? row.account_masked },
            { key: 'most', label: t('mandate.most'), isNumber: true, cell: (row) => (row.most === null ? t('mandate.no_most') : format.money(row.most, workspace.case.currency)) },
            { key: 'from', label: t('mandate.from'), cell: (row) => format.day(row.from) },
            { key: 'state', label: t('debt.state'), cell: (row) => <MandateState mandate={row} /> },
            {
              key: 'revoke',
              label: '',
              cell: (row) =>
                row.state !== 'revoked' && (
                  <WithReason reason={offReason}>
                    <Button aria-label={`${t('mandate.revoke')}: ${row.reference}`} disabled={offReason !== null} onClick={() => setDialog(row)} size="compact-xs" variant="default">
                      {t('mandate.revoke')}
                    </Button>
                  </WithReason>
                ),
            },
          ]}
          label={t('mandate.title')}
          rows={mandates}
        />
      )}
      {dialog === 'give' && <GiveForm onClose={close} workspace={workspace} />}
      {dialog !== null && dialog !== 'give' && <RevokeForm mandate={dialog} onClose={close} workspace={workspace} />}
    </section>
  );
}
