// Asks for an experiment.  What is plainly wrong is said here; the server tests and proves the
// challengers, and says the rest.
import { Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { client, take } from '../../api/client';
import { strategiesQuery } from '../../api/queries';
import type { Day } from '../../domain/brand';
import { useSession } from '../../shell/session';
import { DayField } from '../../ui/day_field';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';
import { ArmsField, challengersOf, sumOf, wrongOf, type Arm } from './arm_fields';
import { isName, shareOf } from './phase';

interface Draft {
  name: string;
  arms: Arm[];
  from: Day | null;
  until: Day | null;
  reason: string;
}

function isWrong({ name, arms, from, until, reason }: Draft): boolean {
  const isArmWrong = arms.some((arm) => Object.values(wrongOf(arm, arms)).some((wrong) => wrong !== null));
  return !isName(name) || arms.length === 0 || isArmWrong || sumOf(arms) > 10_000 || from === null || (until !== null && until <= from) || reason.trim() === '';
}

/** As the server reads it. */
function orderOf({ name, arms, from, until, reason }: Draft) {
  const texts = arms.map((arm) => `${arm.name}=${arm.what}:${shareOf(arm.share)}`);
  return { name, arms: texts.join(','), ...(from === null ? {} : { from }), ...(until === null ? {} : { until }), reason: reason.trim() };
}

function useAsk(onClose: () => void) {
  const cache = useQueryClient();
  const [, navigate] = useLocation();
  return useMutation({
    mutationFn: (draft: Draft) => take(client.POST('/v1/experiments', { body: orderOf(draft) })),
    onSuccess: ({ id }) => {
      void cache.invalidateQueries({ queryKey: ['experiments'] });
      void cache.invalidateQueries({ queryKey: ['approvals'] });
      onClose();
      navigate(`/estrategias/experimentos/${id}`);
    },
  });
}

interface DaysProps {
  draft: Draft;
  isChecked: boolean;
  error: unknown;
  onChange: (days: Partial<Draft>) => void;
}

function DaysFields({ draft: { from, until }, isChecked, error, onChange }: DaysProps) {
  const { t } = useTranslation();
  const { organisation } = useSession();
  return (
    <>
      <DayField
        error={isChecked && from === null ? t('experiment.choose_day') : fieldErrorOf(error, '/from')}
        label={t('experiment.from')}
        min={organisation.open_date}
        onChange={(day) => onChange({ from: day })}
        value={from}
      />
      <DayField
        error={isChecked && from !== null && until !== null && until <= from ? t('experiment.until_wrong') : fieldErrorOf(error, '/until')}
        label={t('experiment.until')}
        min={from ?? organisation.open_date}
        onChange={(day) => onChange({ until: day })}
        value={until}
      />
    </>
  );
}

export function NewExperimentForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { organisation } = useSession();
  const versions = useQuery(strategiesQuery).data ?? [];
  const [draft, setDraft] = useState<Draft>({ name: '', arms: [], from: organisation.open_date, until: null, reason: '' });
  const [isChecked, setIsChecked] = useState(false);
  const ask = useAsk(onClose);
  const change = (part: Partial<Draft>) => setDraft((old) => ({ ...old, ...part }));
  const submit = () => {
    setIsChecked(true);
    if (!isWrong(draft)) ask.mutate(draft);
  };
  return (
    <FormDialog
      error={ask.error}
      fields={['/name', '/from', '/until', '/reason']}
      isBusy={ask.isPending}
      onClose={onClose}
      onSubmit={submit}
      size="lg"
      submitLabel={t('experiment.ask')}
      title={t('experiment.ask_title')}
    >
      <TextInput
        data-autofocus
        description={t('experiment.name_text')}
        error={isChecked && !isName(draft.name) ? t('experiment.name_wrong') : fieldErrorOf(ask.error, '/name')}
        label={t('experiment.name')}
        maxLength={40}
        onChange={(event) => change({ name: event.currentTarget.value })}
        value={draft.name}
      />
      <ArmsField
        arms={draft.arms}
        champion={versions.find(({ state }) => state === 'active') ?? null}
        isChecked={isChecked}
        onChange={(arms) => change({ arms })}
        versions={challengersOf(versions)}
      />
      <DaysFields draft={draft} error={ask.error} isChecked={isChecked} onChange={change} />
      <Textarea
        autosize
        description={t('experiment.reason_text')}
        error={isChecked && draft.reason.trim() === '' ? t('experiment.type_reason') : fieldErrorOf(ask.error, '/reason')}
        label={t('experiment.reason')}
        maxLength={300}
        minRows={2}
        onChange={(event) => change({ reason: event.currentTarget.value })}
        value={draft.reason}
      />
      <p className="muted">{t('experiment.checks')}</p>
    </FormDialog>
  );
}
