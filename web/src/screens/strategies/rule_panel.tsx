// What the chosen rule says, in words; what looks wrong with it; and why it is there, as its author says.
import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/format';
import styles from './editor.module.css';
import { FindingList } from './findings';
import type { ColumnView, DraftRule, Language } from './table_types';
import type { PlacedFinding, RuleView } from './use_tables';
import { useHead, useLanguage, useTypeName } from './use_words';

interface Props {
  rule: DraftRule;
  /** From 1. */
  number: number;
  column: ColumnView | undefined;
  view: RuleView | undefined;
  hitsCases: number;
  findings: readonly PlacedFinding[];
  offReason: string | null;
  onOpen: (finding: PlacedFinding) => void;
  onAnnotate: (language: Language, text: string) => void;
}

function Hits({ hits, cases }: { hits: number | null | undefined; cases: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (hits === null || hits === undefined) return <p className="muted">{t('table.hits_unknown')}</p>;
  return <p>{t('table.hits_of', { count: hits, hits: format.count(hits), cases: format.count(cases) })}</p>;
}

function About({ column }: { column: ColumnView }) {
  const { t } = useTranslation();
  const head = useHead();
  const typeName = useTypeName();
  const language = useLanguage();
  return (
    <section>
      <h3>{head(column)}</h3>
      <p className="muted">
        {column.about?.[language] ?? t(column.side === 'input' ? 'table.column_input' : 'table.column_output')} {t('table.column_name', { name: column.name, type: typeName(column.type) })}
      </p>
    </section>
  );
}

export function RulePanel({ rule, number, column, view, hitsCases, findings, offReason, onOpen, onAnnotate }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const note = (of: Language) => (
    <Textarea
      autosize
      defaultValue={rule.annotation[of]}
      disabled={offReason !== null}
      key={`${rule.key} ${of} ${rule.annotation[of]}`}
      label={t(`table.annotation_${of}`)}
      maxRows={4}
      onBlur={(event) => onAnnotate(of, event.currentTarget.value)}
      size="xs"
    />
  );
  return (
    <>
      <h2>{t('table.rule_number', { number })}</h2>
      <p className={styles.reading} data-testid="reading">
        {view === undefined ? t('table.reading_soon') : view.reading[language]}
      </p>
      <Hits cases={hitsCases} hits={view?.hits} />
      {findings.length > 0 && <FindingList findings={findings} onOpen={onOpen} />}
      {column && <About column={column} />}
      {note('es')}
      {note('en')}
    </>
  );
}
