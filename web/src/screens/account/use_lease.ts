// Holds the account while it is open: leases its work item, keeps the lease alive, and gives it back
// when the person leaves without a result.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ApiError, client, take } from '../../api/client';
import type { QueueItem, Workspace } from '../../api/types';
import type { WorkItemId } from '../../domain/brand';
import { useMay, useSession } from '../../shell/session';
import { useWork } from '../../work/work';

const heartbeatMilliseconds = 4 * 60 * 1000; // a lease lasts ten minutes

export interface Lease {
  item: QueueItem | null;
  /** The colleague who holds the account, by name. */
  holder: string | null;
  /** The item was finished or skipped: it is no longer ours to give back. */
  settle(): void;
}

/** What this visit of an account holds, and what becomes of it at the end. */
interface Visit {
  held: WorkItemId | null;
  isSettled: boolean;
  isOver: boolean;
}

export function useLease(workspace: Workspace, isKept: () => boolean): Lease {
  const cache = useQueryClient();
  const { giveBack } = useWork();
  const { user } = useSession();
  const may = useMay();
  const caseId = workspace.case.id;
  const item = workspace.work_item;
  const colleague = item?.leased_by && item.leased_by.id !== user.id ? item.leased_by : null;
  // What a colleague is known to hold is not asked for.
  const id = colleague === null && may('queue.work') ? (item?.work_item_id ?? null) : null;
  const visit = useRef<Visit>({ held: null, isSettled: false, isOver: false });
  const keep = useRef(isKept);
  useEffect(() => {
    keep.current = isKept;
  });

  const lease = useMutation({
    mutationFn: (target: WorkItemId) => take(client.POST('/v1/work-items/{id}/lease', { params: { path: { id: target } } })),
    onSuccess: (_, target) => {
      if (visit.current.isSettled) return;
      // The answer may come when the person has left already.
      if (visit.current.isOver && !keep.current()) giveBack(target, caseId);
      else visit.current.held = target;
      void cache.invalidateQueries({ queryKey: ['queue'] });
    },
    onError: (error) => {
      if (!(error instanceof ApiError) || error.status !== 409) return;
      visit.current.held = null; // a colleague has it, or it has left the queue: the case says which
      void cache.invalidateQueries({ queryKey: ['workspace', caseId] });
      void cache.invalidateQueries({ queryKey: ['queue'] });
    },
  });
  const { mutate } = lease;

  useEffect(() => {
    if (id === null) {
      visit.current.held = null;
      return;
    }
    mutate(id);
    const heartbeat = setInterval(() => mutate(id), heartbeatMilliseconds);
    return () => clearInterval(heartbeat);
  }, [id, mutate]);

  useEffect(() => {
    const now = visit.current;
    now.isOver = false;
    // A page that is closed or loaded again keeps no draft, so nothing is left to hold it for.
    const leave = () => {
      if (now.held !== null) giveBack(now.held, caseId);
      now.held = null;
    };
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      now.isOver = true;
      if (!keep.current()) leave();
    };
  }, [giveBack, caseId]);

  const refusal = lease.error instanceof ApiError && lease.error.status === 409 ? lease.error : null;
  return {
    item,
    holder: colleague?.name ?? refusal?.problem?.holder?.name ?? null,
    settle: () => {
      visit.current.isSettled = true;
      visit.current.held = null;
    },
  };
}
