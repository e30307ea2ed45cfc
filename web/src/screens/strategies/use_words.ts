// The few words that a cell is told with.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Fact } from '../../api/types';
import type { Words } from './cell_text';
import { columnTypes } from './column_edits';
import type { ColumnView, Language } from './table_types';

export function useWords(): Words {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      any: t('cell.any'),
      none: t('cell.none'),
      yes: t('cell.yes'),
      no: t('cell.no'),
      not: (what) => t('cell.not', { what }),
      between: (from, to) => t('cell.between', { from, to }),
    }),
    [t],
  );
}

/** The language of what the server says in both. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'en' ? 'en' : 'es';
}

const results = [
  'amount_band', 'channel', 'level', 'max_discount', 'max_instalments', 'max_promise_days', 'min_down_payment', 'min_gap_days', 'min_promise', 'notice_level',
  'obligation_flag', 'obligation_level', 'obligation_segment', 'priority', 'queue', 'recipient', 'segment', 'step', 'template', 'wait_days',
] as const;

/** A result by the name that the program knows it by. */
export function useResultName(): (name: string) => string {
  const { t } = useTranslation();
  return (name) => {
    const known = results.find((each) => each === name);
    return known ? t(`result_name.${known}`) : name;
  };
}

/** The head of a column: as its author wrote it; a heading has one language, so in English, and where
 * there is none, it is what the program calls the fact or the result. */
export function useHead(): (column: ColumnView) => string {
  const language = useLanguage();
  const resultName = useResultName();
  return ({ label, name, called, side }) => {
    const known = side === 'output' ? resultName(name) : (called?.[language] ?? name);
    return known !== name && (language === 'en' || label === name) ? known : label;
  };
}

/** A fact as people call it. */
export function factName(facts: readonly Fact[], name: string, language: Language): string {
  return facts.find((fact) => fact.name === name)?.label?.[language] ?? name;
}

export function useTypeName(): (type: string) => string {
  const { t } = useTranslation();
  return (type) => {
    const known = columnTypes.find((each) => each === type);
    return known ? t(`column_type.${known}`) : type;
  };
}

const tableFiles = ['segment', 'treatment', 'priority', 'negotiation', 'escalation', 'obligation'] as const;

/** A decision that has the name of its file is called as the file. */
export function useDecisionName(): (decision: string) => string {
  const { t } = useTranslation();
  return (decision) => {
    const file = tableFiles.find((each) => each === decision);
    return file ? t(`table_file.${file}`) : decision;
  };
}
