// Where an experiment stands on the open date, and the shares of its arms.
import type { Experiment } from '../../api/types';
import type { Day } from '../../domain/brand';

export type Phase = 'asked' | 'rejected' | 'scheduled' | 'running' | 'over' | 'stopped';

/** First day on which it no longer splits, or null. */
export function endOf({ until, stopped_on: stoppedOn }: Pick<Experiment, 'until' | 'stopped_on'>): Day | null {
  return stoppedOn ?? until;
}

export function phaseOf(experiment: Pick<Experiment, 'state' | 'from' | 'until' | 'stopped_on'>, openDate: Day): Phase {
  if (experiment.state === 'asked' || experiment.state === 'rejected') return experiment.state;
  const end = endOf(experiment);
  if (end !== null && end <= openDate) return experiment.state === 'stopped' ? 'stopped' : 'over';
  return experiment.from > openDate ? 'scheduled' : 'running';
}

/** Basis points of a typed percentage, with a comma or a point; null when it is none. */
export function shareOf(text: string): number | null {
  const [, whole, rest = ''] = /^\s*(\d{1,3})(?:[.,](\d{1,2}))?\s*%?\s*$/.exec(text) ?? [];
  if (whole === undefined) return null;
  const share = Number(whole) * 100 + Number(rest.padEnd(2, '0'));
  return share >= 1 && share <= 10_000 ? share : null;
}

const namePattern = /^[a-z0-9_-]{1,40}$/;

export function isName(text: string): boolean {
  return namePattern.test(text);
}

/** The number of decimals that a share in basis points needs. */
export function digitsOfShare(share: number): number {
  return share % 100 === 0 ? 0 : 2;
}
