// The arms of an experiment that is being written: who is in which, and how many of the accounts.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Strategy } from '../../api/types';
import styles from './experiments.module.css';
import { isName, shareOf } from './phase';
import { useShare } from './phase_tag';

export interface Arm {
  key: number;
  name: string;
  /** "retail@2" or "hold_out". */
  what: string;
  share: string;
}

export const holdOut = 'hold_out';
export const armsMost = 7;
const whole = 10_000;

/** The first thing that is wrong with each arm, by field. */
export interface ArmWrong {
  name: 'name_wrong' | 'arm_twice' | 'arm_reserved' | null;
  share: 'share_wrong' | null;
}

export function wrongOf(arm: Arm, arms: readonly Arm[]): ArmWrong {
  const twin = arms.find(({ name }) => name === arm.name);
  const name = !isName(arm.name) ? 'name_wrong' : arm.name === 'champion' ? 'arm_reserved' : twin !== arm ? 'arm_twice' : null;
  return { name, share: shareOf(arm.share) === null ? 'share_wrong' : null };
}

export function sumOf(arms: readonly Arm[]): number {
  return arms.reduce((sum, { share }) => sum + (shareOf(share) ?? 0), 0);
}

/** Versions that may challenge: approved, or active once, and not the champion. */
export function challengersOf(versions: readonly Strategy[]): Strategy[] {
  return versions.filter(({ state, active_from: activeFrom }) => state === 'approved' || (activeFrom !== null && state !== 'active'));
}

interface FieldsProps {
  arm: Arm;
  number: number;
  versions: readonly Strategy[];
  wrong: ArmWrong | null;
  onChange: (arm: Arm) => void;
  onRemove: () => void;
}

function ArmFields({ arm, number, versions, wrong, onChange, onRemove }: FieldsProps) {
  const { t } = useTranslation();
  const said = (key: ArmWrong['name'] | ArmWrong['share']) => (key == null ? null : t(`experiment.${key}`));
  return (
    <fieldset className={styles.arm}>
      <legend className="hidden">{t('experiment.arm', { number })}</legend>
      <TextInput
        error={said(wrong?.name ?? null)}
        label={t('experiment.arm_name')}
        maxLength={40}
        onChange={(event) => onChange({ ...arm, name: event.currentTarget.value })}
        value={arm.name}
      />
      <NativeSelect
        data={[
          ...versions.map(({ name, version }) => ({ value: `${name}@${version}`, label: t('strategy.version', { name, version }) })),
          { value: holdOut, label: t('experiment.hold_out') },
        ]}
        label={t('experiment.arm_what')}
        onChange={(event) => onChange({ ...arm, what: event.currentTarget.value })}
        value={arm.what}
      />
      <TextInput
        error={said(wrong?.share ?? null)}
        inputMode="decimal"
        label={t('experiment.share')}
        maxLength={8}
        onChange={(event) => onChange({ ...arm, share: event.currentTarget.value })}
        value={arm.share}
      />
      <Button aria-label={t('experiment.remove_arm', { name: arm.name || String(number) })} className={styles.remove} onClick={onRemove} size="sm" type="button" variant="default">
        {t('table.remove')}
      </Button>
    </fieldset>
  );
}

/** What is left to the champion, or that it is too much. */
function Rest({ arms, champion }: { arms: readonly Arm[]; champion: Strategy | null }) {
  const { t } = useTranslation();
  const shareText = useShare();
  const sum = sumOf(arms);
  if (sum > whole) return <p role="alert">{t('experiment.over_all', { share: shareText(sum) })}</p>;
  if (champion === null) return <p role="status">{t('experiment.no_champion')}</p>;
  const { name, version } = champion;
  return <p role="status">{t('experiment.rest', { strategy: t('strategy.version', { name, version }), share: shareText(whole - sum) })}</p>;
}

interface Props {
  arms: readonly Arm[];
  versions: readonly Strategy[];
  champion: Strategy | null;
  isChecked: boolean;
  onChange: (arms: Arm[]) => void;
}

export function ArmsField({ arms, versions, champion, isChecked, onChange }: Props) {
  const { t } = useTranslation();
  const [first] = versions;
  const add = (name: string, what: string, share: string) =>
    onChange([...arms, { key: Math.max(0, ...arms.map(({ key }) => key)) + 1, name, what, share }]);
  const isFull = arms.length === armsMost;
  return (
    <fieldset className={styles.arms}>
      <legend>{t('experiment.arms')}</legend>
      {first === undefined && <p>{t('experiment.no_versions')}</p>}
      {arms.map((arm, at) => (
        <ArmFields
          arm={arm}
          key={arm.key}
          number={at + 1}
          onChange={(next) => onChange(arms.map((each) => (each === arm ? next : each)))}
          onRemove={() => onChange(arms.filter((each) => each !== arm))}
          versions={versions}
          wrong={isChecked ? wrongOf(arm, arms) : null}
        />
      ))}
      {isChecked && arms.length === 0 && <p role="alert">{t('experiment.none')}</p>}
      <div className={styles.add}>
        <Button disabled={isFull || first === undefined} onClick={() => first && add('', `${first.name}@${first.version}`, '')} size="xs" type="button" variant="default">
          {t('experiment.add_challenger')}
        </Button>
        <Button disabled={isFull} onClick={() => add('control', holdOut, '5')} size="xs" type="button" variant="default">
          {t('experiment.add_hold_out')}
        </Button>
      </div>
      {isFull && <p>{t('experiment.full')}</p>}
      <Rest arms={arms} champion={champion} />
    </fieldset>
  );
}
