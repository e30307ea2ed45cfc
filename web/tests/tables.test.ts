// Editing decision tables: what a step does, that it can be undone, what a cell says in words, two people
// at once, and the way to a spreadsheet and back.
import { describe, expect, test } from 'vitest';
import { asCell, cellText, hasChoice, splitTests, toggleChoice, type Words } from '../src/screens/strategies/cell_text';
import { addRule, begin, copyRule, deleteRule, moveRule, record, redo, setAnnotation, setCell, undo } from '../src/screens/strategies/edits';
import { addColumn, allowedOf, literalOf, mayMoveColumn, mayRemoveColumn, moveColumn, removeColumn, setColumn } from '../src/screens/strategies/column_edits';
import { columnOf, marksOf } from '../src/screens/strategies/findings';
import { ownChanges, rebase } from '../src/screens/strategies/own_changes';
import { csvFromFile, csvOf, sheetRows } from '../src/screens/strategies/sheet';
import { columnsOf, draftTable, tableEdit, type DraftTable } from '../src/screens/strategies/table_types';
import type { PlacedFinding } from '../src/screens/strategies/use_tables';
import type { Table } from '../src/api/types';

const segments = [
  { value: '"early"', label: { es: 'Mora temprana', en: 'Early' } },
  { value: '"late"', label: { es: 'Mora tardía', en: 'Late' } },
];
const stored: Table = {
  file: 'treatment',
  decision: 'treatment',
  hit_policy: 'FIRST',
  aggregation: null,
  inputs: [
    { id: 'i1', expression: 'segment', label: 'Segmento', type: 'string', allowed: '', called: null, about: null, values: segments },
    { id: 'i2', expression: 'past_due_days', label: 'Días de mora', type: 'number', allowed: '', called: null, about: null, values: [] },
  ],
  outputs: [{ id: 'o1', name: 'step', label: 'Paso', type: 'string', allowed: '', default: null, values: [] }],
  rules: [
    { id: 'r1', inputs: ['"early"', '[1..7]'], outputs: ['"call"'], annotation: { es: 'Uno', en: 'One' }, reading: { es: '', en: '' }, hits: 3 },
    { id: 'r2', inputs: ['"late"', '-'], outputs: ['"letter"'], annotation: { es: 'Dos', en: 'Two' }, reading: { es: '', en: '' }, hits: 0 },
    { id: 'r3', inputs: ['-', '-'], outputs: ['"wait"'], annotation: { es: 'Tres', en: 'Three' }, reading: { es: '', en: '' }, hits: null },
  ],
};
const base = draftTable(stored);
const ids = ({ rules }: DraftTable) => rules.map(({ id }) => id);

const wish = { name: 'promises_broken', label: 'Promesas rotas', type: 'number', allowed: '', default: null, about: null, called: null, values: [] };
const headings = (table: DraftTable) => columnsOf(table).map(({ name }) => name);

describe('columns', () => {
  test('a condition and a result are put in, empty in every rule', () => {
    const more = addColumn(addColumn(base, 'input', 1, wish), 'output', 1, { ...wish, name: 'days', default: '7' });
    expect(headings(more)).toEqual(['segment', 'promises_broken', 'past_due_days', 'step', 'days']);
    expect(more.rules[0]).toMatchObject({ inputs: ['"early"', '-', '[1..7]'], outputs: ['"call"', 'null'] });
    expect(tableEdit(more).outputs[1]).toMatchObject({ id: null, name: 'days', default: '7' });
    expect(headings(base)).toEqual(['segment', 'past_due_days', 'step']);
  });
  test('one is changed with its cells, and taken out with them; the last of a side stays', () => {
    const [segment, days, step] = columnsOf(base);
    if (!segment || !days || !step) throw new Error('the table has three columns');
    const changed = setColumn(base, days, { ...wish, label: 'Otro' });
    expect(changed.inputs[1]).toMatchObject({ id: 'i2', expression: 'promises_broken', label: 'Otro' });
    expect(changed.rules).toBe(base.rules);
    const less = removeColumn(base, segment);
    expect(headings(less)).toEqual(['past_due_days', 'step']);
    expect(less.rules[0]?.inputs).toEqual(['[1..7]']);
    expect(mayRemoveColumn(less, columnsOf(less)[0] ?? segment)).toBe(false);
    expect(removeColumn(base, step)).toBe(base);
  });
  test('one is moved with its cells, on its own side', () => {
    const [segment, days, step] = columnsOf(base);
    if (!segment || !days || !step) throw new Error('the table has three columns');
    const moved = moveColumn(base, days, -1);
    expect(headings(moved)).toEqual(['past_due_days', 'segment', 'step']);
    expect(moved.rules[0]?.inputs).toEqual(['[1..7]', '"early"']);
    expect(ownChanges(base, moved).map(({ kind }) => kind)).toEqual(['column_moved', 'column_moved']);
    expect(moveColumn(moved, columnsOf(moved)[0] ?? days, 1).rules).toEqual(base.rules);
    expect([mayMoveColumn(base, days, 1), mayMoveColumn(base, segment, -1), mayMoveColumn(base, step, -1)]).toEqual([false, false, false]);
    expect(moveColumn(base, days, 1)).toBe(base);
  });
  test('a column that I moved stays there beside what somebody else put in', () => {
    const days = columnsOf(base)[1];
    if (!days) throw new Error('the table has a second column');
    const theirs = setCell(addColumn(base, 'input', 2, wish), { rule: 0, column: 2 }, '> 1');
    const { table, clashes } = rebase(base, moveColumn(base, days, -1), theirs);
    expect(headings(table)).toEqual(['past_due_days', 'segment', 'promises_broken', 'step']);
    expect(table.rules[0]?.inputs).toEqual(['[1..7]', '"early"', '> 1']);
    expect(clashes).toEqual([]);
  });
  test('words need no quotes where texts are due', () => {
    expect(allowedOf('a, "b", ', 'string')).toBe('"a", "b"');
    expect(allowedOf('1, [2..3]', 'number')).toBe('1, [2..3]');
    expect(literalOf('null', 'string')).toBe('null');
    expect(literalOf('dijo "no"', 'string')).toBe('"dijo \\"no\\""');
  });
  test('own columns are told, and kept on top of those of somebody else', () => {
    const mine = setCell(addColumn(base, 'input', 2, wish), { rule: 0, column: 2 }, '> 1');
    expect(ownChanges(base, mine).map(({ kind }) => kind)).toEqual(['column_added', 'cell']);
    const theirs = setCell(addColumn(base, 'output', 1, { ...wish, name: 'days' }), { rule: 1, column: 1 }, '> 30');
    const { table, clashes } = rebase(base, mine, theirs);
    expect(headings(table)).toEqual(['segment', 'past_due_days', 'promises_broken', 'step', 'days']);
    expect(table.rules.map(({ inputs }) => inputs)).toEqual([['"early"', '[1..7]', '> 1'], ['"late"', '> 30', '-'], ['-', '-', '-']]);
    expect(table.rules[0]?.outputs).toEqual(['"call"', 'null']);
    expect(clashes).toEqual([]);
  });
  test('a column that the other took out stays out, and what I said in it is told', () => {
    const days = columnsOf(base)[1];
    if (!days) throw new Error('the table has a second column');
    const mine = setCell(base, { rule: 0, column: 1 }, '> 9');
    const { table, clashes } = rebase(base, mine, removeColumn(base, days));
    expect(headings(table)).toEqual(['segment', 'step']);
    expect(clashes).toEqual([{ rule: 1, column: 'Días de mora', mine: '> 9', theirs: '-' }]);
    expect(headings(rebase(base, removeColumn(base, days), base).table)).toEqual(['segment', 'step']);
  });
});

describe('steps', () => {
  test('a cell is set, and an emptied one asks or gives nothing', () => {
    expect(setCell(base, { rule: 0, column: 1 }, ' [1..10] ').rules[0]?.inputs[1]).toBe('[1..10]');
    expect(setCell(base, { rule: 0, column: 0 }, '').rules[0]?.inputs[0]).toBe('-');
    expect(setCell(base, { rule: 0, column: 2 }, '').rules[0]?.outputs[0]).toBe('null');
    expect(base.rules[0]?.inputs[1]).toBe('[1..7]');
  });
  test('what says the same already is no step', () => {
    expect(setCell(base, { rule: 0, column: 1 }, '[1..7]')).toBe(base);
    expect(setCell(base, { rule: 9, column: 1 }, '1')).toBe(base);
    expect(setAnnotation(base, 0, 'es', 'Uno')).toBe(base);
    expect(moveRule(base, 0, -1)).toBe(base);
    expect(deleteRule(base, 3)).toBe(base);
  });
  test('rules are added, copied, moved and removed', () => {
    expect(ids(addRule(base, 0))).toEqual(['r1', null, 'r2', 'r3']);
    expect(addRule(base, 0).rules[1]).toMatchObject({ inputs: ['-', '-'], outputs: ['null'] });
    expect(ids(addRule({ ...base, rules: [] }, 0))).toEqual([null]);
    expect(ids(copyRule(base, 1))).toEqual(['r1', 'r2', null, 'r3']);
    expect(copyRule(base, 1).rules[2]).toMatchObject({ inputs: ['"late"', '-'] });
    expect(ids(moveRule(base, 2, 0))).toEqual(['r3', 'r1', 'r2']);
    expect(ids(deleteRule(base, 1))).toEqual(['r1', 'r3']);
    const keys = copyRule(copyRule(base, 0), 0).rules.map(({ key }) => key);
    expect(new Set(keys).size).toBe(5);
  });
  test('the server gets what it gave, without what it documents', () => {
    const edit = tableEdit(base);
    expect(edit.rules).toEqual(stored.rules.map(({ id, inputs, outputs, annotation }) => ({ id, inputs, outputs, annotation })));
    expect(edit.inputs[0]).toEqual({ id: 'i1', expression: 'segment', label: 'Segmento', type: 'string', allowed: '' });
  });
  test('each step is undone and redone, and a new one forgets what was undone', () => {
    const one = deleteRule(base, 0);
    const two = deleteRule(one, 0);
    let history = record(record(begin(base), one), two);
    history = undo(history);
    expect(history.present).toBe(one);
    expect(redo(history).present).toBe(two);
    history = undo(history);
    expect(history.present).toBe(base);
    expect(undo(history)).toBe(history);
    history = record(history, two);
    expect(redo(history)).toBe(history);
    expect(record(history, two)).toBe(history);
  });
  test('two hundred steps are kept', () => {
    let history = begin(0);
    for (let step = 1; step <= 300; step += 1) history = record(history, step);
    for (let step = 0; step < 400; step += 1) history = undo(history);
    expect(history.present).toBe(100);
  });
});

const words: Words = { any: '–', none: 'sin dato', yes: 'Sí', no: 'No', not: (what) => `no ${what}`, between: (from, to) => `${from} a ${to}` };
const [segment, days, step] = columnsOf(base);

describe('cells in words', () => {
  test.each([
    ['-', '–'],
    ['"early"', 'Mora temprana'],
    ['"early", "late"', 'Mora temprana, Mora tardía'],
    ['not("early")', 'no Mora temprana'],
    ['[3..5]', '3 a 5'],
    ['[-3..0.5]', '-3 a 0.5'],
    ['(12..35]', '(12..35]'],
    ['>= 8', '≥ 8'],
    ['null, > 1', 'sin dato, > 1'],
    ['true', 'Sí'],
    ['"a, b"', 'a, b'],
    ['date("2026-01-31")', 'date("2026-01-31")'],
  ])('%s is shown as %s', (cell, text) => {
    expect(cellText(cell, segment!, 'es', words)).toBe(text);
  });
  test('English has its own words', () => expect(cellText('"late"', segment!, 'en', words)).toBe('Late'));
  test('commas in texts and functions part nothing', () => {
    expect(splitTests('"a, b", f(1, 2), "c\\", d"')).toEqual(['"a, b"', 'f(1, 2)', '"c\\", d"']);
  });
  test('choices are put in and taken out', () => {
    expect(toggleChoice('-', '"early"', 'input')).toBe('"early"');
    expect(toggleChoice('"early"', '"late"', 'input')).toBe('"early", "late"');
    expect(toggleChoice('"early", "late"', '"early"', 'input')).toBe('"late"');
    expect(toggleChoice('"late"', '"late"', 'input')).toBe('-');
    expect(toggleChoice('"call"', '"letter"', 'output')).toBe('"letter"');
    expect(hasChoice('"early", null', '"early"')).toBe(true);
    expect(hasChoice('"early bird"', '"early"')).toBe(false);
  });
  test('typed words of the list become its values, everything else stays', () => {
    expect(asCell('Mora temprana, LATE', segment!, words)).toBe('"early", "late"');
    expect(asCell('early', segment!, words)).toBe('"early"');
    expect(asCell('> 5', days!, words)).toBe('> 5');
    expect(asCell('sí', { type: 'boolean', values: [] }, words)).toBe('true');
    expect(asCell('not("early")', segment!, words)).toBe('not("early")');
    expect(asCell('other', step!, words)).toBe('other');
  });
});

describe('findings', () => {
  const finding = (part: Partial<PlacedFinding>): PlacedFinding => ({
    weight: 'warning', problem: 'overlap', file: 'treatment', decision: 'treatment', rule: 1, other_rule: null, side: null, column: null, column_name: null,
    cell: null, row: [], text: '', hint: '', ruleKey: 'r1', ...part,
  });
  test('a rule is as loud as its loudest finding; cells count inputs first', () => {
    const marks = marksOf(
      [finding({}), finding({ weight: 'error', side: 'output', column: 1 }), finding({ weight: 'note', ruleKey: 'r2' }), finding({ ruleKey: 'r3', file: 'segment' })],
      base,
    );
    expect([...marks.rules]).toEqual([['r1', 'error'], ['r2', 'note']]);
    expect([...marks.cells]).toEqual([['r1 2', 'error']]);
    expect(columnOf({ side: 'input', column: 2 }, base)).toBe(1);
  });
});

describe('two people at once', () => {
  const mine = setCell(base, { rule: 0, column: 1 }, '[1..10]');
  test('one’s own changes are told by rule and column', () => {
    expect(ownChanges(base, mine)).toMatchObject([{ kind: 'cell', rule: 1, column: { name: 'past_due_days' }, before: '[1..7]', after: '[1..10]' }]);
    expect(ownChanges(base, addRule(base, 2))).toEqual([{ kind: 'added', rule: 4 }]);
    expect(ownChanges(base, deleteRule(base, 1))).toEqual([{ kind: 'removed', rule: 2 }]);
    expect(ownChanges(base, moveRule(base, 2, 1)).map(({ kind }) => kind)).toEqual(['moved', 'moved']);
    expect(ownChanges(base, setAnnotation(base, 0, 'en', 'First'))).toEqual([{ kind: 'annotation', rule: 1 }]);
    expect(ownChanges(base, base)).toEqual([]);
  });
  test('changes of other cells are both kept', () => {
    const theirs = setCell(base, { rule: 0, column: 2 }, '"sms"');
    const { table, clashes } = rebase(base, mine, theirs);
    expect(table.rules[0]).toMatchObject({ inputs: ['"early"', '[1..10]'], outputs: ['"sms"'] });
    expect(clashes).toEqual([]);
  });
  test('another word for one cell is told, and mine stays', () => {
    const { table, clashes } = rebase(base, mine, setCell(base, { rule: 0, column: 1 }, '[1..5]'));
    expect(table.rules[0]?.inputs[1]).toBe('[1..10]');
    expect(clashes).toEqual([{ rule: 1, column: 'Días de mora', mine: '[1..10]', theirs: '[1..5]' }]);
  });
  test('the same word from both is no clash', () => expect(rebase(base, mine, mine).clashes).toEqual([]));
  test('rules that both added stand where their author put them', () => {
    const theirs = draftTable({ ...stored, rules: [stored.rules[0]!, { ...stored.rules[0]!, id: 'r9' }, stored.rules[1]!, stored.rules[2]!] });
    const { table } = rebase(base, addRule(base, 1), theirs);
    expect(ids(table)).toEqual(['r1', 'r9', 'r2', null, 'r3']);
  });
  test('a removed rule goes, unless the other changed it', () => {
    expect(ids(rebase(base, deleteRule(base, 1), base).table)).toEqual(['r1', 'r3']);
    expect(ids(rebase(base, base, deleteRule(base, 1)).table)).toEqual(['r1', 'r3']);
    const kept = rebase(base, deleteRule(base, 0), setCell(base, { rule: 0, column: 1 }, '-'));
    expect(ids(kept.table)).toEqual(['r1', 'r2', 'r3']);
    expect(kept.clashes).toMatchObject([{ rule: 1, column: null }]);
    const mineKept = rebase(base, mine, deleteRule(base, 0));
    expect(mineKept.table.rules.map(({ inputs }) => inputs[1])).toEqual(['[1..10]', '-', '-']);
    expect(mineKept.clashes).toMatchObject([{ column: null }]);
  });
  test('a new order of mine leads, theirs otherwise', () => {
    const moved = moveRule(base, 2, 0);
    expect(ids(rebase(base, moved, mine).table)).toEqual(['r3', 'r1', 'r2']);
    expect(rebase(base, moved, mine).table.rules[1]?.inputs[1]).toBe('[1..10]');
    expect(ids(rebase(base, mine, moved).table)).toEqual(['r3', 'r1', 'r2']);
  });
  test('a column that they took out takes my cell with it, and nothing else', () => {
    const theirs = draftTable({ ...stored, inputs: [stored.inputs[1]!], rules: stored.rules.map((rule) => ({ ...rule, inputs: rule.inputs.slice(1) })) });
    const { table } = rebase(base, setCell(mine, { rule: 1, column: 0 }, '-'), theirs);
    expect(table.rules.map(({ inputs }) => inputs)).toEqual([['[1..10]'], ['-'], ['-']]);
  });
});

describe('sheets', () => {
  test('a heading, a line a rule', () => {
    expect(sheetRows(base).slice(0, 2)).toEqual([
      ['rule', 'segment', 'past_due_days', '> step', 'annotation_es', 'annotation_en'],
      ['r1', '"early"', '[1..7]', '"call"', 'Uno', 'One'],
    ]);
    expect(sheetRows({ ...base, outputs: [{ ...base.outputs[0]!, default: '"wait"' }] }).at(-1)).toEqual(['default', '', '', '"wait"', '', '']);
  });
  test('quotes, commas and lines survive in CSV', () => {
    expect(csvOf([['a', '"x", "y"', 'b\nc', '']])).toBe('a,"""x"", ""y""","b\nc",\r\n');
  });
  test('an XLSX comes back cell by cell', async () => {
    const { default: write } = await import('write-excel-file/universal');
    const rows = sheetRows(base);
    const data = rows.map((row) => row.map((value) => (value === '' ? null : { value, type: String })));
    const blob = await write(data).toBlob();
    expect(await csvFromFile(new File([blob], 'tabla.xlsx'))).toBe(csvOf(rows));
  });
  test('a CSV comes as it is, without its mark', async () => {
    expect(await csvFromFile(new File(['\uFEFFrule,segment\r\n'], 'tabla.csv'))).toBe('rule,segment\r\n');
  });
});
