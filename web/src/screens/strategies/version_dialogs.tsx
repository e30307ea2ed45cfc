// The steps of a version that ask for something first: a reason, or a day.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBooking } from '../../api/booking';
import { client, take } from '../../api/client';
import type { Strategy } from '../../api/types';
import type { Day } from '../../domain/brand';
import { useSession } from '../../shell/session';
import { DayField } from '../../ui/day_field';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';
import { ReasonDialog } from '../../ui/reason_dialog';

export type VersionStep = 'submit' | 'retire' | 'activate';

interface Props {
  version: Strategy;
  onClose: () => void;
}

export function useRefreshStrategies(): () => void {
  const cache = useQueryClient();
  return () => {
    void cache.invalidateQueries({ queryKey: ['strategies'] });
    void cache.invalidateQueries({ queryKey: ['approvals'] });
  };
}

/** Asks a colleague to approve, or leaves the version: both want a reason. */
function ReasonForm({ step, version, onClose }: Props & { step: 'submit' | 'retire' }) {
  const { t } = useTranslation();
  const refresh = useRefreshStrategies();
  return (
    <ReasonDialog
      label={t(`strategy_step.${step}_reason`)}
      onClose={onClose}
      onDone={refresh}
      send={(reason, key): Promise<unknown> => {
        const order = { params: { path: { id: version.id }, header: { 'Idempotency-Key': key } }, body: { reason } };
        return step === 'submit' ? take(client.POST('/v1/strategies/{id}/submission', order)) : take(client.POST('/v1/strategies/{id}/retirement', order));
      }}
      title={t(`strategy_step.${step}`)}
    >
      <p>{t(`strategy_step.${step}_text`)}</p>
    </ReasonDialog>
  );
}

/** The server tests and proves it first, which may take seconds; then it decides, or nothing changes. */
function ActivateForm({ version, onClose }: Props) {
  const { t } = useTranslation();
  const refresh = useRefreshStrategies();
  const { organisation } = useSession();
  const [from, setFrom] = useState<Day | null>(organisation.open_date);
  const booking = useBooking({
    send: (day: Day) => take(client.POST('/v1/strategies/{id}/activation', { params: { path: { id: version.id } }, body: { from: day } })),
    onSuccess: () => {
      refresh();
      onClose();
    },
  });
  return (
    <FormDialog
      error={booking.error}
      fields={['/from']}
      isBusy={booking.isPending}
      isReady={from !== null}
      onClose={onClose}
      onSubmit={() => from !== null && booking.mutate(from)}
      submitLabel={t('strategy_step.activate')}
      title={t('strategy_step.activate')}
    >
      <p>{t('strategy_step.activate_text')}</p>
      <DayField
        data-autofocus
        error={fieldErrorOf(booking.error, '/from')}
        label={t('strategy_step.activate_from')}
        min={organisation.open_date}
        onChange={setFrom}
        value={from}
      />
    </FormDialog>
  );
}

export function VersionDialog({ step, ...props }: Props & { step: VersionStep | null }) {
  if (step === null) return null;
  return step === 'activate' ? <ActivateForm {...props} /> : <ReasonForm step={step} {...props} />;
}
