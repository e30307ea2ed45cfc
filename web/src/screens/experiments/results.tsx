// What came of an experiment, arm by arm, with the ranges that chance leaves.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { armsQuery } from '../../api/queries';
import type { Report } from '../../api/types';
import { money, type Currency } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { useWhyNot } from '../../shell/session';
import list from '../../ui/action_list.module.css';
import { Empty, Failure, Loading } from '../../ui/states';
import { Table } from '../account/tables';
import styles from './experiments.module.css';
import { useArmName } from './phase_tag';

interface Rate {
  value: number | null;
  low: number | null;
  high: number | null;
}

/** A row of the report `arms`; rates in millionths. */
export interface ArmResult {
  id: string;
  arm: string;
  cases: number;
  recovered: number;
  cost: number | null;
  currency: string;
  paying: Rate;
  recovery: Rate;
  keeping: Rate;
  uplift: Rate;
}

/** The rows by the names of their columns. */
export function resultsOf({ columns, rows }: Pick<Report, 'columns' | 'rows'>): ArmResult[] {
  const places = new Map(columns.map(({ name }, at) => [name, at]));
  return rows.map((row) => {
    const cell = (name: string) => row[places.get(name) ?? -1] ?? null;
    const number = (name: string) => (cell(name) === null ? null : Number(cell(name)));
    const rate = (name: string): Rate => ({ value: number(name), low: number(`${name}_low`), high: number(`${name}_high`) });
    return {
      id: `${String(cell('arm'))}/${String(cell('currency'))}`,
      arm: String(cell('arm')),
      cases: number('cases') ?? 0,
      recovered: number('recovered') ?? 0,
      cost: number('cost'),
      currency: String(cell('currency')),
      paying: rate('paying'),
      recovery: rate('recovery'),
      keeping: rate('keeping'),
      uplift: rate('uplift'),
    };
  });
}

/** A rate, its range below, and where that lies between the least and the most of all arms. */
function RateCell({ rate, all }: { rate: Rate; all: readonly Rate[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (rate.value === null) return '–';
  const edges = all.flatMap(({ value, low, high }) => [value, low, high]).filter((edge) => edge !== null);
  const least = Math.min(0, ...edges);
  const span = Math.max(...edges) - least || 1;
  const place = (edge: number) => ((edge - least) / span) * 100;
  const { value, low, high } = rate;
  return (
    <div className={styles.rate}>
      <strong>{format.rate(value)}</strong>
      {low === null || high === null ? (
        <span className="muted">{t('experiment.sparse')}</span>
      ) : (
        <>
          <span className="muted">{t('experiment.interval', { low: format.rate(low), high: format.rate(high) })}</span>
          <svg aria-hidden="true" className={styles.range} preserveAspectRatio="none" viewBox="0 0 100 8">
            <line className={styles.axis} x1="0" x2="100" y1="4" y2="4" />
            <line className={styles.spread} x1={place(low)} x2={place(high)} y1="4" y2="4" />
            <line className={styles.point} x1={place(value)} x2={place(value)} y1="0" y2="8" />
          </svg>
        </>
      )}
    </div>
  );
}

function ResultTable({ results, label }: { results: readonly ArmResult[]; label: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const armName = useArmName();
  const rate = (key: 'paying' | 'recovery' | 'keeping' | 'uplift') => ({
    key,
    label: t(`experiment.result_${key}`),
    cell: (result: ArmResult) =>
      key === 'uplift' && result.uplift.value === null ? t('experiment.is_base') : <RateCell all={results.map((each) => each[key])} rate={result[key]} />,
  });
  const inMoney = (minor: number | null, { currency }: ArmResult) => (minor === null ? '–' : format.money(money(minor), currency as Currency));
  return (
    <div className={styles.wide} data-scroll tabIndex={0}>
      <Table
        columns={[
          { key: 'arm', label: t('experiment.result_group'), cell: ({ arm }) => <strong>{armName(arm)}</strong> },
          { key: 'cases', label: t('experiment.result_cases'), isNumber: true, cell: ({ cases }) => format.count(cases) },
          rate('paying'),
          rate('recovery'),
          rate('uplift'),
          rate('keeping'),
          { key: 'recovered', label: t('experiment.result_money'), isNumber: true, cell: (result) => inMoney(result.recovered, result) },
          { key: 'cost', label: t('experiment.result_cost'), isNumber: true, cell: (result) => inMoney(result.cost, result) },
        ]}
        label={label}
        rows={results}
      />
    </div>
  );
}

export function Results({ name }: { name: string }) {
  const { t } = useTranslation();
  const offReason = useWhyNot()('report.read');
  const query = useQuery({ ...armsQuery(name), enabled: offReason === null });
  const results = query.data === undefined ? [] : resultsOf(query.data);
  const currencies = [...new Set(results.map(({ currency }) => currency))];
  if (offReason !== null) return <Empty title={offReason} />;
  return (
    <section aria-label={t('experiment.results')} className={`card ${list.block}`}>
      <h2>{t('experiment.results')}</h2>
      {query.isPending && <Loading rows={3} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} title={t('experiment.results_failed')} />}
      {query.isSuccess && results.length === 0 && <Empty title={t('experiment.results_none')}>{t('experiment.results_none_text')}</Empty>}
      {results.length > 0 && <p className={list.intro}>{t('experiment.results_text')} {t('experiment.uplift_text')}</p>}
      {currencies.map((currency) => (
        <ResultTable
          key={currency}
          label={`${t('experiment.results')} · ${t('experiment.currency', { currency })}`}
          results={results.filter((result) => result.currency === currency)}
        />
      ))}
    </section>
  );
}
