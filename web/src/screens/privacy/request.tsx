// One request: its deadline, its person, what may be done about it and what was.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { privacyRequestQuery } from '../../api/queries';
import type { PrivacyDetail } from '../../api/types';
import type { Id } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { useKeys } from '../../keys/keys';
import { useWhyNot } from '../../shell/session';
import { useTitle } from '../../shell/use_title';
import styles from '../../ui/action_list.module.css';
import { Empty, Failure, Loading, Stale } from '../../ui/states';
import { Cases, Points } from '../persons/pair_card';
import { StepDialog, type Step } from './dialogs';
import { Erasure, WaitingErasure } from './erasure';
import { Deadline } from './privacy';

interface PartProps {
  detail: PrivacyDetail;
  onStep: (step: Step) => void;
}

function Facts({ detail }: { detail: PrivacyDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { request, person } = detail;
  const document = person.document_masked === null ? t('person.none') : `${person.document_type ?? ''} ${person.document_masked}`;
  return (
    <dl className={`card ${styles.block} ${styles.facts}`}>
      <dt>{t('privacy.due')}</dt>
      <dd>
        <Deadline request={request} /> <span className="muted">{request.rule}</span>
        {request.extended_on !== null && <span className="muted"> · {t('privacy.extended', { day: format.day(request.extended_on) })}</span>}
      </dd>
      <dt>{t('privacy.received_on')}</dt>
      <dd>{t('privacy.came', { day: format.day(request.received_on), channel: request.channel })}</dd>
      {request.detail !== '' && (
        <>
          <dt>{t('privacy.detail')}</dt>
          <dd>{request.detail}</dd>
        </>
      )}
      {request.answered_on !== null && (
        <>
          <dt>{t('privacy.answer')}</dt>
          <dd>
            {format.day(request.answered_on)}: {request.answer}
          </dd>
        </>
      )}
      <dt>{t('person.document')}</dt>
      <dd>{document}</dd>
      <dt>{t('tab.contacts')}</dt>
      <dd>
        <Points person={person} />
      </dd>
      <dt>{t('person.cases')}</dt>
      <dd>
        <Cases person={person} />
      </dd>
    </dl>
  );
}

/** What the kind of request asks for stands first, in the colour of the screen. */
function Orders({ detail, onStep }: PartProps) {
  const { t } = useTranslation();
  const { request } = detail;
  const main = { access: 'export', rectification: 'rectify', erasure: 'erase', opposition: 'oppose' }[request.kind];
  const button = (kind: Step['kind']) => (
    <Button key={kind} onClick={() => onStep({ kind })} size="xs" variant={kind === main ? 'filled' : 'default'}>
      {t(`privacy_step.do_${kind}`)}
    </Button>
  );
  const isHeld = detail.legal_holds.length > 0;
  const isOpen = request.state === 'open';
  return (
    <div className={styles.buttons}>
      {(['export', 'rectify', 'oppose'] as const).map(button)}
      {isOpen && request.extended_on === null && button('extend')}
      {isOpen && button('answer')}
      {button(isHeld ? 'lift' : 'hold')}
    </div>
  );
}

function Steps({ detail }: { detail: PrivacyDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section aria-label={t('privacy.steps')} className={`card ${styles.block}`}>
      <h2>{t('privacy.steps')}</h2>
      <ol className={styles.points}>
        {detail.steps.map((step) => (
          <li key={`${step.at} ${step.kind}`}>
            {format.moment(step.at)} · {t(`privacy_step.${step.kind}`)}
            {step.by !== null && ` · ${step.by.name}`} <span className="muted">{step.note}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function RequestBody({ id }: { id: Id }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const query = useQuery(privacyRequestQuery(id));
  const [step, setStep] = useState<Step | null>(null);
  useKeys({ back: () => navigate('/datos-personales') });
  if (query.isPending) return <Loading />;
  if (!query.data) return <Failure error={query.error} retry={() => void query.refetch()} title={t('privacy.failed_read')} />;
  const detail = query.data;
  return (
    <>
      {query.isError && <Stale updatedAt={query.dataUpdatedAt} />}
      <div className={styles.head}>
        <h1>
          {detail.person.name} · {t(`privacy_kind.${detail.request.kind}`)}
        </h1>
      </div>
      {detail.legal_holds.map((hold) => (
        <p className={styles.warn} key={`${hold.from_on} ${hold.reason}`}>
          {t('privacy.held', { reason: hold.reason })}
        </p>
      ))}
      {detail.erasure.waiting !== null && <WaitingErasure onWithdraw={() => setStep({ kind: 'withdraw' })} waiting={detail.erasure.waiting} />}
      <Orders detail={detail} onStep={setStep} />
      <Facts detail={detail} />
      <Erasure erasure={detail.erasure} onErase={() => setStep({ kind: 'erase' })} />
      <Steps detail={detail} />
      {step !== null && <StepDialog detail={detail} onClose={() => setStep(null)} step={step} />}
    </>
  );
}

export default function PrivacyRequestScreen({ id }: { id: Id }) {
  const { t } = useTranslation();
  const offReason = useWhyNot()('privacy.manage');
  useTitle(t('nav.privacy'));
  return (
    <div className={styles.scroll} data-scroll tabIndex={-1}>
      <div className={styles.screen}>{offReason === null ? <RequestBody id={id} /> : <Empty title={offReason} />}</div>
    </div>
  );
}
