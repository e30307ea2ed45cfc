// The rules of a table as a virtual grid: thousands of rows, some dozens of nodes.  One cell is chosen;
// arrows move it, Enter or typing edits it, and what a rule is about stands beside the grid.
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/format';
import { CheckIcon, StopIcon, WarnIcon } from '../../ui/icons';
import { CellEditor, type Then } from './cell_editor';
import { cellText, type Words } from './cell_text';
import styles from './editor.module.css';
import { cellAt, columnsOf, emptyCell, type ColumnView, type DraftRule, type DraftTable, type Language, type Place } from './table_types';
import { useHead, useLanguage, useWords } from './use_words';

const rowHeight = 36;
const pageRows = 12;

/** How loud a finding is about a rule, or about one of its cells. */
export type Weight = 'error' | 'warning' | 'note';

export interface Marks {
  rules: ReadonlyMap<string, Weight>;
  /** By the rule's key, a space and the column. */
  cells: ReadonlyMap<string, Weight>;
}

/** The answer of a trial: the rule that fired, and the column in which each other one said no. */
export interface Lit {
  ruleKey: string | null;
  refused: ReadonlyMap<string, number>;
}

interface Props {
  table: DraftTable;
  active: Place;
  onActivate: (place: Place) => void;
  marks: Marks;
  lit: Lit | null;
  hitsOf: (rule: DraftRule) => number | null | undefined;
  /** Why nothing may be edited, or null. */
  offReason: string | null;
  onEdit: (place: Place, text: string) => void;
}

function Mark({ weight }: { weight: Weight | undefined }) {
  const { t } = useTranslation();
  if (weight === undefined || weight === 'note') return null;
  return (
    <span aria-label={t(`finding_weight.${weight}`)} className={styles.mark} data-weight={weight} role="img">
      {weight === 'error' ? <StopIcon /> : <WarnIcon />}
    </span>
  );
}

interface RowProps {
  rule: DraftRule;
  index: number;
  columns: ColumnView[];
  activeColumn: number | null;
  typedColumn: number | null;
  marks: Marks;
  /** Fired, said no in this column, or no trial. */
  verdict: 'fired' | number | null;
  hits: number | null | undefined;
  language: Language;
  words: Words;
  onCell: (rule: number, column: number, isDouble: boolean) => void;
}

/** Drawn again only when something of it changes: moving touches two rows. */
const Row = memo(function Row({ rule, index, columns, activeColumn, typedColumn, marks, verdict, hits, language, words, onCell }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <div aria-colindex={1} className={styles.rowHead} role="rowheader">
        <span>{index + 1}</span>
        <Mark weight={marks.rules.get(rule.key)} />
        {verdict === 'fired' && (
          <span aria-label={t('trial.fired')} className={styles.fired} role="img">
            <CheckIcon />
          </span>
        )}
        {hits !== null && hits !== undefined && (
          <span className={styles.hits} title={t('table.hits', { count: hits })}>
            {format.count(hits)}
          </span>
        )}
      </div>
      {columns.map((column, at) => {
        if (at === typedColumn) return null; // the editor is that cell
        const cell = cellAt(rule, column);
        const text = cellText(cell, column, language, words);
        return (
          <div
            aria-colindex={at + 2}
            aria-selected={at === activeColumn}
            className={styles.cell}
            data-any={cell === emptyCell(column.side) || undefined}
            data-refused={verdict === at || undefined}
            data-side={column.side}
            data-weight={marks.cells.get(`${rule.key} ${at}`)}
            id={`cell-${rule.key}-${at}`}
            key={`${column.side} ${column.index}`}
            onClick={() => onCell(index, at, false)}
            onDoubleClick={() => onCell(index, at, true)}
            role="gridcell"
            style={{ gridColumn: at + 2 }}
            title={text}
          >
            {text}
          </div>
        );
      })}
    </>
  );
});

interface Typing {
  text: string;
  isTyped: boolean;
}

export function Grid({ table, active, onActivate, marks, lit, hitsOf, offReason, onEdit }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const language = useLanguage();
  const head = useHead();
  const scroller = useRef<HTMLDivElement>(null);
  const [typing, setTyping] = useState<Typing | null>(null);
  const { inputs, outputs, rules } = table;
  const columns = useMemo(() => columnsOf({ inputs, outputs }), [inputs, outputs]);
  const rule = rules[active.rule];
  const column = columns[active.column];
  const rows = useVirtualizer({ count: rules.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 6, scrollPaddingStart: 48, scrollPaddingEnd: 8 });
  const activeId = rule ? `cell-${rule.key}-${active.column}` : undefined;

  useEffect(() => {
    if (active.rule < rules.length) rows.scrollToIndex(active.rule, { align: 'auto' });
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active.rule, activeId, rows, rules.length]);

  const go = (toRule: number, toColumn: number) =>
    onActivate({ rule: Math.max(0, Math.min(rules.length - 1, toRule)), column: Math.max(0, Math.min(columns.length - 1, toColumn)) });
  const type = (next: Typing) => offReason === null && rule && setTyping(next);
  const keep = (text: string, then: Then) => {
    setTyping(null);
    onEdit(active, text);
    if (then !== 'stay') go(active.rule, active.column + (then === 'next' ? 1 : -1));
    scroller.current?.focus();
  };
  const moves: Record<string, () => void> = {
    ArrowDown: () => go(active.rule + 1, active.column),
    ArrowUp: () => go(active.rule - 1, active.column),
    ArrowRight: () => go(active.rule, active.column + 1),
    ArrowLeft: () => go(active.rule, active.column - 1),
    PageDown: () => go(active.rule + pageRows, active.column),
    PageUp: () => go(active.rule - pageRows, active.column),
    Home: () => go(active.rule, 0),
    End: () => go(active.rule, columns.length - 1),
    'Control+Home': () => go(0, 0),
    'Control+End': () => go(rules.length - 1, columns.length - 1),
    Enter: () => rule && column && type({ text: cellAt(rule, column), isTyped: false }),
    F2: () => rule && column && type({ text: cellAt(rule, column), isTyped: false }),
    Delete: () => offReason === null && rule && onEdit(active, ''),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (typing !== null || event.target !== scroller.current) return;
    // Spanish keyboards write brackets with AltGr, which is Ctrl and Alt for some systems.
    const isPlain = event.getModifierState('AltGraph') || !(event.ctrlKey || event.metaKey || event.altKey);
    const move = event.shiftKey || event.altKey || event.metaKey ? undefined : moves[event.ctrlKey ? `Control+${event.key}` : event.key];
    if (move) move();
    else if (isPlain && event.key.length === 1 && event.key !== '?') type({ text: event.key, isTyped: true });
    else return; // a key of the rule, or of the browser
    event.preventDefault();
  };
  const click = useRef<RowProps['onCell']>(() => undefined);
  useEffect(() => {
    click.current = (toRule, toColumn, isDouble) => {
      onActivate({ rule: toRule, column: toColumn });
      const [clicked, at] = [rules[toRule], columns[toColumn]];
      if (isDouble && clicked && at && offReason === null) setTyping({ text: cellAt(clicked, at), isTyped: false });
    };
  });
  const onCell = useCallback<RowProps['onCell']>((...where) => click.current(...where), []);
  const template = `var(--head) repeat(${columns.length}, var(--column))`;
  return (
    <div
      aria-activedescendant={typing === null ? activeId : undefined}
      aria-colcount={columns.length + 1}
      aria-label={t('table.label', { name: table.decision })}
      aria-readonly={offReason !== null}
      aria-rowcount={rules.length + 1}
      className={styles.grid}
      onKeyDown={onKeyDown}
      ref={scroller}
      role="grid"
      tabIndex={0}
    >
      <div aria-rowindex={1} className={styles.headRow} role="row" style={{ gridTemplateColumns: template }}>
        <div aria-colindex={1} className={styles.rowHead} role="columnheader">
          {t('table.rule')}
        </div>
        {columns.map((each, at) => (
          <div aria-colindex={at + 2} className={styles.columnHead} data-side={each.side} key={`${each.side} ${each.index}`} role="columnheader" title={`${head(each)} (${each.name})`}>
            <span>{head(each)}</span>
          </div>
        ))}
      </div>
      <div className={styles.rows} role="rowgroup" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const each = rules[index];
          if (!each) return null;
          const isActive = index === active.rule;
          return (
            <div
              aria-rowindex={index + 2}
              className={styles.row}
              data-active={isActive || undefined}
              data-lit={lit?.ruleKey === each.key || undefined}
              key={each.key}
              role="row"
              style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}
            >
              <Row
                activeColumn={isActive ? active.column : null}
                columns={columns}
                hits={hitsOf(each)}
                index={index}
                language={language}
                marks={marks}
                onCell={onCell}
                rule={each}
                typedColumn={isActive && typing !== null ? active.column : null}
                verdict={lit === null ? null : lit.ruleKey === each.key ? 'fired' : (lit.refused.get(each.key) ?? null)}
                words={words}
              />
              {isActive && typing !== null && column && (
                <div aria-colindex={active.column + 2} className={styles.editor} role="gridcell" style={{ gridColumn: active.column + 2, gridRow: 1 }}>
                  <CellEditor
                    column={column}
                    isTyped={typing.isTyped}
                    label={t('table.cell', { column: head(column), rule: index + 1 })}
                    onKeep={keep}
                    onLeave={() => {
                      setTyping(null);
                      scroller.current?.focus();
                    }}
                    text={typing.text}
                  />
                </div>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
