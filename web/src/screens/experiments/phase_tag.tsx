// Where an experiment stands, as a tag, and its days and arms in words.
import { useTranslation } from 'react-i18next';
import type { Experiment } from '../../api/types';
import { useFormat } from '../../format/format';
import { useSession } from '../../shell/session';
import { digitsOfShare, endOf, phaseOf } from './phase';

const tones = { asked: 'warn', rejected: undefined, scheduled: 'info', running: 'ok', over: undefined, stopped: undefined } as const;

export function PhaseTag({ experiment }: { experiment: Experiment }) {
  const { t } = useTranslation();
  const phase = phaseOf(experiment, useSession().organisation.open_date);
  return (
    <span className="tag" data-tone={tones[phase]}>
      {t(`experiment_phase.${phase}`)}
    </span>
  );
}

export function useDaysOf(): (experiment: Experiment) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (experiment) => {
    const end = endOf(experiment);
    const from = format.day(experiment.from);
    return end === null ? t('experiment.from_on', { from }) : t('experiment.from_to', { from, until: format.day(end) });
  };
}

export function useShare(): (share: number) => string {
  const format = useFormat();
  return (share) => format.rate(share * 100, digitsOfShare(share));
}

/** "retail@2" as the other screens say it. */
export function useStrategyName(): (strategy: string) => string {
  const { t } = useTranslation();
  return (strategy) => {
    const [name = '', version] = strategy.split('@');
    return version === undefined ? name : t('strategy.version', { name, version });
  };
}

/** An arm's own name; the champion's is the product's. */
export function useArmName(): (name: string) => string {
  const { t } = useTranslation();
  return (name) => (name === 'champion' ? t('experiment.champion_arm') : name);
}

/** Every arm with its share, in a line. */
export function useArmsText(): (experiment: Experiment) => string {
  const shareText = useShare();
  const armName = useArmName();
  return ({ arms }) => arms.map(({ name, share }) => `${armName(name)} ${shareText(share)}`).join(' · ');
}
