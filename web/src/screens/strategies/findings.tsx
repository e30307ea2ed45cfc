// What looks wrong in the tables, the worst first: each leads to its cell.
import { useTranslation } from 'react-i18next';
import styles from './editor.module.css';
import { Empty } from '../../ui/states';
import type { Marks, Weight } from './grid';
import type { DraftTable } from './table_types';
import { isSameTable, type PlacedFinding } from './use_tables';

const loudness: Record<Weight, number> = { error: 2, warning: 1, note: 0 };

function louder(first: Weight | undefined, second: Weight): Weight {
  return first === undefined || loudness[second] > loudness[first] ? second : first;
}

/** Where a finding points to in the grid: columns from 0, inputs first; null when it is about no cell. */
export function columnOf({ side, column }: Pick<PlacedFinding, 'side' | 'column'>, { inputs }: Pick<DraftTable, 'inputs'>): number | null {
  if (column === null) return null;
  return side === 'output' ? inputs.length + column - 1 : column - 1;
}

export function marksOf(findings: readonly PlacedFinding[], table: DraftTable): Marks {
  const rules = new Map<string, Weight>();
  const cells = new Map<string, Weight>();
  for (const finding of findings) {
    if (!isSameTable(finding, table) || finding.ruleKey === null) continue;
    rules.set(finding.ruleKey, louder(rules.get(finding.ruleKey), finding.weight));
    const column = columnOf(finding, table);
    if (column === null) continue;
    const cell = `${finding.ruleKey} ${column}`;
    cells.set(cell, louder(cells.get(cell), finding.weight));
  }
  return { rules, cells };
}

export function bySeverity(findings: readonly PlacedFinding[]): PlacedFinding[] {
  return findings.toSorted((first, second) => loudness[second.weight] - loudness[first.weight]);
}

export function FindingList({ findings, onOpen }: { findings: readonly PlacedFinding[]; onOpen: (finding: PlacedFinding) => void }) {
  const { t } = useTranslation();
  return (
    <ul className={styles.findings}>
      {bySeverity(findings).map((finding, at) => (
        <li key={`${finding.problem} ${finding.ruleKey} ${finding.column} ${at}`}>
          <button className={styles.finding} data-weight={finding.weight} onClick={() => onOpen(finding)} type="button">
            <span>
              <strong>{t(`finding_weight.${finding.weight}`)}</strong> {finding.text}
            </span>
            {finding.row.length > 0 && (
              <span className="muted">
                {t('finding.row')} {finding.row.map(({ input, value }) => `${input} = ${value}`).join(', ')}
              </span>
            )}
            {finding.hint !== '' && <span>{finding.hint}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}

export function FindingsPanel(props: { findings: readonly PlacedFinding[]; onOpen: (finding: PlacedFinding) => void }) {
  const { t } = useTranslation();
  if (props.findings.length === 0) return <Empty title={t('finding.none')}>{t('finding.none_text')}</Empty>;
  return (
    <>
      <p className="muted">{t('finding.intro')}</p>
      <FindingList {...props} />
    </>
  );
}
