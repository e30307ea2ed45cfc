// What happened to the account while it was open: money that arrived changes what to say next.
import { useState } from 'react';
import type { TimelineEntry, Workspace } from '../../api/types';

const newest = 20;

/** Payments that were not there when the account was opened, newest first. */
export function useArrivals(workspace: Workspace): TimelineEntry[] {
  const [known] = useState(() => new Set(workspace.timeline.map(({ id }) => id)));
  return workspace.timeline.slice(0, newest).filter(({ id, type }) => type === 'payment.taken' && !known.has(id));
}
