// Days, moments and zones on screen.
import { describe, expect, test } from 'vitest';
import spanish from '../../locales/es.json';
import english from '../../locales/en.json';
import { caseIdOrNull, dayOrNull, type Day, type Instant } from '../src/domain/brand';
import { dayIn, formatDay, formatDayShort, formatDuration, formatTime, formatWeekday, formatZone, momentIn, withPlace } from '../src/format/day';

const months = Object.values(spanish.month);
const weekdays = Object.values(spanish.weekday);
const mexico = 'America/Mexico_City';

test('a day reads the same in every country: day, month by name, year', () => {
  expect(formatDay('2026-03-05' as Day, months)).toBe('05 mar 2026');
  expect(formatDay('2026-12-31' as Day, Object.values(english.month))).toBe('31 Dec 2026');
  expect(formatDayShort('2026-01-01' as Day, months)).toBe('01 ene');
});

test('weekdays do not depend on the zone of the browser', () => {
  expect(formatWeekday('2026-03-05' as Day, weekdays)).toBe('jue');
  expect(formatWeekday('2026-03-08' as Day, weekdays)).toBe('dom');
});

test('moments are shown in the zone that is asked for', () => {
  expect(formatTime('2026-03-06T03:00:00Z' as Instant, mexico)).toBe('21:00');
  expect(formatTime('2026-03-06T06:00:00Z' as Instant, mexico)).toBe('00:00');
  expect(dayIn('2026-03-06T05:59:59Z' as Instant, mexico)).toBe('2026-03-05');
  expect(dayIn('2026-03-06T06:00:00Z' as Instant, mexico)).toBe('2026-03-06');
  // Mexico gave up summer time in 2022; Tijuana keeps it.
  expect(formatTime('2026-07-01T18:00:00Z' as Instant, mexico)).toBe('12:00');
  expect(formatTime('2026-07-01T18:00:00Z' as Instant, 'America/Tijuana')).toBe('11:00');
});

describe('a wall clock becomes a moment', () => {
  const cases: [day: string, time: string, zone: string, at: string][] = [
    ['2026-03-05', '09:00', mexico, '2026-03-05T15:00:00Z'],
    ['2026-03-05', '23:30', mexico, '2026-03-06T05:30:00Z'],
    ['2026-07-01', '09:00', 'America/Tijuana', '2026-07-01T16:00:00Z'],
    ['2026-01-05', '09:00', 'America/Santiago', '2026-01-05T12:00:00Z'],
    ['2026-07-05', '09:00', 'America/Santiago', '2026-07-05T13:00:00Z'],
    ['2026-03-08', '09:00', 'America/Tijuana', '2026-03-08T16:00:00Z'], // the clocks changed that night
    ['2026-03-07', '21:00', 'America/Tijuana', '2026-03-08T05:00:00Z'],
    ['2026-11-01', '09:00', 'America/Tijuana', '2026-11-01T17:00:00Z'],
  ];
  test.each(cases)('%s %s in %s is %s', (day, time, zone, at) => {
    expect(momentIn(day as Day, time, zone)).toBe(at);
    expect(formatTime(at as Instant, zone)).toBe(time);
    expect(dayIn(at as Instant, zone)).toBe(day);
  });
});

test('a zone has a name in both languages', () => {
  expect(formatZone(mexico, 'es')).toContain('hora');
  expect(formatZone(mexico, 'en')).toContain('Time');
  expect(formatZone('America/Cancun', 'es')).toBe('hora de Cancún');
  expect(formatZone('America/Cancun', 'en')).toBe('Eastern Standard Time');
});

test('a zone that a browser names after its own name has its city in Spanish', () => {
  expect(withPlace('hora de Cancun', 'America/Cancun')).toBe('hora de Cancún');
  expect(withPlace('hora de Cancún', 'America/Cancun')).toBe('hora de Cancún');
  expect(withPlace('hora de Mexico City', 'America/Mexico_City')).toBe('hora de Ciudad de México');
  expect(withPlace('hora de Rio Gallegos', 'America/Argentina/Rio_Gallegos')).toBe('hora de Río Gallegos');
  expect(withPlace('hora de Colombia', 'America/Bogota')).toBe('hora de Colombia');
  expect(withPlace('hora de Hermosillo', 'America/Hermosillo')).toBe('hora de Hermosillo');
});

test('a timer shows minutes and seconds', () => {
  expect([0, 59, 60, 3601].map(formatDuration)).toEqual(['00:00', '00:59', '01:00', '60:01']);
});

test('only a whole day leaves a date field', () => {
  expect(dayOrNull('2026-03-05')).toBe('2026-03-05');
  for (const text of ['', '2026-3-5', '2026-13-01', 'mañana']) expect(dayOrNull(text)).toBeNull();
});

test('only digits are an id', () => {
  expect(caseIdOrNull('81001')).toBe('81001');
  for (const text of ['', 'abc', '1/../2', '-1', '123456789012345678901']) expect(caseIdOrNull(text)).toBeNull();
});
