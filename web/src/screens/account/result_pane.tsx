// What came of it: the result by one digit, the promise or the call back in one line, the note, and
// save and next.
import { Button, Textarea } from '@mantine/core';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Disposition, Workspace } from '../../api/types';
import { KeyHint, Keycap } from '../../ui/keycap';
import { Failure, WithReason } from '../../ui/states';
import styles from './account.module.css';
import { wantsCallback, wantsPromise, type Draft, type Missing, type ResultGroup } from './draft';
import { CallbackLine } from './callback_line';
import { PromiseLine } from './promise_line';
import type { DraftHandle } from './use_draft';

function useLabel(): (disposition: Disposition) => string {
  const { i18n } = useTranslation();
  return (disposition) => (i18n.language === 'en' ? disposition.label_en : disposition.label_es);
}

/** Of several results behind one digit: the name of the group, or their own when it has none here. */
function useGroupLabel(): (group: ResultGroup) => string {
  const { t, i18n } = useTranslation();
  const labelOf = useLabel();
  return ({ name, items }) =>
    name !== null && i18n.exists(`result_group.${name}`) ? t(`result_group.${name as 'commits'}`) : items.map(labelOf).join(' / ');
}

interface ResultButtonProps {
  digit: string;
  text: string;
  effect: string | null;
  isChosen: boolean;
  onChoose: () => void;
}

function ResultButton({ digit, text, effect, isChosen, onChoose }: ResultButtonProps) {
  return (
    <button aria-pressed={isChosen} className={styles.result} onClick={onChoose} type="button">
      <Keycap>{digit}</Keycap>
      <span>
        <strong>{text}</strong>
        {effect && <span className={styles.effect}>{effect}</span>}
      </span>
    </button>
  );
}

interface ResultsProps {
  groups: readonly ResultGroup[];
  draft: Draft;
  onDigit: (digit: string) => void;
}

function Results({ groups, draft, onDigit }: ResultsProps) {
  const { t } = useTranslation();
  const labelOf = useLabel();
  const groupLabelOf = useGroupLabel();
  const open = groups.find((group) => group.digit === draft.openDigit);
  if (open)
    return (
      <div aria-label={groupLabelOf(open)} className={styles.results} role="group">
        <p className={styles.hint}>
          <strong>{groupLabelOf(open)}</strong> {t('result.which')} <KeyHint of="back" />
        </p>
        {open.items.map((item, index) => (
          <ResultButton
            digit={String(index + 1)}
            effect={item.next}
            isChosen={false}
            key={item.code}
            onChoose={() => onDigit(String(index + 1))}
            text={labelOf(item)}
          />
        ))}
      </div>
    );
  return (
    <div aria-label={t('result.title')} className={styles.results} data-compact={wantsPromise(draft) || wantsCallback(draft) || undefined} role="group">
      {groups.map((group) => {
        const chosen = group.items.find((item) => item.code === draft.disposition?.code);
        const only = group.items.length === 1 ? group.items[0] : undefined;
        const shown = chosen ?? only;
        return (
          <ResultButton
            digit={group.digit}
            effect={shown ? shown.next : t('result.choices', { count: group.items.length })}
            isChosen={chosen !== undefined}
            key={group.digit}
            onChoose={() => onDigit(group.digit)}
            text={shown ? labelOf(shown) : groupLabelOf(group)}
          />
        );
      })}
    </div>
  );
}

export interface PaneRefs {
  amount: RefObject<HTMLInputElement | null>;
  firstDay: RefObject<HTMLInputElement | null>;
  time: RefObject<HTMLInputElement | null>;
  note: RefObject<HTMLTextAreaElement | null>;
}

interface Props {
  workspace: Workspace;
  groups: readonly ResultGroup[];
  handle: DraftHandle;
  refs: PaneRefs;
  missing: Missing | null;
  fieldError: (pointer: string) => string | null;
  error: unknown;
  isSaving: boolean;
  offReason: string | null;
  onDigit: (digit: string) => void;
  onSave: () => void;
}

export function ResultPane({ workspace, groups, handle, refs, missing, fieldError, error, isSaving, offReason, onDigit, onSave }: Props) {
  const { t } = useTranslation();
  const { draft, change } = handle;
  const lineProps = { workspace, draft, change, missing, fieldError };
  return (
    <section aria-label={t('result.title')} className={styles.resultPane}>
      <h2>{t('result.title')}</h2>
      <Results draft={draft} groups={groups} onDigit={onDigit} />
      {wantsPromise(draft) && <PromiseLine {...lineProps} amountRef={refs.amount} firstDayRef={refs.firstDay} />}
      {wantsCallback(draft) && <CallbackLine {...lineProps} firstDayRef={refs.firstDay} timeRef={refs.time} />}
      <Textarea
        autosize
        error={fieldError('/note')}
        label={
          <>
            {t('result.note')} <KeyHint of="note" />
          </>
        }
        maxLength={1200}
        maxRows={8}
        minRows={3}
        onChange={(event) => change({ note: event.currentTarget.value })}
        ref={refs.note}
        value={draft.note}
      />
      <div className={styles.saveBar}>
        <p aria-live="assertive" className={styles.missing}>
          {missing === 'disposition' ? t('result.missing') : ''}
        </p>
        {Boolean(error) && <Failure error={error} title={t('result.not_saved')} />}
        <WithReason reason={offReason}>
          <Button disabled={offReason !== null} fullWidth loading={isSaving} onClick={onSave} rightSection={<KeyHint of="save" />} size="md">
            {t('result.save')}
          </Button>
        </WithReason>
      </div>
    </section>
  );
}
