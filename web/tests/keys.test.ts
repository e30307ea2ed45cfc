// The table of keys: nothing clashes, nothing is taken from the browser or from a Spanish keyboard.
import { describe, expect, test } from 'vitest';
import { matchKeyBindingPress, parseKeybinding } from 'tinykeys';
import spanish from '../../locales/es.json';
import { isPlainKey, keyTable, type KeyEntry, type Scope } from '../src/keys/registry';

const entries: readonly KeyEntry[] = keyTable;
const scopes: readonly Scope[] = ['queue', 'account', 'messages', 'approvals', 'persons', 'payments', 'privacy', 'strategies', 'board'];

test.each(scopes)('no key has two meanings on %s', (scope) => {
  const here = entries.filter((entry) => entry.scopes.includes(scope) || entry.scopes.includes('global'));
  const combos = here.flatMap((entry) => entry.combos.map((combo) => combo.toLowerCase()));
  expect(combos.filter((combo, index) => combos.indexOf(combo) !== index)).toEqual([]);
  const prefixes = combos.filter((combo) => combo.includes(' ')).map((combo) => combo.split(' ')[0]);
  expect(combos.filter((combo) => prefixes.includes(combo))).toEqual([]); // g would wait for its second key
});

test.each(entries.flatMap((entry) => entry.combos.map((combo) => [entry.id, combo])))('%s: %s is free to use', (_, combo) => {
  expect(combo).not.toMatch(/Alt/); // the browser's menus
  expect(combo).not.toMatch(/[/[\]]/); // behind Shift or AltGr on Spanish and Brazilian keyboards
  expect(combo).not.toMatch(/^(Control|Meta)\+[twnrlp]$/i); // the browser's own
});

test('single letters, digits and sequences can be turned off; keys with Ctrl stay', () => {
  for (const combo of ['n', '1', 'g q', 'Shift+?']) expect(isPlainKey(combo)).toBe(true);
  for (const combo of ['Control+k', 'Control+Enter', 'Enter', 'Escape', 'ArrowDown']) expect(isPlainKey(combo)).toBe(false);
});

test('what types a character never works inside a field', () => {
  expect(entries.filter((entry) => entry.inFields && entry.combos.some(isPlainKey)).map(({ id }) => id)).toEqual([]);
});

test('every key is explained', () => {
  expect(Object.keys(spanish.key).sort()).toEqual(entries.map(({ id }) => id).sort());
});

describe('keys are matched by what they print', () => {
  const press = (key: string, code: string, modifiers: string[] = []) =>
    ({ key, code, getModifierState: (name: string) => modifiers.includes(name) }) as unknown as KeyboardEvent;
  const matches = (combo: string, event: KeyboardEvent) => {
    const [first] = parseKeybinding(combo);
    return first ? matchKeyBindingPress(event, first) : false;
  };
  test('? is where each keyboard has it', () => {
    expect(matches('Shift+?', press('?', 'Slash', ['Shift']))).toBe(true); // United States
    expect(matches('Shift+?', press('?', 'Minus', ['Shift']))).toBe(true); // Latin American Spanish
  });
  test('digits work on the number pad too', () => {
    expect(matches('5', press('5', 'Numpad5'))).toBe(true);
  });
  test('a letter with Ctrl or Alt is another key', () => {
    expect(matches('n', press('n', 'KeyN', ['Control']))).toBe(false);
    expect(matches('n', press('n', 'KeyN', ['Alt']))).toBe(false);
  });
});
