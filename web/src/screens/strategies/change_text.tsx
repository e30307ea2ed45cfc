// Own changes as sentences, as the server tells those of others.
import { useTranslation } from 'react-i18next';
import { cellText } from './cell_text';
import type { OwnChange } from './own_changes';
import type { ColumnView } from './table_types';
import { useHead, useLanguage, useWords } from './use_words';

export function useChangeText(): (change: OwnChange) => string {
  const { t } = useTranslation();
  const words = useWords();
  const language = useLanguage();
  const head = useHead();
  const textOf = (cell: string, column: ColumnView) => cellText(cell, column, language, words);
  return (change) => {
    switch (change.kind) {
      case 'cell':
        return t('own_change.cell', { rule: change.rule, column: head(change.column), before: textOf(change.before, change.column), after: textOf(change.after, change.column) });
      case 'column_added':
      case 'column_removed':
      case 'column_changed':
      case 'column_moved':
        return t(`own_change.${change.kind}`, { column: head(change.column) });
      default:
        return t(`own_change.${change.kind}`, { rule: change.rule });
    }
  };
}

export function ChangeLines({ lines }: { lines: readonly string[] }) {
  return (
    <ul>
      {lines.map((line, at) => (
        <li key={`${at} ${line}`}>{line}</li>
      ))}
    </ul>
  );
}
