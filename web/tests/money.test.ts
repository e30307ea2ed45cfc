// Golden amounts: what each country's people expect to read, and what they may type.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import table from '../../locales/formats/money.json';
import { money, type Currency } from '../src/domain/brand';
import { conventionsOf, formatAmount, formatCount, formatMoney, formatMoneyShort, parseMoney } from '../src/format/money';

const golden: [country: string, currency: string, minor: number, text: string][] = [
  ['MX', 'MXN', 123456750, '$1,234,567.50'],
  ['CO', 'COP', 123456800, '$ 1.234.568,00'],
  ['PE', 'PEN', 123456750, 'S/ 1,234,567.50'],
  ['CL', 'CLP', 1234568, '$1.234.568'],
  ['AR', 'ARS', 123456750, '$ 1.234.567,50'],
  ['CR', 'CRC', 123456750, '₡1 234 567,50'],
  ['GT', 'GTQ', 123456750, 'Q 1,234,567.50'],
  ['DO', 'DOP', 123456750, 'RD$1,234,567.50'],
  ['BR', 'BRL', 123456750, 'R$ 1.234.567,50'],
  ['MX', 'MXN', 0, '$0.00'],
  ['MX', 'MXN', 5, '$0.05'],
  ['MX', 'MXN', 99999, '$999.99'],
  ['MX', 'MXN', 100000, '$1,000.00'],
  ['MX', 'MXN', -184550, '-$1,845.50'],
  ['CL', 'CLP', -1235, '-$1.235'],
  ['AR', 'ARS', -5, '-$ 0,05'],
  ['ES', 'EUR', 123450, '€ 1.234,50'],
  ['MX', 'USD', 123450, 'USD 1,234.50'],
  ['CL', 'CLF', 123456, 'CLF 12,3456'],
  ['MX', 'MXN', Number.MAX_SAFE_INTEGER, '$90,071,992,547,409.91'],
];

/** The tests write ordinary spaces; the screen shows ones that do not break. */
const spaces = (text: string) => text.replaceAll('\u00a0', ' ');

test.each(golden)('%s %s %d reads %s', (country, currency, minor, text) => {
  expect(spaces(formatMoney(money(minor), currency as Currency, conventionsOf(country)))).toBe(text);
});

test('an amount never breaks over a line', () => {
  expect(formatMoney(money(123456750), 'PEN' as Currency, conventionsOf('PE'))).not.toContain(' ');
});

test('whole units are cut, never rounded up', () => {
  expect(formatMoneyShort(money(199), 'MXN' as Currency, conventionsOf('MX'))).toBe('$1');
  expect(formatMoneyShort(money(1234568), 'CLP' as Currency, conventionsOf('CL'))).toBe('$1.234.568');
});

test('counts are grouped like amounts', () => {
  expect(formatCount(1234567, conventionsOf('MX'))).toBe('1,234,567');
  expect(formatCount(-1000, conventionsOf('AR'))).toBe('-1.000');
  expect(formatCount(999, conventionsOf('MX'))).toBe('999');
});

describe('what a person types', () => {
  const cases: [country: string, currency: string, text: string, minor: number | null][] = [
    ['MX', 'MXN', '1845.50', 184550],
    ['MX', 'MXN', '$1,845.50', 184550],
    ['MX', 'MXN', '1,845', 184500],
    ['MX', 'MXN', '1845.5', 184550],
    ['MX', 'MXN', ' 200 ', 20000],
    ['MX', 'MXN', '18,45.50', null], // not a group of three
    ['MX', 'MXN', '1.845,50', null], // the other country's way: ask, do not guess
    ['MX', 'MXN', '1845.505', null],
    ['MX', 'MXN', '1.2.3', null],
    ['MX', 'MXN', '-100', null],
    ['MX', 'MXN', '', null],
    ['MX', 'MXN', 'mil', null],
    ['AR', 'ARS', '1.845,50', 184550],
    ['AR', 'ARS', '1845,5', 184550],
    ['CL', 'CLP', '1.235', 1235],
    ['CL', 'CLP', '1.235,5', null], // no cents in this currency
    ['CR', 'CRC', '1 234 567,50', 123456750],
    ['MX', 'MXN', '99999999999999999999', null],
  ];
  test.each(cases)('%s %s "%s" is %s', (country, currency, text, minor) => {
    expect(parseMoney(text, currency as Currency, conventionsOf(country))).toBe(minor);
  });

  test.each(golden.filter(([, , minor]) => minor >= 0))('%s %s %d can be typed as it is shown', (country, currency, minor) => {
    const conventions = conventionsOf(country);
    expect(parseMoney(formatAmount(money(minor), currency as Currency, conventions), currency as Currency, conventions)).toBe(minor);
  });
});

test('the digits of the currencies are those of the server', () => {
  const source = readFileSync(new URL('../../src/base/money.c', import.meta.url), 'utf8');
  const server = Object.fromEntries([...source.matchAll(/\{"([A-Z]{3})", (\d)\}/g)].map(([, code, digits]) => [code, Number(digits)]));
  expect(Object.keys(server).length).toBeGreaterThan(30);
  expect(Object.fromEntries(Object.entries(table.currencies).map(([code, { digits }]) => [code, digits]))).toEqual(server);
});

test('an amount that is not whole is a mistake of the program', () => {
  expect(() => money(1.5)).toThrow(RangeError);
  expect(() => money(Number.MAX_SAFE_INTEGER + 1)).toThrow(RangeError);
});
