// Where a version stands, as a tag that every screen of strategies shows alike.
import { useTranslation } from 'react-i18next';
import type { Strategy } from '../../api/types';
import { useFormat } from '../../format/format';

const tones = { draft: undefined, tested: 'info', approved: 'warn', active: 'ok', retired: undefined } as const;

export function StateTag({ state }: { state: Strategy['state'] }) {
  const { t } = useTranslation();
  return (
    <span className="tag" data-tone={tones[state]}>
      {t(`strategy_state.${state}`)}
    </span>
  );
}

/** From when to when it decides, or nothing. */
export function useDaysOf(): (version: Strategy) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ active_from: from, active_until: until }) => {
    if (from === null) return '';
    if (until === null) return t('strategy.from', { day: format.day(from) });
    return t('strategy.from_to', { from: format.day(from), until: format.day(until) });
  };
}
