// S04 Mensajes, small: messages of which nobody knows whether they left.  A person looks at the
// provider's records and says what became of each.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { unknownMessagesQuery } from '../../api/queries';
import type { OutboxMessage } from '../../api/types';
import { useFormat } from '../../format/format';
import { useKeys } from '../../keys/keys';
import { useWhyNot } from '../../shell/session';
import { useTitle } from '../../shell/use_title';
import { ChannelName } from '../../ui/channel';
import { KeyHint } from '../../ui/keycap';
import { Empty, Failure, Loading, Stale, WithReason } from '../../ui/states';
import styles from './messages.module.css';
import { ResolveDialog, type Outcome, type Resolution } from './resolve_dialog';

interface ListProps {
  messages: readonly OutboxMessage[];
  active: number;
  offReason: string | null;
  onResolve: (resolution: Resolution) => void;
}

function MessageList({ messages, active, offReason, onResolve }: ListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const button = (message: OutboxMessage, outcome: Outcome) => (
    <WithReason reason={offReason}>
      <Button disabled={offReason !== null} onClick={() => onResolve({ message, outcome })} size="xs" variant="default">
        {t(`messages.${outcome}`)}
      </Button>
    </WithReason>
  );
  return (
    <ul className={`card ${styles.list}`}>
      {messages.map((message, index) => (
        <li aria-current={index === active || undefined} className={styles.message} key={message.id}>
          <div className={styles.who}>
            <Link href={`/cuenta/${message.case_id}`}>{message.party_name}</Link>
            <span className="muted">
              <ChannelName channel={message.channel} /> {message.to_masked}
              {message.not_before !== null && ` · ${t('messages.planned', { time: format.moment(message.not_before) })}`}
              {` · ${t('messages.attempts', { count: message.attempts })}`}
            </span>
          </div>
          <div className={styles.buttons}>
            {button(message, 'sent')}
            {button(message, 'not_sent')}
          </div>
        </li>
      ))}
    </ul>
  );
}

function MessagesBody() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const query = useQuery(unknownMessagesQuery);
  const offReason = useWhyNot()('outbox.resolve');
  const [chosen, setChosen] = useState(0);
  const [resolution, setResolution] = useState<Resolution | null>(null);
  const messages = query.data?.items ?? [];
  const active = Math.min(chosen, messages.length - 1);
  const message = messages[active];
  const resolve = (outcome: Outcome) => message && offReason === null && setResolution({ message, outcome });
  useKeys({
    down: () => setChosen(Math.min(messages.length - 1, active + 1)),
    up: () => setChosen(Math.max(0, active - 1)),
    open: () => message && navigate(`/cuenta/${message.case_id}`),
    wasSent: () => resolve('sent'),
    wasNotSent: () => resolve('not_sent'),
  });

  if (query.isPending) return <Loading />;
  if (query.isError && !query.data)
    return <Failure error={query.error} retry={() => void query.refetch()} title={t('messages.failed')} />;
  return (
    <>
      {query.isError && <Stale updatedAt={query.dataUpdatedAt} />}
      {messages.length === 0 ? (
        <Empty title={t('messages.empty')}>{t('messages.empty_text')}</Empty>
      ) : (
        <>
          <p className={styles.intro}>
            {t('messages.intro')} <KeyHint of="wasSent" /> {t('key.wasSent')} · <KeyHint of="wasNotSent" /> {t('key.wasNotSent')}
          </p>
          <MessageList active={active} messages={messages} offReason={offReason} onResolve={setResolution} />
          {query.data?.next_cursor && <p className="muted">{t('messages.more')}</p>}
        </>
      )}
      <ResolveDialog onClose={() => setResolution(null)} resolution={resolution} />
    </>
  );
}

export function MessagesScreen() {
  const { t } = useTranslation();
  const offReason = useWhyNot()('outbox.read');
  useTitle(t('nav.messages'));
  return (
    <div className={styles.scroll} data-scroll tabIndex={-1}>
      <div className={styles.screen}>
        <h1>{t('messages.title')}</h1>
        {offReason === null ? <MessagesBody /> : <Empty title={offReason} />}
      </div>
    </div>
  );
}
