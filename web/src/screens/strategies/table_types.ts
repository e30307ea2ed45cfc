// A decision table as the server gives it, and as it is while somebody edits it.
import type { Table, TableColumn, TableEdit, TableRule } from '../../api/types';

export type Side = 'input' | 'output';
export type Language = 'es' | 'en';

/** A rule on its way: `key` stays the same when it moves, and `id` is null until it is stored. */
export interface DraftRule {
  readonly key: string;
  readonly id: string | null;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly annotation: Readonly<Record<Language, string>>;
}

export interface DraftTable extends Pick<Table, 'file' | 'decision' | 'hit_policy' | 'aggregation' | 'inputs' | 'outputs'> {
  readonly rules: readonly DraftRule[];
}

/** A cell of a rule; columns count from 0, inputs first. */
export interface Place {
  readonly rule: number;
  readonly column: number;
}

let made = 0;

/** A key that no other rule has on this page. */
export function newKey(): string {
  made += 1;
  return `new-${made}`;
}

export function draftRule({ id, inputs, outputs, annotation }: TableRule): DraftRule {
  return { key: id ?? newKey(), id, inputs, outputs, annotation };
}

export function draftTable({ file, decision, hit_policy, aggregation, inputs, outputs, rules }: Table): DraftTable {
  return { file, decision, hit_policy, aggregation, inputs, outputs, rules: rules.map(draftRule) };
}

/** As the server takes it: what it documents about a column stays here. */
export function tableEdit({ file, decision, hit_policy, aggregation, inputs, outputs, rules }: DraftTable): TableEdit {
  return {
    file,
    decision,
    hit_policy,
    aggregation,
    inputs: inputs.map(({ id, expression, label, type, allowed }) => ({ id, expression, label, type, allowed })),
    outputs: outputs.map(({ id, name, label, type, allowed, default: otherwise }) => ({ id, name, label, type, allowed, default: otherwise })),
    rules: rules.map((rule) => ({ id: rule.id, inputs: [...rule.inputs], outputs: [...rule.outputs], annotation: { ...rule.annotation } })),
  };
}

export interface ColumnView {
  readonly id: string | null;
  readonly side: Side;
  /** On its side, from 0. */
  readonly index: number;
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly values: TableColumn['values'];
  readonly about: TableColumn['about'];
  /** What people call the fact that it reads, whatever the table calls it; null: a result, or no fact. */
  readonly called: TableColumn['called'];
}

/** Inputs, then outputs, as the grid shows them. */
export function columnsOf({ inputs, outputs }: Pick<DraftTable, 'inputs' | 'outputs'>): ColumnView[] {
  return [
    ...inputs.map((input, index) => ({ ...input, side: 'input' as const, index, name: input.expression, label: input.label || input.expression })),
    ...outputs.map((output, index) => ({ ...output, side: 'output' as const, index, name: output.name, label: output.label || output.name, about: null, called: null })),
  ];
}

export function cellAt(rule: DraftRule, { side, index }: ColumnView): string {
  return (side === 'input' ? rule.inputs[index] : rule.outputs[index]) ?? '';
}

/** What a cell says that asks nothing, or gives nothing. */
export function emptyCell(side: Side): string {
  return side === 'input' ? '-' : 'null';
}
