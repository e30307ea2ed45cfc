// Who it is, what is owed, and why the account is here.
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Workspace } from '../../api/types';
import type { Money } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { useMay } from '../../shell/session';
import styles from './account.module.css';

export function PartyHead({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { party, case: account, creditor_name: creditor, facts } = workspace;
  return (
    <div className={styles.head}>
      <h1>{party.name}</h1>
      {party.flags.map((flag) => (
        <span className="tag" data-tone="warn" key={flag}>
          {t(`flag.${flag}`)}
        </span>
      ))}
      {party.document_error && (
        <span className="tag" data-tone="warn" title={party.document_error}>
          {t('contact.document_wrong')}
        </span>
      )}
      <span className="tag" data-tone="info">
        {t(`case_status.${account.status}`)}
      </span>
      <span className={styles.headText}>
        {account.number} · {creditor}
        {party.document_masked && ` · ${party.document_type ?? ''} ${party.document_masked}`}
        {' · '}
        {facts.last_contact_on ? t('account.last_contact', { day: format.day(facts.last_contact_on) }) : t('account.no_contact')}
      </span>
    </div>
  );
}

/** She asked to be forgotten: whoever works the account knows it. */
export function ErasureNotice({ erasure }: { erasure: NonNullable<Workspace['erasure']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const received = format.day(erasure.received_on);
  return (
    <p className={styles.held} role="note">
      {erasure.kept_until === null
        ? t('account.erasure_open', { received, due: format.day(erasure.due_on) })
        : t(erasure.state === 'over' ? 'account.erasure_over' : 'account.erasure_partial', { received, until: format.day(erasure.kept_until) })}{' '}
      {may('privacy.manage') && <Link href={`/datos-personales/${erasure.request_id}`}>{t('account.erasure_show')}</Link>}
    </p>
  );
}

function Fact({ label, value, note }: { label: string; value: string; note?: string | null }) {
  return (
    <div className={styles.fact}>
      <dt>{label}</dt>
      <dd>
        {value}
        {note && <span className={styles.factNote}>{note}</span>}
      </dd>
    </div>
  );
}

export function FactStrip({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { facts } = workspace;
  const { currency } = workspace.case;
  const amount = (value: Money) => format.money(value, currency);
  return (
    <dl className={`card ${styles.facts}`}>
      <Fact label={t('account.past_due')} value={amount(facts.past_due_amount)} />
      <Fact
        label={t('account.past_due_days')}
        note={facts.past_due_days > 0 ? t('account.bucket', { bucket: facts.bucket }) : null}
        value={format.count(facts.past_due_days)}
      />
      <Fact
        label={t('account.due')}
        note={facts.next_due_on && t('account.next_due', { day: format.dayShort(facts.next_due_on) })}
        value={amount(facts.due_amount)}
      />
      <Fact label={t('account.balance')} value={amount(facts.balance)} />
      <Fact
        label={t('account.promises')}
        value={
          facts.promises_total === 0
            ? t('account.no_promises')
            : t('account.kept', { kept: format.count(facts.promises_kept), total: format.count(facts.promises_total) })
        }
      />
      <Fact
        label={t('account.last_payment')}
        note={facts.last_payment_amount === null ? null : amount(facts.last_payment_amount)}
        value={facts.last_payment_on ? format.dayShort(facts.last_payment_on) : t('account.never')}
      />
    </dl>
  );
}

function Origin({ decision }: { decision: NonNullable<Workspace['decision']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <span className={styles.whyMeta}>
      {t('account.strategy', { strategy: decision.strategy, version: decision.strategy_version })}
      {decision.next_action_on && ` · ${t('account.next_action', { day: format.day(decision.next_action_on) })}`}
    </span>
  );
}

export function WhyHere({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const { decision } = workspace;
  if (decision === null) return null;
  return (
    <section aria-label={t('account.why')} className={`card ${styles.why}`}>
      <h2>{t('account.why')}</h2>
      <p className={styles.reason}>{decision.silence_reason ?? decision.reason}</p>
      {decision.rules.length === 0 ? (
        <p>
          <Origin decision={decision} />
        </p>
      ) : (
        <details className={styles.rules}>
          <summary>
            <span className={styles.more}>{t('account.rules', { count: decision.rules.length })}</span> <Origin decision={decision} />
          </summary>
          <ul>
            {decision.rules.map((rule) => (
              <li key={`${rule.table} ${rule.rule_id}`}>
                <code>
                  {rule.table} {rule.rule_id}
                </code>{' '}
                {rule.annotation}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
