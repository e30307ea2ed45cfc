// Amounts as the organisation's country writes them, from the table that C shares.  Only integers
// and strings: an amount never passes through a fraction.  Intl is not used, because CLDR drops
// the cents of some currencies and puts minus signs in surprising places.
import table from '../../../locales/formats/money.json';
import { money, type Currency, type Money } from '../domain/brand';

export interface Conventions {
  currency: string;
  group: string;
  decimal: string;
  gap: boolean;
}

const noBreak = '\u00a0';
const countries: Record<string, Conventions> = table.countries;
const currencies: Record<string, { digits: number; symbol: string }> = table.currencies;

/** Of a country; Mexico's for one that the table lacks. */
export function conventionsOf(country: string): Conventions {
  return countries[country] ?? table.countries.MX;
}

function digitsOf(currency: string): number {
  return currencies[currency]?.digits ?? 2;
}

function grouped(digits: string, separator: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, separator);
}

export function formatCount(count: number, conventions: Conventions): string {
  return (count < 0 ? '-' : '') + grouped(String(Math.abs(Math.trunc(count))), conventions.group);
}

/** A share in millionths as a percentage; halves are rounded up. */
export function formatRate(millionths: number, digits: number, conventions: Conventions): string {
  const unit = 10 ** (4 - digits);
  const text = String(Math.round(Math.abs(millionths) / unit)).padStart(digits + 1, '0');
  const whole = grouped(text.slice(0, text.length - digits), conventions.group);
  const rest = digits > 0 ? conventions.decimal + text.slice(-digits) : '';
  return `${millionths < 0 && /[1-9]/.test(text) ? '-' : ''}${whole}${rest}${noBreak}%`;
}

/** The amount without its currency: what a field shows. */
export function formatAmount(amount: Money, currency: Currency, conventions: Conventions): string {
  const digits = digitsOf(currency);
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const cents = digits > 0 ? conventions.decimal + text.slice(-digits) : '';
  return (amount < 0 ? '-' : '') + grouped(whole, conventions.group) + cents;
}

/** The home currency by its symbol, any other by its code, so that no two look alike. */
export function formatMoney(amount: Money, currency: Currency, conventions: Conventions): string {
  const isHome = currency === conventions.currency;
  const mark = isHome ? (currencies[currency]?.symbol ?? currency) : currency;
  const gap = !isHome || conventions.gap ? noBreak : '';
  const text = formatAmount(amount, currency, conventions);
  return text.startsWith('-') ? `-${mark}${gap}${text.slice(1)}` : mark + gap + text;
}

/** Whole units only, for axes and tiles where cents are noise; truncated, never rounded up. */
export function formatMoneyShort(amount: Money, currency: Currency, conventions: Conventions): string {
  const digits = digitsOf(currency);
  const text = formatMoney(amount, currency, conventions);
  return digits > 0 ? text.slice(0, -(digits + 1)) : text;
}

/** What a person typed, in the country's own way; null when it cannot be read without guessing. */
export function parseMoney(text: string, currency: Currency, conventions: Conventions): Money | null {
  const digits = digitsOf(currency);
  const bare = text.replace(/[^\d.,\s\u00a0-]/g, '').trim();
  const [whole = '', cents = '', ...rest] = bare.split(conventions.decimal);
  const groups = whole.split(conventions.group === noBreak ? /[\s\u00a0]/ : conventions.group);
  const isGrouped = groups.length === 1 || groups.slice(1).every((group) => /^\d{3}$/.test(group));
  const isCents = cents === '' ? true : /^\d+$/.test(cents) && cents.length <= digits;
  const joined = groups.join('');
  if (rest.length > 0 || !isGrouped || !isCents || !/^\d{1,15}$/.test(joined)) return null;
  const minor = Number(joined + cents.padEnd(digits, '0'));
  return Number.isSafeInteger(minor) ? money(minor) : null;
}
