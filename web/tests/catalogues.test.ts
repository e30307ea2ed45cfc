// The catalogues of all languages say the same things, and every text on screen comes from them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next from 'i18next';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import english from '../../locales/en.json';
import spanish from '../../locales/es.json';
import { pseudo } from '../src/i18n/pseudo';

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree))
    if (typeof value === 'string') flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) flat.set(inner, text);
  return flat;
}

const es = flatten(spanish);
const en = flatten(english);
const plural = /_(zero|one|two|few|many|other)$/;
const bases = (flat: Map<string, string>) => [...new Set([...flat.keys()].map((key) => key.replace(plural, '')))].sort();
const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

test('Spanish and English have the same texts', () => {
  expect(bases(en)).toEqual(bases(es));
});

test('no text is empty or has spaces around it', () => {
  for (const [key, text] of [...es, ...en]) expect(text.trim(), key).toBe(text);
  for (const [key, text] of [...es, ...en]) expect(text, key).not.toBe('');
});

/** The keys of a catalogue by what they are without the ending of a plural. */
function byBase(flat: Map<string, string>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const key of flat.keys()) {
    const base = key.replace(plural, '');
    groups.set(base, [...(groups.get(base) ?? []), key]);
  }
  return groups;
}

test('every plural has the forms that its language counts with', () => {
  for (const [flat, forms] of [[es, ['one', 'many', 'other']], [en, ['one', 'other']]] as const)
    for (const [base, keys] of byBase(flat)) {
      const plurals = keys.filter((key) => plural.test(key));
      if (plurals.length > 0) expect(plurals.map((key) => key.split('_').at(-1)), base).toEqual(forms);
    }
});

test('exactly one million is not printed in the other language', async () => {
  const catalogue = i18next.createInstance();
  await catalogue.init({ lng: 'es', fallbackLng: false, resources: { es: { translation: spanish } } });
  expect(catalogue.t('account.days', { count: 1_000_000 })).toBe('1000000 de días de mora');
  expect(catalogue.t('account.days', { count: 1 })).toBe('1 día de mora');
  expect(catalogue.t('account.days', { count: 0 })).toBe('0 días de mora');
});

test('both languages fill the same holes', () => {
  const [spanishKeys, englishKeys] = [byBase(es), byBase(en)];
  for (const base of bases(es)) {
    const of = (flat: Map<string, string>, keys: string[] = []) => keys.map((key) => holes(flat.get(key) ?? '').join());
    expect(new Set([...of(es, spanishKeys.get(base)), ...of(en, englishKeys.get(base))]).size, base).toBe(1);
  }
});

test('staff are told about people without words that judge them', () => {
  for (const [key, text] of es) expect(text, key).not.toMatch(/\b(moros[oa]s?|incumplid[oa]s?|última advertencia|consecuencias legales)\b/i);
});

test('every reason of the gate that the server knows has its words, and no other', () => {
  const source = readFileSync(new URL('../../src/serve/sentence.c', import.meta.url), 'utf8');
  const known = [...source.matchAll(/"gate\.(\w+)"/g)].map(([, code]) => code);
  expect(known.length).toBeGreaterThan(20);
  expect(Object.keys(spanish.gate_reason).sort()).toEqual(known.sort());
});

test('every group of results that a new store has is named', () => {
  const source = readFileSync(new URL('../../src/record/seed.c', import.meta.url), 'utf8');
  const groups = [...source.matchAll(/\{"\w+", "(\w+)", "\d\d", /g)].map(([, group]) => group);
  expect(Object.keys(spanish.result_group).sort()).toEqual([...new Set(groups)].sort());
});

test('the pseudo-language keeps the holes and makes every text longer', () => {
  expect(pseudo('Hasta {{time}}')).toBe('⟦Hàstà {{time}}~~~~~⟧');
});

const root = new URL('../src/', import.meta.url).pathname;
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

describe.each(sources)('$file', ({ file, text }) => {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const nodes: ts.Node[] = [];
  const collect = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, collect);
  };
  collect(tree);

  test('asks only for texts that exist', () => {
    for (const node of nodes) {
      if (!ts.isCallExpression(node) || node.expression.getText() !== 't') continue;
      const [key] = node.arguments;
      if (key && ts.isStringLiteral(key)) expect(bases(es), `${file}: ${key.text}`).toContain(key.text);
      if (key && ts.isTemplateExpression(key))
        expect(bases(es).some((base) => base.startsWith(key.head.text)), `${file}: ${key.getText()}`).toBe(true);
    }
  });

  test('writes no text of its own on the screen', () => {
    const spoken = ['aria-label', 'title', 'label', 'placeholder', 'description', 'alt'];
    // The product's name and the prefixes that stand before a translated text.
    const allowed = ['Acuerdo', '?'];
    for (const node of nodes) {
      if (ts.isJsxText(node) && /\p{L}/u.test(node.text)) expect(allowed, `${file}: "${node.text.trim()}"`).toContain(node.text.trim());
      if (ts.isJsxAttribute(node) && spoken.includes(node.name.getText()) && node.initializer && ts.isStringLiteral(node.initializer))
        expect(/\p{L}/u.test(node.initializer.text), `${file}: ${node.getText()}`).toBe(false);
    }
  });

  test('writes no HTML, formats nothing by itself and uses no grey that is too pale', () => {
    const isFormat = file.startsWith('format/');
    const banned: [pattern: RegExp, isAllowed: boolean][] = [
      [/\binnerHTML\b|dangerouslySetInnerHTML|insertAdjacentHTML|document\.write/, false],
      [/\bIntl\.|toLocale(Date|Time)?String\(|\.toFixed\(/, isFormat],
      [/c="dimmed"|color="dimmed"/, false],
      [/\bparseFloat\(/, false],
    ];
    for (const [pattern, isAllowed] of banned) if (!isAllowed) expect(text, `${file}: ${pattern}`).not.toMatch(pattern);
  });
});
