// The history of the case, newest first, in groups of a day; only what is visible is in the page.
// Entries are never edited: a correction shows on the entry that it voids.
import { SegmentedControl } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { timelineQuery } from '../../api/queries';
import type { TimelineEntry, TimelineKind, Workspace } from '../../api/types';
import { useFormat } from '../../format/format';
import { ChannelIcon } from '../../ui/channel';
import { GearIcon, LegalIcon, MoneyIcon } from '../../ui/icons';
import { Empty, Failure, Loading } from '../../ui/states';
import styles from './timeline.module.css';

export const timelineFilters = ['all', 'contact', 'money', 'legal', 'system'] as const;
export type TimelineFilter = (typeof timelineFilters)[number];

function EntryIcon({ entry }: { entry: TimelineEntry }) {
  if (entry.kind === 'money') return <MoneyIcon />;
  if (entry.kind === 'legal') return <LegalIcon />;
  if (entry.channel) return <ChannelIcon channel={entry.channel} />;
  return <GearIcon />;
}

function Entry({ entry, workspace }: { entry: TimelineEntry; workspace: Workspace }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isVoid = entry.corrected_by_id !== null;
  const who = entry.actor?.name ?? t('timeline.system');
  return (
    <article className={styles.entry} data-void={isVoid || undefined}>
      <span className={styles.sign}>
        <EntryIcon entry={entry} />
      </span>
      <div className={styles.content}>
        <p className={styles.line}>
          <strong>{entry.text}</strong>
          {entry.amount !== null && <span>{format.money(entry.amount, workspace.case.currency)}</span>}
          {entry.due_on !== null && <span>{t('timeline.for_day', { day: format.day(entry.due_on) })}</span>}
          {isVoid && <span className="tag" data-tone="warn">{t('timeline.void')}</span>}
          {entry.corrects_id !== null && <span className="tag">{t('timeline.correction')}</span>}
        </p>
        {entry.note && <p className={styles.note}>{entry.note}</p>}
        <p className={styles.meta}>
          {format.time(entry.at)} · {who}
          {entry.channel && ` · ${t(`channel.${entry.channel}`)}`}
          {entry.rule && ` · ${entry.rule}`}
        </p>
      </div>
    </article>
  );
}

/** Pages of the server; the first is already in the workspace while nothing is filtered. */
function useEntries(workspace: Workspace, filter: TimelineFilter) {
  const kind: TimelineKind | null = filter === 'all' ? null : filter;
  const first = kind === null ? { items: workspace.timeline, next_cursor: workspace.timeline_next_cursor } : null;
  const query = useInfiniteQuery({
    ...timelineQuery(workspace.case.id, kind),
    ...(first === null ? {} : { initialData: { pages: [first], pageParams: [null] } }),
  });
  // The workspace is asked for again and again: what is new in it is news for every filter.
  const cache = useQueryClient();
  const newest = workspace.timeline[0]?.id;
  const known = useRef(newest);
  useEffect(() => {
    if (known.current === newest) return;
    known.current = newest;
    void cache.invalidateQueries({ queryKey: ['timeline', workspace.case.id] });
  }, [cache, newest, workspace.case.id]);
  const entries = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return { query, entries };
}

function Entries({ workspace, filter }: { workspace: Workspace; filter: TimelineFilter }) {
  const { t } = useTranslation();
  const format = useFormat();
  const scroller = useRef<HTMLDivElement>(null);
  const { query, entries } = useEntries(workspace, filter);
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 64,
    overscan: 6,
    getItemKey: (index) => entries[index]?.id ?? index,
  });
  const visible = rows.getVirtualItems();
  const last = visible.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;

  useEffect(() => {
    if (last >= entries.length - 10 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [last, entries.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

  if (query.isPending) return <Loading rows={5} />;
  if (query.isError && entries.length === 0)
    return <Failure error={query.error} retry={() => void query.refetch()} title={t('timeline.failed')} />;
  if (entries.length === 0) return <Empty title={filter === 'all' ? t('timeline.empty') : t('timeline.empty_filter')} />;
  return (
    <div aria-label={t('tab.timeline')} className={styles.scroller} data-scroll ref={scroller} role="region" tabIndex={0}>
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {visible.map(({ index, key, start }) => {
          const entry = entries[index];
          if (!entry) return null;
          const opensDay = entries[index - 1]?.day !== entry.day;
          return (
            <div className={styles.row} data-index={index} key={key} ref={rows.measureElement} style={{ transform: `translateY(${start}px)` }}>
              {opensDay && (
                <h3 className={styles.day}>
                  {format.weekday(entry.day)} {format.day(entry.day)}
                </h3>
              )}
              <Entry entry={entry} workspace={workspace} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface Props {
  workspace: Workspace;
  filter: TimelineFilter;
  onFilter: (filter: TimelineFilter) => void;
}

export function Timeline({ workspace, filter, onFilter }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.timeline}>
      <SegmentedControl
        aria-label={t('timeline.filter')}
        className={styles.filter ?? ''}
        data={timelineFilters.map((value) => ({ value, label: t(`timeline.${value}`) }))}
        onChange={(value) => onFilter(value as TimelineFilter)}
        size="xs"
        value={filter}
      />
      <Entries filter={filter} key={filter} workspace={workspace} />
    </div>
  );
}
