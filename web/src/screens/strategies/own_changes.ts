// What somebody changed since the version that was opened, and putting it on top of a newer one: when
// two people edit, both are kept, and where both said something else about one cell it is told.
import { cellAt, columnsOf, emptyCell, tableEdit, type ColumnView, type DraftRule, type DraftTable, type Side } from './table_types';

export type OwnChange =
  | { kind: 'cell'; rule: number; column: ColumnView; before: string; after: string }
  | { kind: 'added' | 'removed' | 'moved'; rule: number }
  | { kind: 'annotation'; rule: number }
  | { kind: 'column_added' | 'column_removed' | 'column_changed' | 'column_moved'; column: ColumnView };

function byKey(table: DraftTable): Map<string, { rule: DraftRule; at: number }> {
  return new Map(table.rules.map((rule, at) => [rule.key, { rule, at }]));
}

/** The same column in a table that may have others, or none. */
function sameColumn(table: DraftTable, { id, side, name }: ColumnView): ColumnView | undefined {
  return columnsOf(table).find((column) => column.side === side && (id === null ? column.name === name : column.id === id));
}

/** What the column says of itself, as it is stored. */
function columnText(table: DraftTable, { side, index }: ColumnView): string {
  const { inputs, outputs } = tableEdit(table);
  return JSON.stringify(side === 'input' ? inputs[index] : outputs[index]);
}

/** The columns of a side that both have, in the order of `table`. */
function commonColumns(table: DraftTable, other: DraftTable, side: Side): ColumnView[] {
  return columnsOf(table).filter((column) => column.side === side && sameColumn(other, column) !== undefined);
}

/** Those of mine that stand elsewhere among the columns that were there. */
function movedColumns(base: DraftTable, mine: DraftTable, side: Side): ColumnView[] {
  const before = commonColumns(base, mine, side);
  return commonColumns(mine, base, side).filter((column, at) => sameColumn(base, column)?.index !== before[at]?.index);
}

function columnChanges(base: DraftTable, mine: DraftTable): OwnChange[] {
  const changes: OwnChange[] = columnsOf(base)
    .filter((column) => sameColumn(mine, column) === undefined)
    .map((column) => ({ kind: 'column_removed', column }));
  for (const column of columnsOf(mine)) {
    const was = sameColumn(base, column);
    if (was === undefined) changes.push({ kind: 'column_added', column });
    else if (columnText(base, was) !== columnText(mine, column)) changes.push({ kind: 'column_changed', column });
  }
  for (const side of ['input', 'output'] as const) for (const column of movedColumns(base, mine, side)) changes.push({ kind: 'column_moved', column });
  return changes;
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
  const changes = columnChanges(base, mine);
  const order = commonOrder(base, mine);
  const newOrder = commonOrder(mine, base);
  mine.rules.forEach((rule, at) => {
    const old = before.get(rule.key)?.rule;
    if (!old) return void changes.push({ kind: 'added', rule: at + 1 });
    for (const column of columnsOf(mine)) {
      const oldColumn = sameColumn(base, column);
      const was = oldColumn ? cellAt(old, oldColumn) : emptyCell(column.side);
      const is = cellAt(rule, column);
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

interface Tables {
  base: DraftTable;
  mine: DraftTable;
  theirs: DraftTable;
}

/** Of one side: theirs without those that I took out, as I changed them, and with those that I put in. */
function mergeSide<Column extends DraftTable['inputs'][number] | DraftTable['outputs'][number]>(
  { base, mine, theirs }: Tables,
  side: Side,
  of: (table: DraftTable) => readonly Column[],
): Column[] {
  const sideOf = (table: DraftTable) => columnsOf(table).filter((column) => column.side === side);
  const merged: Column[] = [];
  const names: string[] = [];
  for (const column of sideOf(theirs)) {
    const [was, is] = [sameColumn(base, column), sameColumn(mine, column)];
    if (was && !is) continue;
    const isMine = was && is && columnText(base, was) !== columnText(mine, is);
    const kept = isMine ? of(mine)[is.index] : of(theirs)[column.index];
    if (!kept) continue;
    merged.push({ ...kept, id: column.id });
    names.push(isMine ? is.name : column.name);
  }
  sideOf(mine).forEach((column, at) => {
    const own = of(mine)[column.index];
    if (!own || sameColumn(base, column) || names.includes(column.name)) return;
    const before = sideOf(mine)[at - 1];
    const place = before ? names.indexOf(before.name) + 1 : 0;
    merged.splice(place, 0, own);
    names.splice(place, 0, column.name);
  });
  if (movedColumns(base, mine, side).length === 0) return merged;
  // I moved some: those that I know stand in my order, the others where they are.
  const placeOf = (name: string) => sideOf(mine).findIndex((column) => column.name === name);
  const known = merged.map((column, at) => ({ column, place: placeOf(names[at] ?? '') })).filter(({ place }) => place >= 0);
  const ordered = known.toSorted((first, second) => first.place - second.place).map(({ column }) => column);
  return merged.map((column, at) => (placeOf(names[at] ?? '') < 0 ? column : (ordered.shift() ?? column)));
}

function mergeColumns(tables: Tables): DraftTable {
  return { ...tables.theirs, inputs: mergeSide(tables, 'input', ({ inputs }) => inputs), outputs: mergeSide(tables, 'output', ({ outputs }) => outputs), rules: [] };
}

interface Merged {
  rule: DraftRule;
  clashes: Omit<Clash, 'rule'>[];
}

/** Mine where I changed it, theirs elsewhere. */
function mergeRule(tables: Tables & { merged: DraftTable }, old: DraftRule, mine: DraftRule, theirs: DraftRule): Merged {
  const clashes: Merged['clashes'] = [];
  const cell = (column: ColumnView): string => {
    const [mineColumn, baseColumn, theirColumn] = [sameColumn(tables.mine, column), sameColumn(tables.base, column), sameColumn(tables.theirs, column)];
    if (!theirColumn) return mineColumn ? cellAt(mine, mineColumn) : emptyCell(column.side);
    const their = cellAt(theirs, theirColumn);
    if (!mineColumn || !baseColumn) return their;
    const [my, was] = [cellAt(mine, mineColumn), cellAt(old, baseColumn)];
    if (my === was) return their;
    if (their !== was && their !== my) clashes.push({ column: column.label, mine: my, theirs: their });
    return my;
  };
  const cells = (side: Side) => columnsOf(tables.merged).filter((column) => column.side === side).map(cell);
  // Somebody took the column out in which I changed a cell: it stays out, and is told.
  for (const column of columnsOf(tables.base)) {
    const own = sameColumn(tables.mine, column);
    if (own && !sameColumn(tables.theirs, column) && cellAt(old, column) !== cellAt(mine, own)) clashes.push({ column: column.label, mine: cellAt(mine, own), theirs: emptyCell(column.side) });
  }
  const note = (language: 'es' | 'en') => (mine.annotation[language] === old.annotation[language] ? theirs : mine).annotation[language];
  return { rule: { ...theirs, inputs: cells('input'), outputs: cells('output'), annotation: { es: note('es'), en: note('en') } }, clashes };
}

/** A rule of one table in the columns of another. */
function carry(from: DraftTable, to: DraftTable, rule: DraftRule): DraftRule {
  const cells = (side: Side) =>
    columnsOf(to)
      .filter((column) => column.side === side)
      .map((column) => {
        const own = sameColumn(from, column);
        return own ? cellAt(rule, own) : emptyCell(side);
      });
  return { ...rule, inputs: cells('input'), outputs: cells('output') };
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
  const columns = mergeColumns({ base, mine, theirs });
  const ofTheirs = (rule: DraftRule) => carry(theirs, columns, rule);
  const ofMine = (rule: DraftRule) => ({ ...carry(mine, columns, rule), id: null });
  const merged = new Map<string, Merged>();
  for (const rule of theirs.rules) {
    const was = old.get(rule.key)?.rule;
    const is = my.get(rule.key)?.rule;
    if (was && is) merged.set(rule.key, mergeRule({ base, mine, theirs, merged: columns }, was, is, rule));
    else if (!was) merged.set(rule.key, { rule: ofTheirs(rule), clashes: [] });
    else if (!isSame(was, rule)) merged.set(rule.key, { rule: ofTheirs(rule), clashes: [{ column: null, mine: '', theirs: rule.key }] });
  }
  for (const rule of mine.rules) {
    const was = old.get(rule.key)?.rule;
    if (their.has(rule.key)) continue;
    if (!was) merged.set(rule.key, { rule: ofMine(rule), clashes: [] });
    else if (!isSame(was, rule)) merged.set(rule.key, { rule: ofMine(rule), clashes: [{ column: null, mine: rule.key, theirs: '' }] });
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
  return { table: { ...columns, rules }, clashes };
}
