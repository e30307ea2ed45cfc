// All keys, printed from the registry, and the switch that turns single letters off.
import { Modal, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useKeySettings } from '../keys/keys';
import { keyTable, type KeyId, type Scope } from '../keys/registry';
import { KeyHint } from '../ui/keycap';
import styles from './dialogs.module.css';

const scopes: readonly Scope[] = ['global', 'queue', 'account', 'messages', 'approvals', 'persons', 'payments', 'privacy', 'strategies', 'board'];

export function HelpDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { plainKeysOn, setPlainKeysOn } = useKeySettings();
  const keysOf = (scope: Scope): KeyId[] =>
    keyTable.filter((entry) => (entry.scopes as readonly Scope[]).includes(scope)).map((entry) => entry.id);
  return (
    <Modal onClose={onClose} opened={isOpen} size="lg" title={t('help.title')} closeButtonProps={{ 'aria-label': t('dialog.close') }}>
      <div className={styles.help}>
        {scopes.map((scope) => (
          <section key={scope}>
            <h3>{t(`help.scope_${scope}`)}</h3>
            <dl>
              {keysOf(scope).map((id) => (
                <div key={id}>
                  <dt>
                    <KeyHint of={id} />
                  </dt>
                  <dd>{t(`key.${id}`)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch
        checked={plainKeysOn}
        description={t('help.plain_keys_text')}
        label={t('help.plain_keys')}
        onChange={(event) => setPlainKeysOn(event.currentTarget.checked)}
      />
    </Modal>
  );
}
