// The one formatter: every amount, day, moment and count on screen goes through useFormat().
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../api/types';
import type { Currency, Day, Instant, Money } from '../domain/brand';
import { formatDay, formatDayShort, formatTime, formatWeekday, formatZone, dayIn } from './day';
import { conventionsOf, formatAmount, formatCount, formatMoney, formatMoneyShort, formatRate, parseMoney } from './money';

const monthKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'] as const;
const weekdayKeys = ['0', '1', '2', '3', '4', '5', '6'] as const;

function createFormat(organisation: Session['organisation'], language: string, months: string[], weekdays: string[]) {
  const conventions = conventionsOf(organisation.country);
  return {
    money: (amount: Money, currency: Currency) => formatMoney(amount, currency, conventions),
    moneyShort: (amount: Money, currency: Currency) => formatMoneyShort(amount, currency, conventions),
    amount: (amount: Money, currency: Currency) => formatAmount(amount, currency, conventions),
    parse: (text: string, currency: Currency) => parseMoney(text, currency, conventions),
    count: (count: number) => formatCount(count, conventions),
    /** Of millionths. */
    rate: (millionths: number, digits = 1) => formatRate(millionths, digits, conventions),
    percent: (part: number, whole: number) => (whole === 0 ? '–' : `${Math.round((part / whole) * 100)} %`),
    day: (day: Day) => formatDay(day, months),
    dayShort: (day: Day) => formatDayShort(day, months),
    weekday: (day: Day) => formatWeekday(day, weekdays),
    time: (at: Instant, zone: string = organisation.timezone) => formatTime(at, zone),
    /** Day and time, the day left out when it is the open one. */
    moment: (at: Instant, zone: string = organisation.timezone) => {
      const day = dayIn(at, zone);
      return day === organisation.open_date ? formatTime(at, zone) : `${formatDayShort(day, months)} ${formatTime(at, zone)}`;
    },
    zone: (zone: string) => formatZone(zone, language),
  };
}

export type Format = ReturnType<typeof createFormat>;

const FormatContext = createContext<Format | null>(null);

export function FormatProvider({ organisation, children }: { organisation: Session['organisation']; children: ReactNode }) {
  const { t, i18n } = useTranslation();
  const format = useMemo(
    () =>
      createFormat(
        organisation,
        i18n.language,
        monthKeys.map((key) => t(`month.${key}`)),
        weekdayKeys.map((key) => t(`weekday.${key}`)),
      ),
    [organisation, i18n.language, t],
  );
  return <FormatContext.Provider value={format}>{children}</FormatContext.Provider>;
}

export function useFormat(): Format {
  const format = useContext(FormatContext);
  if (!format) throw new Error('useFormat outside FormatProvider');
  return format;
}
