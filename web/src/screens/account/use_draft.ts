// Keeps what was entered for each account while the person moves between accounts, so that looking
// elsewhere loses no note.  In memory only: nothing personal is left in the browser.
import { useCallback, useState } from 'react';
import type { CaseId } from '../../domain/brand';
import { emptyDraft, isUntouched, type Draft } from './draft';

const drafts = new Map<CaseId, Draft>();

export interface DraftHandle {
  draft: Draft;
  change(part: Partial<Draft> | ((draft: Draft) => Draft)): void;
  clear(): void;
}

export function useDraft(caseId: CaseId): DraftHandle {
  const [draft, setDraft] = useState<Draft>(() => drafts.get(caseId) ?? emptyDraft);
  const change = useCallback<DraftHandle['change']>(
    (part) =>
      setDraft((before) => {
        const after = typeof part === 'function' ? part(before) : { ...before, ...part };
        if (isUntouched(after)) drafts.delete(caseId);
        else drafts.set(caseId, after);
        return after;
      }),
    [caseId],
  );
  const clear = useCallback(() => {
    drafts.delete(caseId);
    setDraft(emptyDraft);
  }, [caseId]);
  return { draft, change, clear };
}
