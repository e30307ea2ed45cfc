// Columns of a table put in, changed and taken out, each a new table beside the old one.
import type { Fact, TableColumn } from '../../api/types';
import { splitTests } from './cell_text';
import { emptyCell, type ColumnView, type DraftTable, type Side } from './table_types';

export const columnTypes = ['string', 'number', 'boolean', 'date'] as const;

/** What a column is, as its dialog says it. */
export interface ColumnWish {
  /** What a condition reads, or the name of a result. */
  name: string;
  label: string;
  type: string;
  /** FEEL: `"a", "b"`; empty for any. */
  allowed: string;
  /** Of a result, when no rule fires; null: none. */
  default: string | null;
  about: TableColumn['about'];
  called: TableColumn['called'];
  /** All that the fact can be. */
  values: TableColumn['values'];
}

function quoted(text: string): string {
  return /^".*"$/.test(text) ? text : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** What a person types: words need no quotes in a column of texts. */
export function literalOf(text: string, type: string): string {
  const literal = text.trim();
  return type !== 'string' || literal === '' || literal === 'null' ? literal : quoted(literal);
}

/** A list that a person types, with commas between. */
export function allowedOf(text: string, type: string): string {
  const parts = splitTests(text).map((part) => part.trim());
  return parts
    .filter((part) => part !== '')
    .map((part) => literalOf(part, type))
    .join(', ');
}

/** The type that the tables know a fact by. */
export function wishOfFact({ name, type, about, label, values }: Fact): Pick<ColumnWish, 'name' | 'type' | 'about' | 'called' | 'values'> {
  return { name, type, about, called: label, values };
}

function inputOf(wish: ColumnWish, id: string | null): TableColumn {
  const { name, label, type, allowed, about, called, values } = wish;
  return { id, expression: name, label, type, allowed, about, called, values };
}

function outputOf(wish: ColumnWish, id: string | null): DraftTable['outputs'][number] {
  const { name, label, type, allowed, default: otherwise } = wish;
  return { id, name, label, type, allowed, default: otherwise, values: [] };
}

/** A column that asks or gives nothing yet, before place `at` of its side. */
export function addColumn(table: DraftTable, side: Side, at: number, wish: ColumnWish): DraftTable {
  const rules = table.rules.map((rule) =>
    side === 'input' ? { ...rule, inputs: rule.inputs.toSpliced(at, 0, emptyCell(side)) } : { ...rule, outputs: rule.outputs.toSpliced(at, 0, emptyCell(side)) },
  );
  return side === 'input'
    ? { ...table, inputs: table.inputs.toSpliced(at, 0, inputOf(wish, null)), rules }
    : { ...table, outputs: table.outputs.toSpliced(at, 0, outputOf(wish, null)), rules };
}

/** The cells stay; what no longer fits is found by the check. */
export function setColumn(table: DraftTable, { side, index, id }: ColumnView, wish: ColumnWish): DraftTable {
  return side === 'input'
    ? { ...table, inputs: table.inputs.toSpliced(index, 1, inputOf(wish, id)) }
    : { ...table, outputs: table.outputs.toSpliced(index, 1, outputOf(wish, id)) };
}

/** The last of a side stays: a table without conditions or results decides nothing. */
export function mayRemoveColumn(table: DraftTable, { side }: ColumnView): boolean {
  return (side === 'input' ? table.inputs : table.outputs).length > 1;
}

export function removeColumn(table: DraftTable, column: ColumnView): DraftTable {
  const { side, index } = column;
  if (!mayRemoveColumn(table, column)) return table;
  const rules = table.rules.map((rule) =>
    side === 'input' ? { ...rule, inputs: rule.inputs.toSpliced(index, 1) } : { ...rule, outputs: rule.outputs.toSpliced(index, 1) },
  );
  return side === 'input' ? { ...table, inputs: table.inputs.toSpliced(index, 1), rules } : { ...table, outputs: table.outputs.toSpliced(index, 1), rules };
}

/** Whether it has somewhere to go on its side: conditions stay before results. */
export function mayMoveColumn(table: DraftTable, { side, index }: ColumnView, by: -1 | 1): boolean {
  return index + by >= 0 && index + by < (side === 'input' ? table.inputs : table.outputs).length;
}

function moveAt<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const item = items[from];
  return item === undefined ? [...items] : items.toSpliced(from, 1).toSpliced(to, 0, item);
}

/** One place to the left or to the right, with its cells. */
export function moveColumn(table: DraftTable, column: ColumnView, by: -1 | 1): DraftTable {
  const { side, index } = column;
  if (!mayMoveColumn(table, column, by)) return table;
  const to = index + by;
  return side === 'input'
    ? { ...table, inputs: moveAt(table.inputs, index, to), rules: table.rules.map((rule) => ({ ...rule, inputs: moveAt(rule.inputs, index, to) })) }
    : { ...table, outputs: moveAt(table.outputs, index, to), rules: table.rules.map((rule) => ({ ...rule, outputs: moveAt(rule.outputs, index, to) })) };
}
