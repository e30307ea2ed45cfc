// S08 Aprobaciones: what one person asks for and another decides.  Who asked sees it too, and why they
// do not decide.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { approvalsQuery, experimentsQuery, strategiesQuery } from '../../api/queries';
import type { Approval, ApprovalArrangement, ApprovalWriteOff } from '../../api/types';
import type { Money } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { useKeys } from '../../keys/keys';
import { permissions, useSession, useWhyNot } from '../../shell/session';
import { useTitle } from '../../shell/use_title';
import styles from '../../ui/action_list.module.css';
import { ChannelName } from '../../ui/channel';
import { KeyHint } from '../../ui/keycap';
import { Empty, Failure, Loading, Stale, WithReason } from '../../ui/states';
import { useArmsText } from '../experiments/phase_tag';
import { DecideDialog, type Decision } from './decide_dialog';

/** Why this person does not decide this one, or null. */
function useOffReason(): (approval: Approval) => string | null {
  const { t } = useTranslation();
  const { user } = useSession();
  const whyNot = useWhyNot();
  return ({ permission, requested_by: asker, arrangement, write_off: writeOff }) => {
    if (asker === user.id) return t('approval.own');
    if (arrangement?.is_covered === true || writeOff?.is_covered === true) return t('queue.covered');
    const needed = permissions.find((name) => name === permission);
    return needed === undefined ? null : whyNot(needed); // one that no screen knows is the server's to refuse
  };
}

/** An experiment by its name, with its arms. */
function ExperimentSubject({ id }: { id: Approval['subject_id'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const armsText = useArmsText();
  const experiment = useQuery(experimentsQuery).data?.find((each) => each.id === id);
  return (
    <>
      <Link href={`/estrategias/experimentos/${id}`}>{experiment ? `${t('approval.experiment')}: ${experiment.name}` : t('approval.experiment')}</Link>
      {experiment && <span>{t('approval.experiment_text', { day: format.day(experiment.from), arms: armsText(experiment) })}</span>}
    </>
  );
}

/** What is no contact: a version of a strategy, an experiment, or a word of the server. */
function Subject({ approval }: { approval: Approval }) {
  const { t } = useTranslation();
  const isStrategy = approval.subject_kind === 'strategy';
  const versions = useQuery({ ...strategiesQuery, enabled: isStrategy });
  if (approval.subject_kind === 'experiment') return <ExperimentSubject id={approval.subject_id} />;
  if (approval.subject_kind === 'privacy_erasure')
    return (
      <>
        <Link href={`/datos-personales/${approval.subject_id}`}>{t('approval.erasure')}</Link>
        <span>{t('approval.erasure_text')}</span>
      </>
    );
  if (!isStrategy) return <strong>{approval.subject_kind}</strong>;
  const version = versions.data?.find(({ id }) => id === approval.subject_id);
  return (
    <>
      <Link href={`/estrategias/${approval.subject_id}`}>
        {version ? t('strategy.version', { name: version.name, version: version.version }) : t('approval.strategy')}
      </Link>
      <span>{t('approval.strategy_text')}</span>
    </>
  );
}

/** Of a call that is running: whose it is, and no word of the debt. */
function Covered({ account }: { account: ApprovalArrangement | ApprovalWriteOff }) {
  const { t } = useTranslation();
  return (
    <>
      <Link href={`/cuenta/${account.case_id}`}>{account.party_name}</Link>
      <span className="muted">{t('queue.covered')}</span>
    </>
  );
}

/** Whose arrangement, how much of it is waived, and which limits it passes: what a decision needs. */
function WaitingArrangement({ arrangement }: { arrangement: ApprovalArrangement }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (amount: Money) => format.money(amount, arrangement.currency);
  const { owed, total, discount, payments, first_on: first, last_on: last } = arrangement;
  if (owed === null || total === null || discount === null || payments === null || first === null || last === null) return <Covered account={arrangement} />;
  const terms = { total: money(total), count: payments, first: format.day(first), last: format.day(last) };
  return (
    <>
      <Link href={`/cuenta/${arrangement.case_id}`}>{arrangement.party_name}</Link>
      <span>{t(payments === 1 ? 'approval.arrangement_at_once' : 'approval.arrangement', terms)}</span>
      <span>{t(discount > 0 ? 'approval.waiver' : 'approval.no_waiver', { owed: money(owed), discount: money(discount) })}</span>
      {arrangement.parts.length > 0 && (
        <span>{t('approval.of_cases', { cases: arrangement.parts.map(({ case_number: number, creditor }) => `${number} (${creditor})`).join(', ') })}</span>
      )}
      <span className="muted">{t('approval.passes', { limits: arrangement.passes.map((limit) => t(`approval.limit.${limit}`)).join(', ') })}</span>
    </>
  );
}

/** Which debt of whom would be written off, and how much of it. */
function WaitingWriteOff({ writeOff }: { writeOff: ApprovalWriteOff }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { amount } = writeOff;
  if (amount === null) return <Covered account={writeOff} />;
  return (
    <>
      <Link href={`/cuenta/${writeOff.case_id}`}>{writeOff.party_name}</Link>
      <span>{t('approval.write_off', { amount: format.money(amount, writeOff.currency), product: writeOff.product, debt: writeOff.debt })}</span>
    </>
  );
}

interface ItemProps {
  approval: Approval;
  isActive: boolean;
  onDecide: (decision: Decision) => void;
}

function Item({ approval, isActive, onDecide }: ItemProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const offReason = useOffReason()(approval);
  const { arrangement, contact, write_off: writeOff } = approval;
  const button = (choice: Decision['choice']) => (
    <Button disabled={offReason !== null} onClick={() => onDecide({ approval, choice })} size="xs" variant="default">
      {t(`approval.${choice}`)}
    </Button>
  );
  return (
    <li aria-current={isActive || undefined} className={styles.item}>
      <div className={styles.what}>
        {arrangement !== null && <WaitingArrangement arrangement={arrangement} />}
        {writeOff !== null && <WaitingWriteOff writeOff={writeOff} />}
        {arrangement === null && contact === null && writeOff === null && <Subject approval={approval} />}
        {contact !== null && (
          <>
            <Link href={`/cuenta/${contact.case_id}`}>{contact.party_name}</Link>
            <span>
              <ChannelName channel={contact.channel} /> · {t('gate.rule', { rule: contact.rule })}
            </span>
            <span className="muted">
              {contact.summary} {contact.citation}
            </span>
          </>
        )}
        <p>«{approval.reason}»</p>
        <span className="muted">
          {t('approval.asked_by', { name: approval.requester.name })} · {t('approval.expires', { time: format.moment(approval.expires_at) })}
        </span>
      </div>
      <WithReason reason={offReason}>
        <div className={styles.buttons}>
          {button('approve')}
          {button('reject')}
        </div>
      </WithReason>
    </li>
  );
}

/** Where what is asked for can be looked at. */
function placeOf({ arrangement, contact, write_off, subject_id, subject_kind }: Approval): string {
  const account = contact ?? arrangement ?? write_off;
  if (account !== null) return `/cuenta/${account.case_id}`;
  if (subject_kind === 'privacy_erasure') return `/datos-personales/${subject_id}`;
  if (subject_kind === 'experiment') return `/estrategias/experimentos/${subject_id}`;
  return subject_kind === 'strategy' ? `/estrategias/${subject_id}` : '/aprobaciones';
}

function ApprovalsBody() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const query = useQuery(approvalsQuery);
  const offReasonOf = useOffReason();
  const [chosen, setChosen] = useState(0);
  const [decision, setDecision] = useState<Decision | null>(null);
  const approvals = query.data ?? [];
  const active = Math.min(chosen, approvals.length - 1);
  const approval = approvals[active];
  const decide = (choice: Decision['choice']) => approval && offReasonOf(approval) === null && setDecision({ approval, choice });
  useKeys({
    down: () => setChosen(Math.min(approvals.length - 1, active + 1)),
    up: () => setChosen(Math.max(0, active - 1)),
    open: () => approval && navigate(placeOf(approval)),
    approve: () => decide('approve'),
    reject: () => decide('reject'),
  });

  if (query.isPending) return <Loading />;
  if (query.isError && !query.data) return <Failure error={query.error} retry={() => void query.refetch()} title={t('approval.failed')} />;
  return (
    <>
      {query.isError && <Stale updatedAt={query.dataUpdatedAt} />}
      {approvals.length === 0 ? (
        <Empty title={t('approval.empty')}>{t('approval.empty_text')}</Empty>
      ) : (
        <>
          <p className={styles.intro}>
            {t('approval.intro')} <KeyHint of="approve" /> {t('key.approve')} · <KeyHint of="reject" /> {t('key.reject')}
          </p>
          <ul className={`card ${styles.list}`}>
            {approvals.map((each, index) => (
              <Item approval={each} isActive={index === active} key={each.id} onDecide={setDecision} />
            ))}
          </ul>
        </>
      )}
      <DecideDialog decision={decision} onClose={() => setDecision(null)} />
    </>
  );
}

export default function ApprovalsScreen() {
  const { t } = useTranslation();
  const offReason = useWhyNot()('gate.approve');
  useTitle(t('nav.approvals'));
  return (
    <div className={styles.scroll} data-scroll tabIndex={-1}>
      <div className={styles.screen}>
        <h1>{t('approval.title')}</h1>
        {offReason === null ? <ApprovalsBody /> : <Empty title={offReason} />}
      </div>
    </div>
  );
}
