// The queue as a virtual list: thousands of rows, a few dozen nodes.  The chosen row is remembered
// by its item, so a reordered queue never moves the row under the cursor.
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueItem } from '../../api/types';
import type { CaseId } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { useSession } from '../../shell/session';
import { ChannelName } from '../../ui/channel';
import styles from './queue.module.css';
import type { Queue } from './use_queue';

/** Who has an item: nobody, this person, or a colleague by name. */
function HolderTag({ item, isShort = false }: { item: QueueItem; isShort?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { user } = useSession();
  if (item.leased_by === null || item.state !== 'leased') return null;
  if (item.leased_by.id === user.id) return <span className="tag" data-tone="info">{t('queue.mine')}</span>;
  return (
    <span className="tag" data-tone="warn">
      {item.leased_until === null || isShort
        ? t('queue.held', { name: item.leased_by.name })
        : t('queue.held_until', { name: item.leased_by.name, time: format.moment(item.leased_until) })}
    </span>
  );
}

/** Drawn again only when its item changes: moving through the list touches two frames, not thirty rows. */
const Row = memo(function Row({ item, isWide }: { item: QueueItem; isWide: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <span className={styles.rank}>{item.rank}</span>
      <span className={styles.who}>
        <strong>{item.party_name}</strong>
        <span className={styles.reason}>{item.is_covered ? t('queue.covered') : item.reason}</span>
      </span>
      {isWide && (
        <span className={styles.step}>
          <span><ChannelName channel={item.channel} /></span>
          {item.contact_point !== null && (
            <span className={styles.point} title={t('contact.best_score', { score: item.contact_point.score })}>{item.contact_point.value_masked}</span>
          )}
          <HolderTag item={item} />
        </span>
      )}
      <span className={styles.owed}>
        {item.past_due_amount !== null && <strong>{format.money(item.past_due_amount, item.currency)}</strong>}
        {isWide || item.leased_by === null ? (
          item.past_due_days !== null && <span className="muted">{t('account.days', { count: item.past_due_days })}</span>
        ) : (
          <HolderTag isShort item={item} />
        )}
      </span>
    </>
  );
});

interface Props {
  queue: Queue;
  isWide: boolean;
  current: CaseId | null;
  onOpen: (item: QueueItem) => void;
}

export function QueueList({ queue, isWide, current, onOpen }: Props) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: queue.items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 58,
    overscan: 8,
  });
  const visible = rows.getVirtualItems();
  const last = visible.at(-1)?.index ?? 0;
  const { activeIndex, fetchMore, items } = queue;

  useEffect(() => {
    if (last >= items.length - 20) fetchMore();
  }, [last, items.length, fetchMore]);
  useEffect(() => {
    if (activeIndex >= 0) rows.scrollToIndex(activeIndex, { align: 'auto' });
  }, [activeIndex, rows]);

  return (
    <div
      aria-activedescendant={activeIndex >= 0 ? `item-${items[activeIndex]?.work_item_id}` : undefined}
      aria-label={t('queue.title')}
      className={styles.list}
      ref={scroller}
      role="listbox"
      tabIndex={0}
    >
      <div className={styles.rows} role="presentation" style={{ height: rows.getTotalSize() }}>
        {visible.map(({ index, start }) => {
          const item = items[index];
          if (!item) return null;
          return (
            <div
              aria-posinset={index + 1}
              aria-selected={index === activeIndex}
              aria-setsize={items.length}
              className={isWide ? styles.wideRow : styles.row}
              data-current={item.case_id === current || undefined}
              id={`item-${item.work_item_id}`}
              key={item.work_item_id}
              onClick={() => {
                queue.activate(item);
                onOpen(item);
              }}
              role="option"
              style={{ transform: `translateY(${start}px)` }}
            >
              <Row isWide={isWide} item={item} />
            </div>
          );
        })}
      </div>
    </div>
  );
}
