// What may be done to a table, each a new table beside the old one, so that undoing is going back.
import { columnsOf, emptyCell, newKey, type DraftRule, type DraftTable, type Language, type Place } from './table_types';

function withRules(table: DraftTable, rules: readonly DraftRule[]): DraftTable {
  return { ...table, rules };
}

function replaceAt<Item>(items: readonly Item[], index: number, item: Item): Item[] {
  return items.map((old, at) => (at === index ? item : old));
}

/** The table itself when the cell says that already. */
export function setCell(table: DraftTable, { rule: at, column }: Place, text: string): DraftTable {
  const rule = table.rules[at];
  const view = columnsOf(table)[column];
  if (!rule || !view) return table;
  const cell = text.trim() === '' ? emptyCell(view.side) : text.trim();
  const side = view.side === 'input' ? 'inputs' : 'outputs';
  if (rule[side][view.index] === cell) return table;
  return withRules(table, replaceAt(table.rules, at, { ...rule, [side]: replaceAt(rule[side], view.index, cell) }));
}

export function setAnnotation(table: DraftTable, at: number, language: Language, text: string): DraftTable {
  const rule = table.rules[at];
  if (!rule || rule.annotation[language] === text) return table;
  return withRules(table, replaceAt(table.rules, at, { ...rule, annotation: { ...rule.annotation, [language]: text } }));
}

/** A rule that asks nothing, below rule `at`; the first when there is none. */
export function addRule(table: DraftTable, at: number): DraftTable {
  const rule: DraftRule = {
    key: newKey(),
    id: null,
    inputs: table.inputs.map(() => emptyCell('input')),
    outputs: table.outputs.map(() => emptyCell('output')),
    annotation: { es: '', en: '' },
  };
  return withRules(table, table.rules.toSpliced(at + 1, 0, rule));
}

/** The same again, below it. */
export function copyRule(table: DraftTable, at: number): DraftTable {
  const rule = table.rules[at];
  return rule ? withRules(table, table.rules.toSpliced(at + 1, 0, { ...rule, key: newKey(), id: null })) : table;
}

export function moveRule(table: DraftTable, at: number, to: number): DraftTable {
  const rule = table.rules[at];
  if (!rule || at === to || to < 0 || to >= table.rules.length) return table;
  return withRules(table, table.rules.toSpliced(at, 1).toSpliced(to, 0, rule));
}

export function deleteRule(table: DraftTable, at: number): DraftTable {
  return at in table.rules ? withRules(table, table.rules.toSpliced(at, 1)) : table;
}

/* --- undo and redo --- */

export interface History<State> {
  readonly past: readonly State[];
  readonly present: State;
  readonly future: readonly State[];
}

/** Steps that can be taken back; older ones are forgotten. */
const stepsMax = 200;

export function begin<State>(present: State): History<State> {
  return { past: [], present, future: [] };
}

export function record<State>(history: History<State>, next: State): History<State> {
  if (next === history.present) return history;
  return { past: [...history.past, history.present].slice(-stepsMax), present: next, future: [] };
}

export function undo<State>(history: History<State>): History<State> {
  const last = history.past.at(-1);
  if (last === undefined) return history;
  return { past: history.past.slice(0, -1), present: last, future: [history.present, ...history.future] };
}

export function redo<State>(history: History<State>): History<State> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future };
}
