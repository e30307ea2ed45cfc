// Days and moments on screen.  A day is always "05 mar 2026": the short styles of Intl put the
// month first in some countries.  Moments are shown in a named zone, never in the browser's.
import { instant, type Day, type Instant } from '../domain/brand';

export type Months = readonly string[];
export type Weekdays = readonly string[];

interface Parts {
  year: string;
  month: number;
  dayOfMonth: string;
}

function partsOf(day: Day): Parts {
  return { year: day.slice(0, 4), month: Number(day.slice(5, 7)), dayOfMonth: day.slice(8, 10) };
}

export function formatDay(day: Day, months: Months): string {
  const { year, month, dayOfMonth } = partsOf(day);
  return `${dayOfMonth} ${months[month - 1] ?? month} ${year}`;
}

/** Without the year, for axes and chips. */
export function formatDayShort(day: Day, months: Months): string {
  const { month, dayOfMonth } = partsOf(day);
  return `${dayOfMonth} ${months[month - 1] ?? month}`;
}

/** Sunday is the first name. */
export function formatWeekday(day: Day, weekdays: Weekdays): string {
  return weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '';
}

function wallClock(at: number, zone: string): Record<string, string> {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}

/** The day on which a moment falls in a zone. */
export function dayIn(at: Instant, zone: string): Day {
  const { year, month, day } = wallClock(Date.parse(at), zone);
  return `${year}-${month}-${day}` as Day;
}

/** Hours and minutes, 24 h. */
export function formatTime(at: Instant, zone: string): string {
  const { hour, minute } = wallClock(Date.parse(at), zone);
  return `${hour}:${minute}`;
}

/** Cities after which Spanish calls a zone, where it does not write them as the zone's own name does.
 *  Node knows them all; browsers leave out this part of their data. */
const places: Readonly<Record<string, string>> = {
  Araguaina: 'Araguaína',
  Bahia: 'Bahía',
  'Bahia Banderas': 'Bahía de Banderas',
  Belem: 'Belén',
  Canary: 'Islas Canarias',
  Cancun: 'Cancún',
  Cordoba: 'Córdoba',
  Cuiaba: 'Cuiabá',
  Easter: 'Isla de Pascua',
  Eirunepe: 'Eirunepé',
  Galapagos: 'Galápagos',
  'Los Angeles': 'Los Ángeles',
  Maceio: 'Maceió',
  Manaus: 'Manaos',
  Mazatlan: 'Mazatlán',
  Merida: 'Mérida',
  'Mexico City': 'Ciudad de México',
  'New York': 'Nueva York',
  Noronha: 'Fernando de Noronha',
  'Rio Gallegos': 'Río Gallegos',
  Santarem: 'Santarém',
  'Sao Paulo': 'São Paulo',
  Tucuman: 'Tucumán',
};

/** The name that a browser gives a zone in Spanish, with the city as Spanish writes it. */
export function withPlace(name: string, zone: string): string {
  const city = zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
  const place = places[city];
  return place !== undefined && name.endsWith(` ${city}`) ? name.slice(0, -city.length) + place : name;
}

/** "hora de Ciudad de México", by the clocks of today (a zone may have belonged to another time
 *  before); the language decides, not the browser. */
export function formatZone(zone: string, language: string): string {
  const style = language === 'en' ? 'longGeneric' : 'shortGeneric';
  const locale = language === 'en' ? 'en' : 'es-MX';
  const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: style }).formatToParts(Date.now());
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
  return language === 'en' ? name : withPlace(name, zone);
}

/** The moment at which clocks in a zone show this day and time ("HH:MM").  Where the clocks jump
 * over it, the same distance after the jump. */
export function momentIn(day: Day, time: string, zone: string): Instant {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  const offsetAt = (at: number): number => {
    const { year, month, day: date, hour, minute, second } = wallClock(at, zone);
    return Date.parse(`${year}-${month}-${date}T${hour}:${minute}:${second}Z`) - at;
  };
  // The first guess may lie on the other side of a change of the clocks; the second does not.
  const guess = wanted - offsetAt(wanted);
  return instant(wanted - offsetAt(guess));
}

/** Minutes and seconds of a running timer. */
export function formatDuration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `${String(minutes).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}
