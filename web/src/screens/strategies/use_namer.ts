// The words of treatments, channels and queues, as the tables name them.
import { useTranslation } from 'react-i18next';
import type { Table } from '../../api/types';
import type { Namer } from './simulate_panel';
import { useLanguage } from './use_words';

const channels = ['call', 'whatsapp', 'sms', 'email', 'letter', 'visit'] as const;

export function useNamer(tables: readonly Table[]): Namer {
  const { t } = useTranslation();
  const language = useLanguage();
  return (output, value) => {
    if (value === null || (output === 'channel' && value === 'none')) return t('simulation.nothing');
    const channel = channels.find((each) => each === value);
    if (output === 'channel' && channel) return t(`channel.${channel}`);
    for (const { outputs } of tables)
      for (const { name, values } of outputs) {
        const known = name === output ? values.find((each) => each.value === `"${value}"`) : undefined;
        if (known) return known.label[language] || value;
      }
    return value;
  };
}
