// Begins a contact by hand, when the gate says yes, and shows, calmly, how long it lasts.
import { Button, SegmentedControl } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { GateVerdict } from '../../api/types';
import { formatDuration } from '../../format/day';
import { useFormat } from '../../format/format';
import { ChatIcon, PhoneIcon, VisitIcon } from '../../ui/icons';
import { KeyHint } from '../../ui/keycap';
import { Failure, WithReason } from '../../ui/states';
import styles from './account.module.css';
import type { Draft } from './draft';

/** What people do by hand from here, with the gate's permit. */
export type HandChannel = 'call' | 'whatsapp' | 'visit';

const icons: Record<HandChannel, ReactNode> = { call: <PhoneIcon />, whatsapp: <ChatIcon />, visit: <VisitIcon /> };

function Timer({ since }: { since: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <span className={styles.timer}>{formatDuration(Math.max(0, Math.floor((now - since) / 1000)))}</span>;
}

interface ButtonProps {
  channel: HandChannel;
  draft: Draft;
  /** Why it is off, or null. */
  reason: string | null;
  isAsking: boolean;
  onBegin: (channel: HandChannel) => void;
}

function BeginButton({ channel, draft, reason, isAsking, onBegin }: ButtonProps) {
  const { t } = useTranslation();
  const isRunning = draft.callStartedAt !== null && draft.permit !== null && draft.channel === channel;
  return (
    <WithReason reason={reason}>
      <Button
        disabled={reason !== null}
        leftSection={icons[channel]}
        loading={isAsking}
        onClick={() => onBegin(channel)}
        rightSection={isRunning && draft.callStartedAt !== null ? <Timer since={draft.callStartedAt} /> : channel === 'call' ? <KeyHint of="call" /> : undefined}
        size={channel === 'call' ? 'sm' : 'compact-sm'}
        variant="default"
      >
        {isRunning ? t(`call.running_${channel}`) : t(`call.start_${channel}`)}
      </Button>
    </WithReason>
  );
}

/** The gate's no to what was just asked: its reason, its rule, and when it will say yes. */
function Refusal({ verdict, zone }: { verdict: GateVerdict; zone: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <p className={styles.refusal} role="alert">
      <strong>{t('call.refused')}</strong> {t(`gate_reason.${verdict.reason_code}`)}
      {verdict.rule !== null && ` (${verdict.rule})`}
      {verdict.next_at !== null && ` ${t('gate.from', { time: format.moment(verdict.next_at, zone) })}`}
    </p>
  );
}

interface Props {
  draft: Draft;
  zone: string;
  /** Why each channel is off, or null. */
  reasons: Record<HandChannel, string | null>;
  isAsking: boolean;
  refusal: GateVerdict | null;
  /** The gate gave no answer: nothing began. */
  error: unknown;
  onBegin: (channel: HandChannel) => void;
  onDirection: (direction: Draft['direction']) => void;
}

export function CallBar({ draft, zone, reasons, isAsking, refusal, error, onBegin, onDirection }: Props) {
  const { t } = useTranslation();
  const button = { draft, isAsking, onBegin };
  return (
    <div className={styles.callBar}>
      <div className={styles.begin}>
        <BeginButton {...button} channel="call" reason={reasons.call} />
        <BeginButton {...button} channel="whatsapp" reason={reasons.whatsapp} />
        <BeginButton {...button} channel="visit" reason={reasons.visit} />
      </div>
      <SegmentedControl
        aria-label={t('call.direction')}
        data={[
          { value: 'outbound', label: t('call.outbound') },
          { value: 'inbound', label: t('call.inbound') },
        ]}
        onChange={(value) => onDirection(value as Draft['direction'])}
        size="xs"
        value={draft.direction}
      />
      {refusal !== null && <Refusal verdict={refusal} zone={zone} />}
      {Boolean(error) && <Failure error={error} title={t('call.no_answer_of_gate')} />}
    </div>
  );
}
