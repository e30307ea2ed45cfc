// S01 Mi cola: work the right person next.
import { Button, Progress } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { QueueItem } from '../../api/types';
import { useFormat } from '../../format/format';
import { useKeys } from '../../keys/keys';
import { useWhyNot } from '../../shell/session';
import { useTitle } from '../../shell/use_title';
import { KeyHint } from '../../ui/keycap';
import { Empty, Failure, Loading, Stale, WithReason } from '../../ui/states';
import { useWork } from '../../work/work';
import styles from './queue.module.css';
import { QueueList } from './queue_list';
import { SkipDialog } from './skip_dialog';
import { useQueue } from './use_queue';

export function DayProgress({ done, total }: { done: number; total: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = t('queue.progress', { done: format.count(done), total: format.count(total) });
  return (
    <div className={styles.progress}>
      <span>{text}</span>
      <Progress.Root size="md">
        <Progress.Section aria-label={text} color="brand" value={total === 0 ? 0 : (done / total) * 100} />
      </Progress.Root>
    </div>
  );
}

export function QueueScreen() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const whyNot = useWhyNot();
  const work = useWork();
  const queue = useQueue();
  const [skipped, setSkipped] = useState<QueueItem | null>(null);
  const open = (item: QueueItem) => navigate(`/cuenta/${item.case_id}`);
  const offReason = whyNot('queue.work');
  useTitle(t('queue.title'));

  useKeys({
    next: () => offReason === null && work.takeNext(),
    down: () => queue.move(1),
    up: () => queue.move(-1),
    open: () => queue.active && open(queue.active),
    skip: () => offReason === null && setSkipped(queue.active),
  });

  return (
    <div className={styles.screen}>
      <div className={styles.top}>
        <h1>{t('queue.title')}</h1>
        <DayProgress {...queue.progress} />
        <WithReason reason={offReason}>
          <Button disabled={offReason !== null} loading={work.isTaking} onClick={work.takeNext} rightSection={<KeyHint of="next" />}>
            {t('queue.next')}
          </Button>
        </WithReason>
        <WithReason reason={offReason}>
          <Button
            disabled={offReason !== null || queue.active === null}
            onClick={() => setSkipped(queue.active)}
            rightSection={<KeyHint of="skip" />}
            variant="default"
          >
            {t('queue.skip')}
          </Button>
        </WithReason>
      </div>
      {Boolean(work.takeError) && <Failure error={work.takeError} title={t('queue.take_failed')} />}
      {queue.query.isError && queue.items.length > 0 && <Stale updatedAt={queue.query.dataUpdatedAt} />}
      {offReason === null ? <QueueBody onOpen={open} queue={queue} /> : <Empty title={offReason}>{t('queue.off_text')}</Empty>}
      <SkipDialog item={skipped} onClose={() => setSkipped(null)} onSkipped={() => undefined} />
    </div>
  );
}

function QueueBody({ queue, onOpen }: { queue: ReturnType<typeof useQueue>; onOpen: (item: QueueItem) => void }) {
  const { t } = useTranslation();
  const { query, items, progress } = queue;
  if (query.isPending) return <Loading height={58} rows={8} />;
  if (query.isError && items.length === 0)
    return <Failure error={query.error} retry={() => void query.refetch()} title={t('queue.failed')} />;
  if (items.length === 0)
    return (
      <Empty title={progress.done > 0 ? t('queue.finished') : t('queue.empty')}>
        {progress.done > 0 ? t('queue.finished_text', { count: progress.done }) : t('queue.empty_text')}
      </Empty>
    );
  return (
    <div className={`card ${styles.body}`}>
      <QueueList current={null} isWide onOpen={onOpen} queue={queue} />
    </div>
  );
}
