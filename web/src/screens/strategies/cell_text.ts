// A cell in words that a person reads, and the choices of a list as a cell.  Only the shapes that tables
// mostly have are put into words; anything else is shown as it is written.
import type { ColumnView } from './table_types';

export interface Words {
  any: string;
  none: string;
  yes: string;
  no: string;
  not: (what: string) => string;
  between: (from: string, to: string) => string;
}

/** The tests of a cell: commas outside of texts, parentheses and brackets part them. */
export function splitTests(cell: string): string[] {
  const tests: string[] = [];
  let from = 0;
  let depth = 0;
  let isText = false;
  for (let at = 0; at < cell.length; at += 1) {
    const sign = cell[at];
    if (sign === '\\' && isText) at += 1;
    else if (sign === '"') isText = !isText;
    else if (isText) continue;
    else if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    else if (sign === ',' && depth === 0) {
      tests.push(cell.slice(from, at).trim());
      from = at + 1;
    }
  }
  tests.push(cell.slice(from).trim());
  return tests.filter((test) => test !== '');
}

function testText(test: string, column: Pick<ColumnView, 'values'>, language: 'es' | 'en', words: Words): string {
  const known = column.values.find(({ value }) => value === test);
  if (known) return known.label[language] || test;
  if (test === 'null') return words.none;
  if (test === 'true') return words.yes;
  if (test === 'false') return words.no;
  const text = /^"((?:[^"\\])*)"$/.exec(test);
  if (text?.[1] !== undefined) return text[1];
  const range = /^\[\s*(-?[\d.]+?)\s*\.\.\s*(-?\d+(?:\.\d+)?)\s*\]$/.exec(test);
  if (range?.[1] !== undefined && range[2] !== undefined) return words.between(range[1], range[2]);
  const compared = /^(<=|>=|<|>)\s*(.+)$/.exec(test);
  if (compared) return `${{ '<=': '≤', '>=': '≥', '<': '<', '>': '>' }[compared[1] as '<']} ${compared[2]}`;
  return test;
}

/** What the grid shows. */
export function cellText(cell: string, column: Pick<ColumnView, 'values' | 'side'>, language: 'es' | 'en', words: Words): string {
  if (column.side === 'input' && (cell === '-' || cell === '')) return words.any;
  const denied = /^not\s*\((.*)\)$/s.exec(cell);
  const list = (text: string) => splitTests(text).map((test) => testText(test, column, language, words)).join(', ');
  return denied?.[1] === undefined ? list(cell) : words.not(list(denied[1]));
}

/** Whether a value of the list stands in the cell. */
export function hasChoice(cell: string, value: string): boolean {
  return splitTests(cell).includes(value);
}

/** The cell with a value of the list put in or taken out; an input that asks for none of them asks nothing. */
export function toggleChoice(cell: string, value: string, side: ColumnView['side']): string {
  if (side === 'output') return value;
  const tests = splitTests(cell).filter((test) => test !== '-');
  const next = tests.includes(value) ? tests.filter((test) => test !== value) : [...tests, value];
  return next.length === 0 ? '-' : next.join(', ');
}

/** What a person typed as a cell: words of the list become its values, everything else stays. */
export function asCell(text: string, column: Pick<ColumnView, 'values' | 'type'>, words: Pick<Words, 'yes' | 'no'>): string {
  const typed = text.trim();
  if (typed.includes('"') || typed.includes('(')) return typed;
  const bare = (word: string) => word.trim().toLocaleLowerCase();
  const valueOf = (word: string): string => {
    const wanted = bare(word);
    const known = column.values.find(({ value, label }) => [value, value.slice(1, -1), label.es, label.en].some((name) => bare(name) === wanted));
    if (known) return known.value;
    if (column.type === 'boolean' && wanted === bare(words.yes)) return 'true';
    return column.type === 'boolean' && wanted === bare(words.no) ? 'false' : word.trim();
  };
  return typed.split(',').map(valueOf).join(', ');
}
