// Days to choose from, as radio buttons: the arrows move, the choice is announced.  The server says
// which days, because it knows the calendar.
import { useId, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '../../api/types';
import type { Day } from '../../domain/brand';
import { useFormat } from '../../format/format';
import styles from './account.module.css';

interface Props {
  label: string;
  days: Workspace['promise_days'];
  value: Day | null;
  onChoose: (day: Day) => void;
  firstRef: RefObject<HTMLInputElement | null>;
  onEnter?: () => void;
}

export function DayChips({ label, days, value, onChoose, firstRef, onEnter }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useId();
  return (
    <div aria-label={label} className={styles.chips} role="radiogroup">
      {days.map(({ kind, day }, index) => (
        <label className={styles.chip} key={kind}>
          <input
            checked={value === day}
            name={name}
            onChange={() => onChoose(day)}
            onKeyDown={(event) => event.key === 'Enter' && !event.ctrlKey && !event.metaKey && onEnter?.()}
            ref={index === 0 ? firstRef : undefined}
            type="radio"
            value={day}
          />
          <span>
            <strong>{t(`promise_day.${kind}`)}</strong> {format.weekday(day)} {format.dayShort(day)}
          </span>
        </label>
      ))}
    </div>
  );
}
