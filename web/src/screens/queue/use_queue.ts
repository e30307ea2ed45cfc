// The queue and the row that the person is on.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { queueQuery } from '../../api/queries';
import type { QueueItem } from '../../api/types';
import type { WorkItemId } from '../../domain/brand';
import { useMay } from '../../shell/session';

export interface Queue {
  items: QueueItem[];
  progress: { done: number; total: number };
  activeIndex: number;
  active: QueueItem | null;
  activate(item: QueueItem): void;
  move(step: 1 | -1): void;
  fetchMore(): void;
  query: ReturnType<typeof useQueueQuery>;
}

function useQueueQuery() {
  const may = useMay();
  return useInfiniteQuery({ ...queueQuery, enabled: may('queue.work') });
}

export function useQueue(first: WorkItemId | null = null): Queue {
  const query = useQueueQuery();
  const [chosen, setChosen] = useState<WorkItemId | null>(null);
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const wanted = chosen ?? first;
  const found = items.findIndex((item) => item.work_item_id === wanted);
  // The row that was chosen has left the queue: stay at the top, where the work goes on.
  const activeIndex = found >= 0 ? found : items.length > 0 ? 0 : -1;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const fetchMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  return {
    items,
    progress: query.data?.pages[0]?.progress ?? { done: 0, total: 0 },
    activeIndex,
    active: items[activeIndex] ?? null,
    activate: (item) => setChosen(item.work_item_id),
    move: (step) => setChosen(items[Math.max(0, Math.min(items.length - 1, activeIndex + step))]?.work_item_id ?? null),
    fetchMore,
    query,
  };
}
