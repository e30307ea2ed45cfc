// The compliance banner: two lines per channel with what the server's gate says, why, and how much is
// used up; the rule behind it opens below them.
import { Button } from '@mantine/core';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { GateVerdict } from '../../api/types';
import type { Instant } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { useWhyNot } from '../../shell/session';
import { ChannelName } from '../../ui/channel';
import { CheckIcon, ClockIcon, StopIcon } from '../../ui/icons';
import { KeyHint } from '../../ui/keycap';
import { WithReason } from '../../ui/states';
import styles from './gate_banner.module.css';

const tones = { allowed: 'ok', allowed_until: 'warn', refused: 'bad' } as const;
const overrideTones = { asked: 'info', approved: 'ok', rejected: 'bad' } as const;
const signs = { allowed: CheckIcon, allowed_until: ClockIcon, refused: StopIcon } as const;

/** A refusal shows the counter it stands on, and none when it stands on something else. */
const refusedBy: Record<string, readonly string[]> = { day_max: ['today'], week_max: ['week'] };

function Counters({ verdict }: { verdict: GateVerdict }) {
  const { t } = useTranslation();
  const { day, day_max, week, week_max } = verdict.counters;
  const shown = verdict.state === 'refused' ? (refusedBy[verdict.reason_code] ?? []) : ['today', 'week'];
  const texts = [
    ...(day_max !== null && shown.includes('today') ? [t('gate.today', { n: day, max: day_max })] : []),
    ...(week_max !== null && shown.includes('week') ? [t('gate.week', { n: week, max: week_max })] : []),
  ];
  return <span className={styles.quiet}>{texts.map((text) => ` · ${text}`).join('')}</span>;
}

/** The rule by its id on the first line; its text and what it stands on open below the others. */
function Rule({ verdict, children }: { verdict: GateVerdict; children: ReactNode }) {
  const { t } = useTranslation();
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  if (verdict.rule === null) return children;
  return (
    <>
      <button
        aria-controls={isOpen ? id : undefined}
        aria-expanded={isOpen}
        aria-label={t('gate.rule', { rule: verdict.rule })}
        className={styles.rule}
        onClick={() => setIsOpen(!isOpen)}
        type="button"
      >
        {verdict.rule}
      </button>
      {children}
      {isOpen && (
        <p className={styles.text} id={id}>
          {verdict.summary} <span className={styles.quiet}>{verdict.citation ?? t(`gate.basis_${verdict.basis}`)}</span>
        </p>
      )}
    </>
  );
}

/** What may be done about a refusal, and what became of it. */
function Override({ verdict, zone, onAsk }: { verdict: GateVerdict; zone: string; onAsk: (verdict: GateVerdict) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const offReason = useWhyNot()('gate.override');
  const { state, until } = verdict.override;
  if (state === 'none') return null;
  const time = until === null ? '' : format.moment(until, zone);
  return (
    <span className={styles.override}>
      {state !== 'available' && (
        <span className="tag" data-tone={overrideTones[state]}>
          {t(`override.${state}`, { time })}
        </span>
      )}
      {(state === 'available' || state === 'rejected') && (
        <WithReason reason={offReason}>
          <Button disabled={offReason !== null} onClick={() => onAsk(verdict)} size="compact-xs" variant="default">
            {t('override.ask')}
          </Button>
        </WithReason>
      )}
    </span>
  );
}

/** Allowed by law, and not what the person prefers. */
function Wish({ verdict, zone }: { verdict: GateVerdict; zone: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (verdict.wish === null) return null;
  const { reason_code, next_at } = verdict.wish;
  return (
    <span className="tag" data-tone="warn">
      {t(`gate_reason.${reason_code}`)}
      {next_at !== null && ` · ${t('gate.from', { time: format.moment(next_at, zone) })}`}
    </span>
  );
}

interface VerdictProps {
  verdict: GateVerdict;
  zone: string;
  onAsk: (verdict: GateVerdict) => void;
}

function Verdict({ verdict, zone, onAsk }: VerdictProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const Sign = signs[verdict.state];
  const state =
    verdict.state === 'allowed_until' && verdict.until !== null
      ? t('gate.allowed_until', { time: format.moment(verdict.until, zone) })
      : t(`gate.${verdict.state}`);
  return (
    <li className={styles.verdict}>
      <strong>
        <ChannelName channel={verdict.channel} />
      </strong>
      <span className="tag" data-tone={tones[verdict.state]}>
        <Sign /> {state}
      </span>
      <Rule verdict={verdict}>
        <p className={styles.line}>
          {t(`gate_reason.${verdict.reason_code}`)}
          {verdict.next_at !== null && ` · ${t('gate.from', { time: format.moment(verdict.next_at, zone) })}`}
          <Counters verdict={verdict} /> <Override onAsk={onAsk} verdict={verdict} zone={zone} />
          <Wish verdict={verdict} zone={zone} />
        </p>
      </Rule>
    </li>
  );
}

/** The first moment at which any channel opens. */
function soonest(gate: readonly GateVerdict[]): Instant | null {
  const moments = gate.flatMap(({ next_at }) => (next_at === null ? [] : [next_at]));
  return moments.length === 0 ? null : moments.reduce((first, next) => (Date.parse(next) < Date.parse(first) ? next : first));
}

interface Props {
  gate: readonly GateVerdict[];
  zone: string;
  onSchedule: (() => void) | null;
  /** Asks another person to lift a refusal once. */
  onAsk: (verdict: GateVerdict) => void;
}

export function GateBanner({ gate, zone, onSchedule, onAsk }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const isOpen = gate.some((verdict) => verdict.state !== 'refused');
  const next = isOpen ? null : soonest(gate);
  return (
    <section aria-label={t('gate.title')} className={styles.gate} data-tone={isOpen ? 'ok' : 'bad'}>
      <div className={styles.head}>
        <h2>
          {isOpen ? <CheckIcon /> : <StopIcon />} {isOpen ? t('gate.may') : t('gate.may_not')}
        </h2>
        {next !== null && <span>{t('gate.next', { time: format.moment(next, zone) })}</span>}
        <span className="muted">{t('gate.zone', { zone: format.zone(zone) })}</span>
        {onSchedule && (
          <Button onClick={onSchedule} rightSection={<KeyHint of="schedule" />} size="compact-xs" variant="default">
            {t('gate.schedule')}
          </Button>
        )}
      </div>
      <ul className={styles.verdicts}>
        {gate.map((verdict) => (
          <Verdict key={verdict.channel} onAsk={onAsk} verdict={verdict} zone={zone} />
        ))}
      </ul>
    </section>
  );
}
