// The third-party shield: while a call runs and nobody knows who is speaking, only a name and what to
// ask.  Answers go to the server, which compares and forgets them.
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useRefreshCase } from '../../api/booking';
import { client, idempotencyKey, take } from '../../api/client';
import { shieldQuery } from '../../api/queries';
import type { IdentityAnswers, Shield } from '../../api/types';
import type { CaseId, ContactPointId } from '../../domain/brand';
import { Failure } from '../../ui/states';
import styles from './consents.module.css';

interface Props {
  caseId: CaseId;
  shield: Shield;
  contactPoint: ContactPointId | null;
}

function useOpened(caseId: CaseId): (shield: Shield) => void {
  const cache = useQueryClient();
  const refresh = useRefreshCase();
  return (shield) => {
    cache.setQueryData(shieldQuery(caseId).queryKey, shield);
    if (shield.is_open) refresh(caseId);
  };
}

function Verify({ caseId, shield, contactPoint }: Props) {
  const { t } = useTranslation();
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const opened = useOpened(caseId);
  const check = useMutation({
    mutationFn: (body: IdentityAnswers) =>
      take(client.POST('/v1/cases/{id}/identity', { params: { path: { id: caseId }, header: { 'Idempotency-Key': idempotencyKey() } }, body })),
    onSuccess: ({ shield: after }) => {
      setAnswers({});
      opened(after);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = Object.fromEntries(Object.entries(answers).filter(([, value]) => value.trim() !== ''));
    check.mutate({ channel: 'call', ...(contactPoint === null ? {} : { contact_point_id: contactPoint }), ...given });
  };
  return (
    <form noValidate onSubmit={submit}>
      <p>{t('shield.matches', { count: shield.matches })}</p>
      {shield.questions.map(({ kind, text }, index) => (
        <TextInput
          autoComplete="off"
          data-autofocus={index === 0 || undefined}
          key={kind}
          label={text}
          onChange={(event) => setAnswers({ ...answers, [kind]: event.currentTarget.value })}
          type={kind === 'birth_date' ? 'date' : 'text'}
          value={answers[kind] ?? ''}
        />
      ))}
      {check.data?.result === 'failed' && (
        <p className={styles.failed} role="alert">
          {t('shield.no_match', { count: shield.tries_left })}
        </p>
      )}
      {check.isError && <Failure error={check.error} title={t('shield.failed')} />}
      <div>
        <Button disabled={shield.tries_left === 0} loading={check.isPending} type="submit">
          {t('shield.verify')}
        </Button>
      </div>
    </form>
  );
}

function OpenAnyway({ caseId }: { caseId: CaseId }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const opened = useOpened(caseId);
  const open = useMutation({
    mutationFn: (body: { reason: string }) =>
      take(client.POST('/v1/cases/{id}/shield/open', { params: { path: { id: caseId }, header: { 'Idempotency-Key': idempotencyKey() } }, body })),
    onSuccess: opened,
  });
  return (
    <details>
      <summary>{t('shield.open')}</summary>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== '') open.mutate({ reason: reason.trim() });
        }}
      >
        <TextInput
          description={t('shield.reason_text')}
          label={t('shield.reason')}
          maxLength={200}
          onChange={(event) => setReason(event.currentTarget.value)}
          value={reason}
        />
        {open.isError && <Failure error={open.error} title={t('shield.failed')} />}
        <div>
          <Button loading={open.isPending} size="xs" type="submit" variant="default">
            {t('shield.open')}
          </Button>
        </div>
      </form>
    </details>
  );
}

export function ShieldPanel(props: Props) {
  const { t } = useTranslation();
  const { shield, caseId } = props;
  return (
    <section aria-label={t('shield.title')} className={`card ${styles.shield}`} data-testid="shield">
      <h1>{shield.party_name}</h1>
      <h2>{t('shield.title')}</h2>
      <p className={styles.say}>{shield.greeting}</p>
      {shield.questions.length === 0 ? <p>{t('shield.nothing_to_ask')}</p> : <Verify {...props} />}
      <dl className={styles.scripts}>
        <dt>{t('shield.third_party')}</dt>
        <dd>{shield.third_party}</dd>
        <dt>{t('shield.voicemail')}</dt>
        <dd>{shield.voicemail}</dd>
      </dl>
      <OpenAnyway caseId={caseId} />
    </section>
  );
}
