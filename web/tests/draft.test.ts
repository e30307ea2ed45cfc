// What is entered for an account, driven without a screen.
import { describe, expect, test } from 'vitest';
import type { Disposition } from '../src/api/types';
import { money, type Currency, type Day, type Instant, type WorkItemId } from '../src/domain/brand';
import { conventionsOf, parseMoney } from '../src/format/money';
import { emptyDraft, groupResults, isUntouched, orderOf, pressDigit, type Draft } from '../src/screens/account/draft';

function result(code: string, key: string, flags: Disposition['flags'] = ['attempt']): Disposition {
  return { code, key, group: null, label_es: code, label_en: code, flags, next: null };
}

const dispositions = [
  result('wrong_number', '9'),
  result('no_answer', '1'),
  result('promise', '5', ['attempt', 'promise']),
  result('callback', '4', ['attempt', 'callback']),
  result('deceased', '9'),
];
const groups = groupResults(dispositions);

const context = {
  currency: 'MXN' as Currency,
  parse: (text: string, currency: Currency) => parseMoney(text, currency, conventionsOf('MX')),
  momentOf: (day: Day, time: string) => `${day}T${time}:00Z` as Instant,
  defaultChannel: 'call' as const,
  workItem: '91001' as WorkItemId,
  now: 100_000,
};

function pressed(...digits: string[]): Draft {
  return digits.reduce((draft, digit) => pressDigit(draft, digit, groups), emptyDraft);
}

describe('digits', () => {
  test('groups are in the order of their digits, codes in the order of the server', () => {
    expect(groups.map(({ digit, items }) => [digit, ...items.map(({ code }) => code)])).toEqual([
      ['1', 'no_answer'],
      ['4', 'callback'],
      ['5', 'promise'],
      ['9', 'wrong_number', 'deceased'],
    ]);
  });
  test('a group has the name that its codes share', () => {
    const named = groupResults([{ ...result('busy', '3'), group: 'not_reached' }, { ...result('hang_up', '3'), group: 'not_reached' }, result('promise', '5')]);
    expect(named.map(({ name }) => name)).toEqual(['not_reached', null]);
  });
  test('a digit with one code chooses it', () => expect(pressed('1').disposition?.code).toBe('no_answer'));
  test('a digit with several waits for the second', () => {
    expect(pressed('9')).toMatchObject({ openDigit: '9', disposition: null });
    expect(pressed('9', '2')).toMatchObject({ openDigit: null, disposition: { code: 'deceased' } });
  });
  test('a second digit that names nothing changes nothing', () => expect(pressed('9', '7')).toEqual(pressed('9')));
  test('a digit without a code changes nothing', () => expect(pressed('1', '7')).toEqual(pressed('1')));
  test('another digit chooses anew', () => expect(pressed('1', '5').disposition?.code).toBe('promise'));
});

describe('the order', () => {
  test('lacks a result first', () => expect(orderOf(emptyDraft, context)).toEqual({ missing: 'disposition' }));

  test('of a plain attempt', () => {
    const draft = { ...pressed('1'), note: '  no contestó  ', callStartedAt: 69_000 };
    expect(orderOf(draft, context)).toEqual({
      order: {
        channel: 'call',
        direction: 'outbound',
        contact_point_id: null,
        disposition: 'no_answer',
        note: 'no contestó',
        duration_s: 31,
        work_item_id: '91001',
      },
    });
  });

  test('of a promise wants an amount, then a day', () => {
    const draft = pressed('5');
    expect(orderOf(draft, context)).toEqual({ missing: 'amount' });
    expect(orderOf({ ...draft, amount: 'mil' }, context)).toEqual({ missing: 'amount' });
    expect(orderOf({ ...draft, amount: '0' }, context)).toEqual({ missing: 'amount' });
    expect(orderOf({ ...draft, amount: '1,845.50' }, context)).toEqual({ missing: 'due_on' });
    expect(orderOf({ ...draft, amount: '1,845.50', dueOn: '2026-03-13' as Day }, context)).toMatchObject({
      order: { promise: { amount: money(184550), due_on: '2026-03-13', channel: 'transfer' } },
    });
  });

  test('of a call back wants a day and a time', () => {
    const draft = { ...pressed('4'), callbackOn: '2026-03-06' as Day };
    expect(orderOf(draft, context)).toEqual({ missing: 'callback' });
    expect(orderOf({ ...draft, callbackTime: '09:00' }, context)).toMatchObject({ order: { callback_at: '2026-03-06T09:00:00Z' } });
  });

  test('carries no promise that another result left behind', () => {
    const draft = { ...pressed('5'), amount: '100', dueOn: '2026-03-13' as Day };
    expect(orderOf(pressDigit(draft, '1', groups), context)).not.toHaveProperty('order.promise');
  });
});

test('a draft with a note, a result or a call is kept', () => {
  expect(isUntouched(emptyDraft)).toBe(true);
  expect(isUntouched({ ...emptyDraft, note: '  ' })).toBe(true);
  expect(isUntouched({ ...emptyDraft, note: 'x' })).toBe(false);
  expect(isUntouched(pressed('1'))).toBe(false);
  expect(isUntouched({ ...emptyDraft, callStartedAt: 1 })).toBe(false);
});
