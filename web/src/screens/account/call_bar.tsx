// Starts a call and shows, calmly, how long it lasts.
import { Button, SegmentedControl } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../format/day';
import { PhoneIcon } from '../../ui/icons';
import { KeyHint } from '../../ui/keycap';
import { WithReason } from '../../ui/states';
import styles from './account.module.css';
import type { Draft } from './draft';

function Timer({ since }: { since: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <span className={styles.timer}>{formatDuration(Math.max(0, Math.floor((now - since) / 1000)))}</span>;
}

interface Props {
  draft: Draft;
  /** Why calling is off, or null. */
  callReason: string | null;
  onCall: () => void;
  onDirection: (direction: Draft['direction']) => void;
}

export function CallBar({ draft, callReason, onCall, onDirection }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.callBar}>
      <WithReason reason={callReason}>
        <Button
          disabled={callReason !== null}
          leftSection={<PhoneIcon />}
          onClick={onCall}
          rightSection={draft.callStartedAt === null ? <KeyHint of="call" /> : <Timer since={draft.callStartedAt} />}
          variant="default"
        >
          {draft.callStartedAt === null ? t('call.start') : t('call.running')}
        </Button>
      </WithReason>
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
    </div>
  );
}
