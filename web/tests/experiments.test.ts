// Where an experiment stands, what a typed share is, and the rows of its report.
import { expect, test } from 'vitest';
import type { Strategy } from '../src/api/types';
import type { Day } from '../src/domain/brand';
import { conventionsOf, formatRate } from '../src/format/money';
import { challengersOf, sumOf, wrongOf, type Arm } from '../src/screens/experiments/arm_fields';
import { endOf, phaseOf, shareOf } from '../src/screens/experiments/phase';
import { resultsOf } from '../src/screens/experiments/results';

const day = (text: string) => text as Day;
const july = { from: day('2026-07-10'), until: day('2026-07-20'), stopped_on: null };

test.each([
  ['asked', '2026-07-30', null, 'asked'],
  ['rejected', '2026-07-10', null, 'rejected'],
  ['approved', '2026-07-09', null, 'scheduled'],
  ['approved', '2026-07-10', null, 'running'],
  ['approved', '2026-07-19', null, 'running'],
  ['approved', '2026-07-20', null, 'over'],
  ['stopped', '2026-07-14', '2026-07-15', 'running'],
  ['stopped', '2026-07-15', '2026-07-15', 'stopped'],
  ['stopped', '2026-07-09', '2026-07-10', 'scheduled'],
] as const)('%s, on %s, stopped on %s: %s', (state, open, stopped, phase) => {
  expect(phaseOf({ ...july, state, stopped_on: stopped === null ? null : day(stopped) }, day(open))).toBe(phase);
});

test('the day it was stopped on comes before its last day', () => {
  expect(endOf({ ...july, stopped_on: day('2026-07-12') })).toBe('2026-07-12');
  expect(endOf(july)).toBe('2026-07-20');
});

test.each([
  ['20', 2000], ['20,5', 2050], ['20.05', 2005], ['100', 10_000], ['0,01', 1], [' 5 % ', 500],
  ['0', null], ['100,01', null], ['-3', null], ['1,234', null], ['', null], ['diez', null],
])('the share %s is %s basis points', (text, share) => {
  expect(shareOf(text)).toBe(share);
});

const arm = (key: number, name: string, share: string): Arm => ({ key, name, what: 'hold_out', share });

test('arms need names of their own and shares that are some', () => {
  const arms = [arm(1, 'control', '5'), arm(2, 'control', '20'), arm(3, 'champion', '0'), arm(4, 'Retadora', '101')];
  expect(arms.map((each) => wrongOf(each, arms))).toEqual([
    { name: null, share: null },
    { name: 'arm_twice', share: null },
    { name: 'arm_reserved', share: 'share_wrong' },
    { name: 'name_wrong', share: 'share_wrong' },
  ]);
  expect(sumOf(arms)).toBe(2500);
});

test('what was approved or decided once may challenge; the champion and drafts may not', () => {
  const version = (state: string, from: string | null) => ({ state, active_from: from, name: `${state}${from}` }) as unknown as Strategy;
  const versions = [version('draft', null), version('tested', null), version('approved', null), version('active', '2026-01-01'), version('retired', '2026-01-01'), version('retired', null)];
  expect(challengersOf(versions).map(({ name }) => name)).toEqual(['approvednull', 'retired2026-01-01']);
});

test('rates are written as the country writes them', () => {
  const mexico = conventionsOf('MX');
  const chile = conventionsOf('CL');
  expect(formatRate(123_456, 1, mexico)).toBe('12.3\u00a0%');
  expect(formatRate(123_456, 2, chile)).toBe('12,35\u00a0%');
  expect(formatRate(-12_000, 1, mexico)).toBe('-1.2\u00a0%');
  expect(formatRate(-100, 1, mexico)).toBe('0.0\u00a0%');
  expect(formatRate(200_000, 0, mexico)).toBe('20\u00a0%');
});

test('rows of the report are read by the names of its columns', () => {
  const [result] = resultsOf({
    columns: ['paying_high', 'arm', 'cases', 'paying', 'paying_low', 'uplift', 'recovered', 'cost', 'currency'].map((name) => ({ name, type: 'text' as const })),
    rows: [[300_000, 'control', 40, 200_000, 100_000, null, 1050, null, 'MXN']],
  });
  expect(result).toMatchObject({ arm: 'control', cases: 40, recovered: 1050, cost: null, currency: 'MXN' });
  expect(result?.paying).toEqual({ value: 200_000, low: 100_000, high: 300_000 });
  expect(result?.uplift).toEqual({ value: null, low: null, high: null });
});
