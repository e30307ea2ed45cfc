// Saves the result and goes on to the next account.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBooking } from '../../api/booking';
import { ApiError, client, take } from '../../api/client';
import type { ActionOrder, Workspace } from '../../api/types';
import { momentIn } from '../../format/day';
import { useFormat } from '../../format/format';
import { useWork } from '../../work/work';
import { orderOf, type Missing } from './draft';
import type { DraftHandle } from './use_draft';
import type { Lease } from './use_lease';

export interface Save {
  save(): void;
  isSaving: boolean;
  error: unknown;
  missing: Missing | null;
  /** What the server says about one field. */
  fieldError(pointer: string): string | null;
  /** The person goes on typing: what was missing or wrong is no longer said. */
  reset(): void;
}

export function useSave(workspace: Workspace, handle: DraftHandle, lease: Lease): Save {
  const { i18n } = useTranslation();
  const cache = useQueryClient();
  const format = useFormat();
  const work = useWork();
  const [missing, setMissing] = useState<Missing | null>(null);
  const caseId = workspace.case.id;
  const { change } = handle;

  const action = useBooking({
    // A second more on the clock is the same wish.
    wishOf: ({ duration_s: _, ...content }: ActionOrder) => content,
    send: (order: ActionOrder, key) =>
      take(client.POST('/v1/cases/{id}/actions', { params: { path: { id: caseId }, header: { 'Idempotency-Key': key } }, body: order })),
    onSuccess: ({ action: recorded }) => {
      const { disposition } = handle.draft;
      work.offerUndo({
        actionId: recorded.id,
        caseId,
        workItemId: lease.item?.work_item_id ?? null,
        partyName: workspace.party.name,
        result: (i18n.language === 'en' ? disposition?.label_en : disposition?.label_es) ?? recorded.disposition,
      });
      lease.settle();
      handle.clear();
      void cache.invalidateQueries({ queryKey: ['workspace', caseId] });
      void cache.invalidateQueries({ queryKey: ['timeline', caseId] });
      work.takeNext();
    },
  });
  // Somebody else was faster: the case says who.
  const isConflict = action.error instanceof ApiError && action.error.status === 409;
  useEffect(() => {
    if (!isConflict) return;
    void cache.invalidateQueries({ queryKey: ['workspace', caseId] });
    void cache.invalidateQueries({ queryKey: ['queue'] });
    change({ permit: null }); // it ended meanwhile; what was done is told all the same
  }, [isConflict, cache, caseId, change]);

  const save = () => {
    if (action.isPending) return;
    const result = orderOf(handle.draft, {
      currency: workspace.case.currency,
      parse: format.parse,
      momentOf: (day, time) => momentIn(day, time, workspace.party.timezone),
      defaultChannel: workspace.decision?.channel ?? 'call',
      workItem: lease.item?.work_item_id ?? null,
      now: Date.now(),
    });
    if ('missing' in result) {
      setMissing(result.missing);
      return;
    }
    setMissing(null);
    action.mutate(result.order);
  };

  return {
    save,
    isSaving: action.isPending || work.isTaking,
    error: action.error,
    missing,
    fieldError: (pointer) => (action.error instanceof ApiError ? action.error.about(pointer) : null),
    reset: () => {
      setMissing(null);
      if (action.isError) action.reset();
    },
  };
}
