// What the person has entered for an account and not saved yet.  Pure: a test drives it without a
// screen.  It checks only that an order is complete; whether it is allowed, the server says.
import { money, type ContactPointId, type Currency, type Day, type Instant, type Money, type WorkItemId } from '../../domain/brand';
import type { ActionOrder, Channel, Disposition, PayChannel, Permit } from '../../api/types';

export interface Draft {
  disposition: Disposition | null;
  /** The digit whose group waits for a second digit. */
  openDigit: string | null;
  note: string;
  amount: string;
  dueOn: Day | null;
  payChannel: PayChannel;
  callbackOn: Day | null;
  callbackTime: string;
  direction: 'outbound' | 'inbound';
  /** Chosen by the person; until then the channel of the case's step. */
  channel: Channel | null;
  contactPoint: ContactPointId | null;
  callStartedAt: number | null;
  /** What the gate gave for this contact, by the channel that was asked for. */
  permit: Permit | null;
}

export const emptyDraft: Draft = {
  disposition: null,
  openDigit: null,
  note: '',
  amount: '',
  dueOn: null,
  payChannel: 'transfer',
  callbackOn: null,
  callbackTime: '',
  direction: 'outbound',
  channel: null,
  contactPoint: null,
  callStartedAt: null,
  permit: null,
};

export interface ResultGroup {
  digit: string;
  /** Of the group; null: a result that stands alone. */
  name: string | null;
  items: Disposition[];
}

/** Codes by the digit that chooses them; the order of the server holds inside a group. */
export function groupResults(dispositions: readonly Disposition[]): ResultGroup[] {
  const groups = new Map<string, Disposition[]>();
  for (const disposition of dispositions) groups.set(disposition.key, [...(groups.get(disposition.key) ?? []), disposition]);
  return [...groups].map(([digit, items]) => ({ digit, name: items[0]?.group ?? null, items })).sort((a, b) => a.digit.localeCompare(b.digit));
}

/** After a digit: a result, a group that waits for its second digit, or what was there before. */
export function pressDigit(draft: Draft, digit: string, groups: readonly ResultGroup[]): Draft {
  if (draft.openDigit !== null) {
    const open = groups.find((group) => group.digit === draft.openDigit);
    const chosen = open?.items[Number(digit) - 1];
    return chosen ? { ...draft, disposition: chosen, openDigit: null } : draft;
  }
  const group = groups.find((candidate) => candidate.digit === digit);
  if (!group) return draft;
  const [only, ...others] = group.items;
  if (only && others.length === 0) return { ...draft, disposition: only };
  return { ...draft, disposition: null, openDigit: digit };
}

export function wantsPromise(draft: Draft): boolean {
  return draft.disposition?.flags.includes('promise') ?? false;
}

export function wantsCallback(draft: Draft): boolean {
  return draft.disposition?.flags.includes('callback') ?? false;
}

/** Nothing that would be lost. */
export function isUntouched(draft: Draft): boolean {
  return draft.disposition === null && draft.note.trim() === '' && draft.callStartedAt === null;
}

export type Missing = 'disposition' | 'amount' | 'due_on' | 'callback';

interface Context {
  currency: Currency;
  parse: (text: string, currency: Currency) => Money | null;
  momentOf: (day: Day, time: string) => Instant;
  defaultChannel: Channel;
  workItem: WorkItemId | null;
  /** Milliseconds. */
  now: number;
}

/** The order to send, or what it still lacks. */
export function orderOf(draft: Draft, context: Context): { order: ActionOrder } | { missing: Missing } {
  if (draft.disposition === null) return { missing: 'disposition' };
  const order: ActionOrder = {
    channel: draft.channel ?? context.defaultChannel,
    direction: draft.direction,
    contact_point_id: draft.contactPoint,
    disposition: draft.disposition.code,
    note: draft.note.trim(),
    duration_s: draft.callStartedAt === null ? 0 : Math.max(0, Math.round((context.now - draft.callStartedAt) / 1000)),
    work_item_id: context.workItem,
  };
  if (draft.permit !== null && draft.direction === 'outbound') order.permit_id = draft.permit.id;
  if (wantsPromise(draft)) {
    const amount = context.parse(draft.amount, context.currency);
    if (amount === null || amount === money(0)) return { missing: 'amount' };
    if (draft.dueOn === null) return { missing: 'due_on' };
    order.promise = { amount, due_on: draft.dueOn, channel: draft.payChannel };
  }
  if (wantsCallback(draft)) {
    if (draft.callbackOn === null || draft.callbackTime === '') return { missing: 'callback' };
    order.callback_at = context.momentOf(draft.callbackOn, draft.callbackTime);
  }
  return { order };
}
