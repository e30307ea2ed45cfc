// A table as a sheet: a heading, a line a rule, every cell a text.  The server reads what comes back, so
// here nothing is understood, only carried.  The library for XLSX is fetched when it is needed.
import { saveBlob } from '../../ui/save_file';
import type { DraftTable } from './table_types';

type Rows = readonly (readonly string[])[];

/** `rule` is the id of the rule, empty for a new one; results are marked with `> `. */
export function sheetRows({ inputs, outputs, rules }: DraftTable): string[][] {
  const heading = ['rule', ...inputs.map(({ expression }) => expression), ...outputs.map(({ name }) => `> ${name}`), 'annotation_es', 'annotation_en'];
  const lines = rules.map((rule) => [rule.id ?? '', ...rule.inputs, ...rule.outputs, rule.annotation.es, rule.annotation.en]);
  const defaults = outputs.map((output) => output.default);
  if (defaults.every((text) => text === null)) return [heading, ...lines];
  return [heading, ...lines, ['default', ...inputs.map(() => ''), ...defaults.map((text) => text ?? ''), '', '']];
}

export function csvOf(rows: Rows): string {
  const cell = (text: string) => (/[",;\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

export function saveCsv(name: string, table: DraftTable): void {
  // With the mark that tells a spreadsheet that it is UTF-8.
  saveBlob(`${name}.csv`, new Blob([`\uFEFF${csvOf(sheetRows(table))}`], { type: 'text/csv;charset=utf-8' }));
}

export async function saveXlsx(name: string, table: DraftTable): Promise<void> {
  const { default: write } = await import('write-excel-file/browser');
  const [heading = [], ...lines] = sheetRows(table);
  const data = [
    heading.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
    ...lines.map((line) => line.map((value) => (value === '' ? null : { value, type: String }))),
  ];
  saveBlob(`${name}.xlsx`, await write(data, { sheet: table.decision, stickyRowsCount: 1, stickyColumnsCount: 1 }).toBlob());
}

/** A spreadsheet makes numbers and days of what looks like them. */
function cellOf(cell: unknown): string {
  if (cell instanceof Date) return `date("${cell.toISOString().slice(0, 10)}")`;
  return cell === null ? '' : String(cell);
}

/** What the server shall read: a CSV as it is, the first sheet of an XLSX as CSV. */
export async function csvFromFile(file: File): Promise<string> {
  if (!/\.xlsx$/i.test(file.name)) return (await file.text()).replace(/^\uFEFF/, '');
  const { readSheet } = await import('read-excel-file/universal');
  const rows = await readSheet(file);
  return csvOf(rows.map((row) => row.map(cellOf)));
}
