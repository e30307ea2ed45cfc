// The promise in one line: amount, day, how it will be paid.
import { NativeSelect, TextInput } from '@mantine/core';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { PayChannel, Workspace } from '../../api/types';
import { useFormat } from '../../format/format';
import { useSession } from '../../shell/session';
import { DayField } from '../../ui/day_field';
import styles from './account.module.css';
import { DayChips } from './day_chips';
import type { Draft, Missing } from './draft';
import type { DraftHandle } from './use_draft';

export const payChannels: readonly PayChannel[] = ['transfer', 'cash', 'card', 'deposit', 'other'];

export function isPayChannel(text: string): text is PayChannel {
  return (payChannels as readonly string[]).includes(text);
}

export interface LineProps {
  workspace: Workspace;
  draft: Draft;
  change: DraftHandle['change'];
  missing: Missing | null;
  fieldError: (pointer: string) => string | null;
}

interface Props extends LineProps {
  amountRef: RefObject<HTMLInputElement | null>;
  firstDayRef: RefObject<HTMLInputElement | null>;
}

export function PromiseLine({ workspace, draft, change, missing, fieldError, amountRef, firstDayRef }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { organisation } = useSession();
  const { facts, promise_days: days } = workspace;
  const dueError = missing === 'due_on' ? t('promise.choose_day') : fieldError('/promise/due_on');
  // Enter in the amount goes on to the days and takes the first, which the arrows change.
  const goToDays = () => {
    firstDayRef.current?.focus();
    const [first] = days;
    if (draft.dueOn === null && first) change({ dueOn: first.day });
  };
  return (
    <fieldset className={styles.line}>
      <legend>
        {t('promise.title')}
        {facts.promises_total > 0 && (
          <span className={styles.legendNote}>
            {t('account.kept', { kept: format.count(facts.promises_kept), total: format.count(facts.promises_total) })}
          </span>
        )}
      </legend>
      <div className={styles.lineFields}>
        <TextInput
          error={missing === 'amount' ? t('promise.type_amount') : fieldError('/promise/amount')}
          inputMode="decimal"
          label={t('promise.amount')}
          onChange={(event) => change({ amount: event.currentTarget.value })}
          onFocus={(event) => event.currentTarget.select()}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            goToDays();
          }}
          ref={amountRef}
          value={draft.amount}
        />
        <NativeSelect
          data={payChannels.map((value) => ({ value, label: t(`pay_channel.${value}`) }))}
          label={t('promise.channel')}
          onChange={(event) => change({ payChannel: event.currentTarget.value as PayChannel })}
          value={draft.payChannel}
        />
      </div>
      <DayChips days={days} firstRef={firstDayRef} label={t('promise.due_on')} onChoose={(dueOn) => change({ dueOn })} value={draft.dueOn} />
      <DayField
        error={dueError}
        label={t('promise.other_day')}
        min={organisation.open_date}
        onChange={(dueOn) => change({ dueOn })}
        size="xs"
        value={draft.dueOn}
      />
      {draft.dueOn !== null && (
        <p className={styles.hint}>{t('promise.summary', { amount: draft.amount, day: `${format.weekday(draft.dueOn)} ${format.day(draft.dueOn)}` })}</p>
      )}
    </fieldset>
  );
}
