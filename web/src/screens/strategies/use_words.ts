// The few words that a cell is told with.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Words } from './cell_text';
import type { Language } from './table_types';

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
