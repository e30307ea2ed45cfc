// The run of the working day: takes the next account, and for ten seconds offers to undo the last
// result.  Lives above the screens, because saving one account already shows the next.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { client, idempotencyKey, take, takeOrNull } from '../api/client';
import { workspaceQuery } from '../api/queries';
import type { ActionId, CaseId, WorkItemId } from '../domain/brand';

export interface Saved {
  actionId: ActionId;
  caseId: CaseId;
  workItemId: WorkItemId | null;
  partyName: string;
  result: string;
}

interface Work {
  saved: Saved | null;
  /** Offers to undo this result. */
  offerUndo(saved: Saved): void;
  undo(): void;
  isUndoing: boolean;
  undoError: unknown;
  dismiss(): void;
  takeNext(): void;
  isTaking: boolean;
  takeError: unknown;
  /** Gives an account back that was opened and left without a result. */
  giveBack(item: WorkItemId, caseId: CaseId): void;
}

const undoMilliseconds = 10_000;
const WorkContext = createContext<Work | null>(null);

export function WorkProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [, navigate] = useLocation();
  const [saved, setSaved] = useState<Saved | null>(null);

  const next = useMutation({
    mutationFn: () => takeOrNull(client.POST('/v1/queue/next')),
    onSuccess: (item) => {
      navigate(item === null ? '/cola' : `/cuenta/${item.case_id}`);
      void cache.invalidateQueries({ queryKey: ['queue'] });
    },
  });

  const correction = useMutation({
    // The key belongs to the wish: trying again after a lost answer books no second correction.
    mutationFn: ({ action, key }: { action: Saved; key: string }) =>
      take(
        client.POST('/v1/actions/{id}/correction', {
          params: { path: { id: action.actionId }, header: { 'Idempotency-Key': key } },
          body: { reason: t('undo.reason') },
        }),
      ),
    onSuccess: async (_, { action }) => {
      setSaved(null);
      await cache.invalidateQueries({ queryKey: ['workspace', action.caseId] });
      void cache.invalidateQueries({ queryKey: ['timeline', action.caseId] });
      void cache.invalidateQueries({ queryKey: ['queue'] });
      navigate(`/cuenta/${action.caseId}`);
    },
  });

  const { mutate: takeNext, isPending: isTaking, error: takeError } = next;
  const { mutate: correct, isPending: isUndoing, error: undoError } = correction;

  // The offer ends by itself, but not while the server is being asked.
  useEffect(() => {
    if (!saved || isUndoing) return;
    const timer = setTimeout(() => setSaved(null), undoMilliseconds);
    return () => clearTimeout(timer);
  }, [saved, isUndoing]);

  const giveBack = useCallback(
    (id: WorkItemId, caseId: CaseId) => {
      // keepalive: also when the page is being closed.  A lease that cannot be returned ends by
      // itself, so a failure needs nobody's attention.
      void take(client.POST('/v1/work-items/{id}/release', { params: { path: { id } }, keepalive: true }))
        .then((item) => {
          // Opened again, the account must not ask for an item that has left the queue.
          const { queryKey } = workspaceQuery(caseId);
          cache.setQueryData(queryKey, (before) => before && { ...before, work_item: item.state === 'ready' ? item : null });
          void cache.invalidateQueries({ queryKey });
          void cache.invalidateQueries({ queryKey: ['queue'] });
        })
        .catch(() => undefined);
    },
    [cache],
  );

  const work = useMemo<Work>(
    () => ({
      saved,
      offerUndo: setSaved,
      undo: () => saved && !isUndoing && correct({ action: saved, key: idempotencyKey() }),
      isUndoing,
      undoError,
      dismiss: () => setSaved(null),
      takeNext: () => !isTaking && takeNext(),
      isTaking,
      takeError,
      giveBack,
    }),
    [saved, isUndoing, undoError, correct, isTaking, takeError, takeNext, giveBack],
  );
  return <WorkContext.Provider value={work}>{children}</WorkContext.Provider>;
}

export function useWork(): Work {
  const work = useContext(WorkContext);
  if (!work) throw new Error('useWork outside WorkProvider');
  return work;
}
