// The compliance banner: per channel what the server's gate says, which rule, and when it opens.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { GateVerdict } from '../../api/types';
import { useFormat } from '../../format/format';
import { ChannelIcon } from '../../ui/channel';
import { CheckIcon, ClockIcon, StopIcon } from '../../ui/icons';
import { KeyHint } from '../../ui/keycap';
import styles from './account.module.css';

const tones = { allowed: 'ok', allowed_until: 'warn', refused: 'bad' } as const;
const signs = { allowed: CheckIcon, allowed_until: ClockIcon, refused: StopIcon } as const;

function Counters({ verdict }: { verdict: GateVerdict }) {
  const { t } = useTranslation();
  const { day, day_max, week, week_max } = verdict.counters;
  return (
    <span className={styles.counters}>
      {day_max !== null && t('gate.today', { n: day, max: day_max })}
      {day_max !== null && week_max !== null && ' · '}
      {week_max !== null && t('gate.week', { n: week, max: week_max })}
    </span>
  );
}

function Verdict({ verdict, zone }: { verdict: GateVerdict; zone: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const Sign = signs[verdict.state];
  const state =
    verdict.state === 'allowed_until' && verdict.until !== null
      ? t('gate.allowed_until', { time: format.moment(verdict.until, zone) })
      : t(`gate.${verdict.state}`);
  const source = [verdict.citation, verdict.rule].filter(Boolean).join(' · ');
  return (
    <li className={styles.verdict} data-tone={tones[verdict.state]}>
      <span className={styles.verdictHead}>
        <ChannelIcon channel={verdict.channel} />
        <strong>{t(`channel.${verdict.channel}`)}</strong>
      </span>
      <span className="tag" data-tone={tones[verdict.state]}>
        <Sign /> {state}
      </span>
      {verdict.state === 'refused' && verdict.reason && <span className={styles.verdictText}>{verdict.reason}</span>}
      {verdict.state === 'refused' && verdict.next_at !== null && (
        <span className={styles.verdictText}>{t('gate.next', { time: format.moment(verdict.next_at, zone) })}</span>
      )}
      <Counters verdict={verdict} />
      {source && <span className={styles.source}>{source}</span>}
    </li>
  );
}

interface Props {
  gate: readonly GateVerdict[];
  zone: string;
  onSchedule: (() => void) | null;
}

export function GateBanner({ gate, zone, onSchedule }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = gate.filter((verdict) => verdict.state !== 'refused');
  return (
    <section aria-label={t('gate.title')} className={styles.gate} data-tone={open.length > 0 ? 'ok' : 'bad'}>
      <div className={styles.gateHead}>
        <h2>
          {open.length > 0 ? <CheckIcon /> : <StopIcon />} {open.length > 0 ? t('gate.may', { channels: open.map(({ channel }) => t(`channel.${channel}`)).join(', ') }) : t('gate.may_not')}
        </h2>
        <span className="muted">{t('gate.zone', { zone: format.zone(zone) })}</span>
        {onSchedule && (
          <Button onClick={onSchedule} rightSection={<KeyHint of="schedule" />} size="xs" variant="default">
            {t('gate.schedule')}
          </Button>
        )}
      </div>
      <ul className={styles.verdicts}>
        {gate.map((verdict) => (
          <Verdict key={verdict.channel} verdict={verdict} zone={zone} />
        ))}
      </ul>
    </section>
  );
}
