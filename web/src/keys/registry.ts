// Every key of the workspace, once.  `?` prints this table, tests read it.
// Keys are matched by what they print (event.key), not by their place: on Spanish and Brazilian
// keyboards `/`, `[` and `]` need Shift or AltGr, so no shortcut uses them, and none uses Alt,
// which belongs to the browser.

export type Scope = 'global' | 'queue' | 'account' | 'messages' | 'approvals' | 'persons' | 'payments' | 'privacy' | 'strategies' | 'board';

export interface KeyEntry {
  readonly id: string;
  /** In the notation of tinykeys. */
  readonly combos: readonly string[];
  /** As printed on the key; digits and letters need none. */
  readonly print: readonly string[];
  readonly scopes: readonly Scope[];
  /** Also works while a field has the focus. */
  readonly inFields?: true;
}

export const keyTable = [
  { id: 'help', combos: ['Shift+?'], print: ['?'], scopes: ['global'] },
  { id: 'find', combos: ['Control+k', 'Meta+k'], print: ['Ctrl', 'K'], scopes: ['global'], inFields: true },
  { id: 'undo', combos: ['u'], print: ['u'], scopes: ['global'] },
  { id: 'goQueue', combos: ['g q'], print: ['g', 'q'], scopes: ['global'] },
  { id: 'goMessages', combos: ['g m'], print: ['g', 'm'], scopes: ['global'] },
  { id: 'goApprovals', combos: ['g a'], print: ['g', 'a'], scopes: ['global'] },
  { id: 'goPersons', combos: ['g r'], print: ['g', 'r'], scopes: ['global'] },
  { id: 'goPayments', combos: ['g p'], print: ['g', 'p'], scopes: ['global'] },
  { id: 'goPrivacy', combos: ['g d'], print: ['g', 'd'], scopes: ['global'] },
  { id: 'goStrategies', combos: ['g e'], print: ['g', 'e'], scopes: ['global'] },
  { id: 'goExperiments', combos: ['g x'], print: ['g', 'x'], scopes: ['global'] },
  { id: 'goBoard', combos: ['g t'], print: ['g', 't'], scopes: ['global'] },
  { id: 'next', combos: ['n'], print: ['n'], scopes: ['queue', 'account'] },
  { id: 'down', combos: ['j', 'ArrowDown'], print: ['j'], scopes: ['queue', 'account', 'messages', 'approvals', 'persons', 'payments', 'privacy', 'strategies'] },
  { id: 'up', combos: ['k', 'ArrowUp'], print: ['k'], scopes: ['queue', 'account', 'messages', 'approvals', 'persons', 'payments', 'privacy', 'strategies'] },
  { id: 'open', combos: ['Enter'], print: ['Enter'], scopes: ['queue', 'account', 'messages', 'approvals', 'persons', 'privacy', 'strategies'] },
  { id: 'skip', combos: ['s'], print: ['s'], scopes: ['queue', 'account'] },
  { id: 'result', combos: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], print: ['1–9'], scopes: ['account'] },
  { id: 'save', combos: ['Control+Enter', 'Meta+Enter'], print: ['Ctrl', 'Enter'], scopes: ['account'], inFields: true },
  { id: 'promise', combos: ['p'], print: ['p'], scopes: ['account'] },
  { id: 'note', combos: ['c'], print: ['c'], scopes: ['account'] },
  { id: 'call', combos: ['l'], print: ['l'], scopes: ['account'] },
  { id: 'payment', combos: ['r'], print: ['r'], scopes: ['account'] },
  { id: 'dispute', combos: ['d'], print: ['d'], scopes: ['account'] },
  { id: 'cancelPromise', combos: ['x'], print: ['x'], scopes: ['account'] },
  { id: 'consent', combos: ['o'], print: ['o'], scopes: ['account'] },
  { id: 'wasSent', combos: ['y'], print: ['y'], scopes: ['messages'] },
  { id: 'wasNotSent', combos: ['x'], print: ['x'], scopes: ['messages'] },
  { id: 'approve', combos: ['y'], print: ['y'], scopes: ['approvals'] },
  { id: 'reject', combos: ['x'], print: ['x'], scopes: ['approvals'] },
  { id: 'samePerson', combos: ['y'], print: ['y'], scopes: ['persons'] },
  { id: 'otherPerson', combos: ['x'], print: ['x'], scopes: ['persons'] },
  { id: 'assign', combos: ['y'], print: ['y'], scopes: ['payments'] },
  { id: 'otherCase', combos: ['o'], print: ['o'], scopes: ['payments'] },
  { id: 'dismiss', combos: ['x'], print: ['x'], scopes: ['payments'] },
  { id: 'newRequest', combos: ['n'], print: ['n'], scopes: ['privacy'] },
  { id: 'newRun', combos: ['n'], print: ['n'], scopes: ['payments'] },
  { id: 'newExperiment', combos: ['n'], print: ['n'], scopes: ['strategies'] },
  { id: 'schedule', combos: ['a'], print: ['a'], scopes: ['account'] },
  { id: 'tab', combos: ['t'], print: ['t'], scopes: ['account'] },
  { id: 'filter', combos: ['f'], print: ['f'], scopes: ['account', 'board'] },
  { id: 'table', combos: ['v'], print: ['v'], scopes: ['board'] },
  { id: 'addRule', combos: ['Shift+Enter'], print: ['Shift', 'Enter'], scopes: ['strategies'] },
  { id: 'copyRule', combos: ['Control+d', 'Meta+d'], print: ['Ctrl', 'D'], scopes: ['strategies'] },
  { id: 'ruleUp', combos: ['Shift+ArrowUp'], print: ['Shift', '↑'], scopes: ['strategies'] },
  { id: 'ruleDown', combos: ['Shift+ArrowDown'], print: ['Shift', '↓'], scopes: ['strategies'] },
  { id: 'columnLeft', combos: ['Shift+ArrowLeft'], print: ['Shift', '←'], scopes: ['strategies'] },
  { id: 'columnRight', combos: ['Shift+ArrowRight'], print: ['Shift', '→'], scopes: ['strategies'] },
  { id: 'removeRule', combos: ['Control+Delete', 'Meta+Delete'], print: ['Ctrl', 'Supr'], scopes: ['strategies'] },
  { id: 'undoEdit', combos: ['Control+z', 'Meta+z'], print: ['Ctrl', 'Z'], scopes: ['strategies'] },
  { id: 'redoEdit', combos: ['Control+y', 'Meta+Shift+Z'], print: ['Ctrl', 'Y'], scopes: ['strategies'] },
  { id: 'saveTable', combos: ['Control+s', 'Meta+s'], print: ['Ctrl', 'S'], scopes: ['strategies'], inFields: true },
  { id: 'back', combos: ['Escape'], print: ['Esc'], scopes: ['account', 'payments', 'privacy', 'strategies'], inFields: true },
] as const satisfies readonly KeyEntry[];

export type KeyId = (typeof keyTable)[number]['id'];

/** A key that types a character: off in fields, and off altogether when the person wants so. */
export function isPlainKey(combo: string): boolean {
  return /^(Shift\+)?.( .)?$/.test(combo);
}
