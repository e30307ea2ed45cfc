// Says what was saved, and for ten seconds how to take it back.
import { useTranslation } from 'react-i18next';
import { KeyHint } from '../ui/keycap';
import { useErrorText } from '../ui/states';
import { useWork } from '../work/work';
import styles from './app.module.css';

export function UndoBar() {
  const { t } = useTranslation();
  const { saved, undo, isUndoing, undoError } = useWork();
  const textOf = useErrorText();
  return (
    <div aria-live="polite">
      {saved && (
        <div className={styles.undo} data-testid="undo">
          <p>{undoError ? `${t('undo.failed')} ${textOf(undoError)}` : t('undo.saved', { result: saved.result, name: saved.partyName })}</p>
          <button disabled={isUndoing} onClick={undo} type="button">
            {t('undo.undo')} <KeyHint of="undo" />
          </button>
        </div>
      )}
    </div>
  );
}
