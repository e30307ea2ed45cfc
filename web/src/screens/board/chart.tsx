// One figure: a title that states the finding, the chart, and the same numbers as a table.
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading } from '../../ui/states';
import styles from './board.module.css';
import type { EChartsType } from './charts';

export interface Bar {
  label: string;
  value: number;
  /** The value as people read it. */
  text: string;
  /** Further cells of the table. */
  cells?: readonly string[];
}

export interface Figure {
  id: string;
  title: string;
  kind: 'bars' | 'rows' | 'line';
  bars: readonly Bar[];
  columns: readonly string[];
  axis: (value: number) => string;
}

function tokens() {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return { ink: token('--ink-2'), muted: token('--muted'), line: token('--line'), primary: token('--primary'), card: token('--card') };
}

function optionOf(figure: Figure): Parameters<EChartsType['setOption']>[0] {
  const color = tokens();
  const names = figure.bars.map((bar) => bar.label);
  const isRows = figure.kind === 'rows';
  const category = {
    type: 'category' as const,
    data: names,
    inverse: isRows,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: color.line } },
    axisLabel: { color: color.ink, fontSize: 12, ...(names.length <= 8 ? { interval: 0 } : { hideOverlap: true }) },
  };
  const value = {
    type: 'value' as const,
    splitNumber: 3,
    splitLine: { lineStyle: { color: color.line } },
    axisLabel: { color: color.muted, fontSize: 12, formatter: figure.axis, showMinLabel: false },
    show: !isRows,
  };
  return {
    animation: false,
    grid: { left: 8, right: isRows ? 72 : 12, top: 22, bottom: 4, containLabel: true },
    xAxis: isRows ? value : category,
    yAxis: isRows ? category : value,
    tooltip: {
      trigger: 'axis',
      backgroundColor: color.card,
      borderColor: color.line,
      textStyle: { color: color.ink, fontSize: 12 },
      formatter: (points: unknown) => {
        const [point] = points as { dataIndex: number }[];
        const bar = figure.bars[point?.dataIndex ?? 0];
        return bar ? `${bar.label}: ${bar.text}` : '';
      },
      renderMode: 'richText', // drawn, not written as HTML
    },
    series: [
      figure.kind === 'line'
        ? { type: 'line', data: figure.bars.map((bar) => bar.value), showSymbol: false, lineStyle: { color: color.primary, width: 2 }, itemStyle: { color: color.primary }, areaStyle: { color: color.primary, opacity: 0.12 } }
        : {
            type: 'bar',
            data: figure.bars.map((bar) => bar.value),
            barMaxWidth: 44,
            itemStyle: { color: color.primary, borderRadius: 3 },
            label: {
              show: figure.bars.length <= 8,
              position: isRows ? 'right' : 'top',
              color: color.ink,
              fontSize: 12,
              formatter: ({ dataIndex }: { dataIndex: number }) => figure.bars[dataIndex]?.text ?? '',
            },
          },
    ],
  };
}

function Drawing({ figure }: { figure: Figure }) {
  const box = useRef<HTMLDivElement>(null);
  const [charts, setCharts] = useState<typeof import('./charts') | null>(null);
  const scheme = useComputedColorScheme('light');

  useEffect(() => {
    let isGone = false;
    void import('./charts').then((loaded) => !isGone && setCharts(loaded));
    return () => {
      isGone = true;
    };
  }, []);
  useEffect(() => {
    if (!box.current || !charts) return;
    const chart = charts.init(box.current, null, { renderer: 'svg' });
    chart.setOption(optionOf(figure));
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [charts, figure, scheme]);
  const description = figure.bars.map((bar) => `${bar.label}: ${bar.text}`).join('; ');
  return (
    <>
      {!charts && <Loading height={200} rows={1} />}
      <div aria-label={`${figure.title}. ${description}`} className={styles.drawing} ref={box} role="img" />
    </>
  );
}

function FigureTable({ figure }: { figure: Figure }) {
  return (
    <div aria-label={figure.title} className={styles.tableBox} role="region" tabIndex={0}>
      <table aria-label={figure.title} className={styles.table}>
        <thead>
          <tr>
            {figure.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figure.bars.map((bar) => (
            <tr key={bar.label}>
              <th scope="row">{bar.label}</th>
              {[...(bar.cells ?? []), bar.text].map((cell, index) => (
                <td key={index}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function FigureCard({ figure, isTable }: { figure: Figure; isTable: boolean }) {
  const { t } = useTranslation();
  return (
    <section aria-label={figure.title} className={`card ${styles.figure}`}>
      <h3>{figure.title}</h3>
      {figure.bars.length === 0 ? <p className="muted">{t('board.no_data')}</p> : isTable ? <FigureTable figure={figure} /> : <Drawing figure={figure} />}
    </section>
  );
}
