// Holds the account while it is open: leases its work item, keeps the lease alive, and gives it back
// when the person leaves without a result.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ApiError, client, take } from '../../api/client';
import type { QueueItem, Workspace } from '../../api/types';
import type { WorkItemId } from '../../domain/brand';
import { useSession } from '../../shell/session';
import { useWork } from '../../work/work';

const heartbeatMilliseconds = 4 * 60 * 1000; // a lease lasts ten minutes

export interface Lease {
  item: QueueItem | null;
  /** The colleague who holds the account, by name. */
  holder: string | null;
  error: unknown;
  /** The result is saved, the item is no longer ours to give back. */
  settle(): void;
}

export function useLease(workspace: Workspace | undefined, isKept: () => boolean): Lease {
  const cache = useQueryClient();
  const { giveBack } = useWork();
  const item = workspace?.work_item ?? null;
  const { user } = useSession();
  const colleague = item?.leased_by && item.leased_by.id !== user.id ? item.leased_by : null;
  // What a colleague is known to hold is not asked for.
  const id = colleague === null ? (item?.work_item_id ?? null) : null;
  const held = useRef<WorkItemId | null>(null);
  const keep = useRef(isKept);
  useEffect(() => {
    keep.current = isKept;
  });

  const lease = useMutation({
    mutationFn: (target: WorkItemId) => take(client.POST('/v1/work-items/{id}/lease', { params: { path: { id: target } } })),
    onSuccess: (_, target) => {
      held.current = target;
      void cache.invalidateQueries({ queryKey: ['queue'] });
    },
  });
  const { mutate } = lease;

  useEffect(() => {
    if (id === null) return;
    mutate(id);
    const heartbeat = setInterval(() => mutate(id), heartbeatMilliseconds);
    return () => clearInterval(heartbeat);
  }, [id, mutate]);

  useEffect(
    () => () => {
      const target = held.current;
      held.current = null;
      if (target !== null && !keep.current()) giveBack(target);
    },
    [giveBack],
  );

  const refusal = lease.error instanceof ApiError && lease.error.status === 409 ? lease.error : null;
  return {
    item,
    holder: colleague?.name ?? refusal?.problem?.holder?.name ?? null,
    error: lease.error,
    settle: () => {
      held.current = null;
    },
  };
}
