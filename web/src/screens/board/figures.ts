// The figures of one currency: which numbers, and the sentence that says what they show.
import type { TFunction } from 'i18next';
import type { Channel, DashboardBlock, Report } from '../../api/types';
import type { Currency, Money } from '../../domain/brand';
import type { Format } from '../../format/format';
import type { Figure } from './chart';

interface Context {
  t: TFunction;
  format: Format;
}

function total(amounts: readonly number[]): Money {
  return amounts.reduce((sum, amount) => sum + amount, 0) as Money;
}

export function bucketLabel(bucket: string, t: TFunction): string {
  return bucket === 'current' ? t('board.bucket_current') : t('board.bucket_days', { bucket: bucket.replace('-', '–') });
}

function ageing(block: DashboardBlock, { t, format }: Context): Figure {
  const { currency } = block;
  return {
    id: 'ageing',
    kind: 'bars',
    title: t('board.ageing_title', { share: format.percent(block.past_due, block.balance) }),
    columns: [t('board.bucket'), t('board.claims'), t('debt.amount')],
    axis: (value) => format.moneyShort(value as Money, currency),
    bars: block.ageing.map((row) => ({
      label: bucketLabel(row.bucket, t),
      value: row.amount,
      text: format.moneyShort(row.amount, currency),
      cells: [format.count(row.claims)],
    })),
  };
}

function due(block: DashboardBlock, { t, format }: Context): Figure {
  const { currency } = block;
  const rows = block.due_next_7_days;
  return {
    id: 'due',
    kind: 'bars',
    title: t('board.due_title', { amount: format.moneyShort(total(rows.map((row) => row.amount)), currency) }),
    columns: [t('board.day'), t('board.claims'), t('debt.amount')],
    axis: (value) => format.moneyShort(value as Money, currency),
    bars: rows.map((row) => ({
      label: format.dayShort(row.day),
      value: row.amount,
      text: format.moneyShort(row.amount, currency),
      cells: [format.count(row.count)],
    })),
  };
}

function recovered(block: DashboardBlock, { t, format }: Context): Figure {
  const { currency } = block;
  return {
    id: 'recovered',
    kind: 'line',
    title: t('board.recovered_title', { amount: format.moneyShort(total(block.recovered.map((row) => row.amount)), currency) }),
    columns: [t('board.day'), t('debt.amount')],
    axis: (value) => format.moneyShort(value as Money, currency),
    bars: block.recovered.map((row) => ({
      label: format.dayShort(row.day),
      value: row.amount,
      text: format.moneyShort(row.amount, currency),
    })),
  };
}

function funnel(block: DashboardBlock, { t, format }: Context): Figure {
  const { contacts } = block;
  return {
    id: 'funnel',
    kind: 'rows',
    title: t('board.funnel_title', { share: format.percent(contacts.right_party, contacts.attempts) }),
    columns: [t('board.step'), t('board.of_previous'), t('board.count')],
    axis: (value) => format.count(value),
    bars: block.funnel.map((row, index) => ({
      label: t(`funnel.${row.step}`),
      value: row.count,
      text: format.count(row.count),
      cells: [index === 0 ? '–' : format.percent(row.count, block.funnel[index - 1]?.count ?? 0)],
    })),
  };
}

/** Of GET /v1/portfolio/summary?by=channel; its rows end with the currency. */
function now(report: Report, currency: Currency, { t, format }: Context): Figure {
  const rows = report.rows
    .filter((row) => row[5] === currency)
    .map((row) => ({ channel: String(row[0]), cases: Number(row[1]), pastDue: Number(row[4]) as Money }));
  const contacted = rows.filter((row) => row.channel !== 'none');
  return {
    id: 'now',
    kind: 'rows',
    title: t('board.now_title', {
      n: format.count(contacted.reduce((sum, row) => sum + row.cases, 0)),
      total: format.count(rows.reduce((sum, row) => sum + row.cases, 0)),
    }),
    columns: [t('contact.channel'), t('account.past_due'), t('board.accounts')],
    axis: (value) => format.count(value),
    bars: contacted.map((row) => ({
      label: t(`channel.${row.channel as Channel}`),
      value: row.cases,
      text: format.count(row.cases),
      cells: [format.moneyShort(row.pastDue, currency)],
    })),
  };
}

export function figuresOf(block: DashboardBlock, report: Report | undefined, context: Context): Figure[] {
  const figures = [ageing(block, context), due(block, context), recovered(block, context), funnel(block, context)];
  return report ? [...figures, now(report, block.currency, context)] : figures;
}
