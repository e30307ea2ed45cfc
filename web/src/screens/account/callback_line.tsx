// When to call back: a day and a time on the person's own clock.  The server moves it into a
// permitted time.
import { TextInput } from '@mantine/core';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/format';
import styles from './account.module.css';
import { DayChips } from './day_chips';
import type { LineProps } from './promise_line';

interface Props extends LineProps {
  firstDayRef: RefObject<HTMLInputElement | null>;
  timeRef: RefObject<HTMLInputElement | null>;
}

export function CallbackLine({ workspace, draft, change, missing, fieldError, firstDayRef, timeRef }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <fieldset className={styles.line}>
      <legend>
        {t('callback.title')}
        <span className={styles.legendNote}>{format.zone(workspace.party.timezone)}</span>
      </legend>
      <DayChips
        days={workspace.promise_days}
        firstRef={firstDayRef}
        label={t('callback.day')}
        onChoose={(callbackOn) => change({ callbackOn })}
        onEnter={() => timeRef.current?.focus()}
        value={draft.callbackOn}
      />
      <TextInput
        error={missing === 'callback' ? t('callback.missing') : fieldError('/callback_at')}
        label={t('callback.time')}
        onChange={(event) => change({ callbackTime: event.currentTarget.value })}
        ref={timeRef}
        type="time"
        value={draft.callbackTime}
      />
    </fieldset>
  );
}
