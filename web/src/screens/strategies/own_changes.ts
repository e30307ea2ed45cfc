// What somebody changed since the version that was opened, and putting it on top of a newer one: when
// two people edit, both are kept, and where both said something else about one cell it is told.
import { cellAt, columnsOf, type ColumnView, type DraftRule, type DraftTable } from './table_types';

export type OwnChange =
  | { kind: 'cell'; rule: number; column: ColumnView; before: string; after: string }
  | { kind: 'added' | 'removed' | 'moved'; rule: number }
  | { kind: 'annotation'; rule: number }
  | { kind: 'columns' };

function byKey(table: DraftTable): Map<string, { rule: DraftRule; at: number }> {
  return new Map(table.rules.map((rule, at) => [rule.key, { rule, at }]));
}

function sameColumns(first: DraftTable, second: DraftTable): boolean {
  const names = (table: DraftTable) => columnsOf(table).map(({ id, side, name }) => `${side} ${id} ${name}`).join('\n');
  return names(first) === names(second);
}

/** The keys that both have, in the order of `table`. */
function commonOrder(table: DraftTable, other: DraftTable): string[] {
  const known = byKey(other);
  return table.rules.map(({ key }) => key).filter((key) => known.has(key));
}

/** Rules count from 1, where they are now; those that were removed, where they were. */
export function ownChanges(base: DraftTable, mine: DraftTable): OwnChange[] {
  const before = byKey(base);
  const after = byKey(mine);
  const changes: OwnChange[] = sameColumns(base, mine) ? [] : [{ kind: 'columns' }];
  const order = commonOrder(base, mine);
  const newOrder = commonOrder(mine, base);
  mine.rules.forEach((rule, at) => {
    const old = before.get(rule.key)?.rule;
    if (!old) return void changes.push({ kind: 'added', rule: at + 1 });
    for (const column of columnsOf(mine)) {
      const [was, is] = [cellAt(old, column), cellAt(rule, column)];
      if (was !== is) changes.push({ kind: 'cell', rule: at + 1, column, before: was, after: is });
    }
    if (old.annotation.es !== rule.annotation.es || old.annotation.en !== rule.annotation.en) changes.push({ kind: 'annotation', rule: at + 1 });
    if (order.indexOf(rule.key) !== newOrder.indexOf(rule.key)) changes.push({ kind: 'moved', rule: at + 1 });
  });
  base.rules.forEach(({ key }, at) => {
    if (!after.has(key)) changes.push({ kind: 'removed', rule: at + 1 });
  });
  return changes;
}

export interface Clash {
  /** Of the merged table, from 1. */
  rule: number;
  column: string | null;
  mine: string;
  theirs: string;
}

/** The same column in a table that may have others, or none. */
function sameColumn(table: DraftTable, { id, side, name }: ColumnView): ColumnView | undefined {
  return columnsOf(table).find((column) => column.side === side && (id === null ? column.name === name : column.id === id));
}

interface Merged {
  rule: DraftRule;
  clashes: Omit<Clash, 'rule'>[];
}

/** Mine where I changed it, theirs elsewhere. */
function mergeRule(tables: { base: DraftTable; mine: DraftTable; theirs: DraftTable }, old: DraftRule, mine: DraftRule, theirs: DraftRule): Merged {
  const clashes: Merged['clashes'] = [];
  const cell = (column: ColumnView): string => {
    const their = cellAt(theirs, column);
    const [mineColumn, baseColumn] = [sameColumn(tables.mine, column), sameColumn(tables.base, column)];
    if (!mineColumn || !baseColumn) return their;
    const [my, was] = [cellAt(mine, mineColumn), cellAt(old, baseColumn)];
    if (my === was) return their;
    if (their !== was && their !== my) clashes.push({ column: column.label, mine: my, theirs: their });
    return my;
  };
  const cells = (side: ColumnView['side']) => columnsOf(tables.theirs).filter((column) => column.side === side).map(cell);
  const note = (language: 'es' | 'en') => (mine.annotation[language] === old.annotation[language] ? theirs : mine).annotation[language];
  return { rule: { ...theirs, inputs: cells('input'), outputs: cells('output'), annotation: { es: note('es'), en: note('en') } }, clashes };
}

/** A rule of mine in the columns of theirs. */
function carry(mine: DraftTable, theirs: DraftTable, rule: DraftRule): DraftRule {
  const cells = (side: ColumnView['side']) =>
    columnsOf(theirs)
      .filter((column) => column.side === side)
      .map((column) => {
        const own = sameColumn(mine, column);
        return own ? cellAt(rule, own) : side === 'input' ? '-' : 'null';
      });
  return { ...rule, id: null, inputs: cells('input'), outputs: cells('output') };
}

function isSame(first: DraftRule, second: DraftRule): boolean {
  const text = ({ inputs, outputs, annotation }: DraftRule) => JSON.stringify([inputs, outputs, annotation.es, annotation.en]);
  return text(first) === text(second);
}

/** Puts what I changed since base on top of theirs.  A rule that one removed and the other changed
 * stays, and is told. */
export function rebase(base: DraftTable, mine: DraftTable, theirs: DraftTable): { table: DraftTable; clashes: Clash[] } {
  const [old, my, their] = [byKey(base), byKey(mine), byKey(theirs)];
  const isReordered = commonOrder(base, mine).join() !== commonOrder(mine, base).join();
  const merged = new Map<string, Merged>();
  for (const rule of theirs.rules) {
    const was = old.get(rule.key)?.rule;
    const is = my.get(rule.key)?.rule;
    if (was && is) merged.set(rule.key, mergeRule({ base, mine, theirs }, was, is, rule));
    else if (!was) merged.set(rule.key, { rule, clashes: [] });
    else if (!isSame(was, rule)) merged.set(rule.key, { rule, clashes: [{ column: null, mine: '', theirs: rule.key }] });
  }
  for (const rule of mine.rules) {
    const was = old.get(rule.key)?.rule;
    if (their.has(rule.key)) continue;
    if (!was) merged.set(rule.key, { rule: carry(mine, theirs, rule), clashes: [] });
    else if (!isSame(was, rule)) merged.set(rule.key, { rule: carry(mine, theirs, rule), clashes: [{ column: null, mine: rule.key, theirs: '' }] });
  }
  // One order leads; what it does not know follows the rule that stands before it in the other.
  const [leader, follower] = isReordered ? [mine, theirs] : [theirs, mine];
  const keys = leader.rules.map(({ key }) => key).filter((key) => merged.has(key));
  follower.rules.forEach(({ key }, at) => {
    if (!merged.has(key) || keys.includes(key)) return;
    const before = follower.rules.slice(0, at).findLast((each) => keys.includes(each.key));
    keys.splice(before ? keys.indexOf(before.key) + 1 : 0, 0, key);
  });
  const rules = keys.map((key) => merged.get(key)?.rule).filter((rule) => rule !== undefined);
  const clashes = keys.flatMap((key, at) => (merged.get(key)?.clashes ?? []).map((clash) => ({ rule: at + 1, ...clash })));
  return { table: { ...theirs, rules }, clashes };
}
