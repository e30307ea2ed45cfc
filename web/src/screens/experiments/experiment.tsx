// One experiment: its arms and days, what came of it, and the end of it.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useBooking } from '../../api/booking';
import { client, take } from '../../api/client';
import { experimentsQuery } from '../../api/queries';
import type { Experiment } from '../../api/types';
import type { Day, Id } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { useKeys } from '../../keys/keys';
import { useMay, useSession, useWhyNot } from '../../shell/session';
import { useTitle } from '../../shell/use_title';
import styles from '../../ui/action_list.module.css';
import { DayField } from '../../ui/day_field';
import { fieldErrorOf, FormDialog } from '../../ui/form_dialog';
import { ReasonField } from '../../ui/reason_dialog';
import { Empty, Failure, Loading, Stale, WithReason } from '../../ui/states';
import { Table } from '../account/tables';
import { phaseOf } from './phase';
import { PhaseTag, useArmName, useDaysOf, useShare, useStrategyName } from './phase_tag';
import { Results } from './results';

function Facts({ experiment }: { experiment: Experiment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const days = useDaysOf()(experiment);
  return (
    <dl className={`card ${styles.block} ${styles.facts}`}>
      <dt>{t('strategy.state')}</dt>
      <dd>
        <PhaseTag experiment={experiment} />
        {experiment.state === 'asked' && ` ${t('experiment.waits')} `}
        {experiment.state === 'asked' && may('gate.approve') && <Link href="/aprobaciones">{t('experiment.to_approvals')}</Link>}
      </dd>
      <dt>{t('experiment.days')}</dt>
      <dd>{days}</dd>
      <dt>{t('experiment.why')}</dt>
      <dd>{experiment.note}</dd>
      <dt>{t('experiment.who')}</dt>
      <dd>{t('experiment.asked', { who: experiment.created_by, at: format.moment(experiment.created_at) })}</dd>
    </dl>
  );
}

type Arm = Experiment['arms'][number];

/** What decides the cases of an arm. */
function ArmStrategy({ arm }: { arm: Arm }) {
  const { t } = useTranslation();
  const strategyName = useStrategyName();
  if (arm.kind !== 'challenger') return t(`experiment.${arm.kind}`);
  return <Link href={`/estrategias/${arm.strategy_id}`}>{strategyName(arm.strategy)}</Link>;
}

function Arms({ arms }: { arms: readonly Arm[] }) {
  const { t } = useTranslation();
  const shareText = useShare();
  const armName = useArmName();
  return (
    <section aria-label={t('experiment.arms')} className={`card ${styles.block}`}>
      <h2>{t('experiment.arms')}</h2>
      <Table
        columns={[
          { key: 'name', label: t('experiment.arm_name'), cell: ({ name }) => <strong>{armName(name)}</strong> },
          { key: 'kind', label: t('experiment.kind'), cell: ({ kind }) => t(`experiment.kind_${kind}`) },
          { key: 'what', label: t('experiment.arm_what'), cell: (arm) => <ArmStrategy arm={arm} /> },
          { key: 'share', label: t('experiment.share_of'), isNumber: true, cell: ({ share }) => shareText(share) },
        ]}
        label={t('experiment.arms')}
        rows={arms.map((arm) => ({ ...arm, id: arm.name }))}
      />
    </section>
  );
}

function StopForm({ id, onClose }: { id: Id; onClose: () => void }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const { organisation } = useSession();
  const [from, setFrom] = useState<Day | null>(organisation.open_date);
  const [reason, setReason] = useState('');
  const booking = useBooking({
    send: (body: { from: Day; reason: string }, key) =>
      take(client.POST('/v1/experiments/{id}/stop', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body })),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: ['experiments'] });
      onClose();
    },
  });
  return (
    <FormDialog
      error={booking.error}
      fields={['/from', '/reason']}
      isBusy={booking.isPending}
      isReady={from !== null && reason.trim() !== ''}
      onClose={onClose}
      onSubmit={() => from !== null && booking.mutate({ from, reason: reason.trim() })}
      submitLabel={t('experiment.stop')}
      title={t('experiment.stop_title')}
    >
      <p>{t('experiment.stop_text')}</p>
      <ReasonField error={booking.error} isFirst label={t('experiment.stop_reason')} onChange={setReason} value={reason} />
      <DayField error={fieldErrorOf(booking.error, '/from')} label={t('experiment.stop_from')} min={organisation.open_date} onChange={setFrom} value={from} />
    </FormDialog>
  );
}

/** Only what splits, or is about to, can be stopped. */
function Stop({ experiment }: { experiment: Experiment }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const offReason = useWhyNot()('strategy.start');
  const phase = phaseOf(experiment, useSession().organisation.open_date);
  if (experiment.state !== 'approved' || phase === 'over') return null;
  return (
    <div className={styles.buttons}>
      <WithReason reason={offReason}>
        <Button disabled={offReason !== null} onClick={() => setIsOpen(true)} size="xs" variant="default">
          {t('experiment.stop')}
        </Button>
      </WithReason>
      {isOpen && <StopForm id={experiment.id} onClose={() => setIsOpen(false)} />}
    </div>
  );
}

function ExperimentBody({ id }: { id: Id }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const query = useQuery(experimentsQuery);
  const experiment = query.data?.find((each) => each.id === id);
  useKeys({ back: () => navigate('/estrategias/experimentos') });
  if (query.isPending) return <Loading />;
  if (query.isError && !query.data) return <Failure error={query.error} retry={() => void query.refetch()} title={t('experiment.failed')} />;
  if (experiment === undefined) return <Empty title={t('experiment.unknown')} />;
  return (
    <>
      {query.isError && <Stale updatedAt={query.dataUpdatedAt} />}
      <h1>{experiment.name}</h1>
      <Facts experiment={experiment} />
      <Stop experiment={experiment} />
      <Arms arms={experiment.arms} />
      {(experiment.state === 'approved' || experiment.state === 'stopped') && <Results name={experiment.name} />}
    </>
  );
}

export default function ExperimentScreen({ id }: { id: Id }) {
  const { t } = useTranslation();
  const offReason = useWhyNot()('strategy.read');
  useTitle(t('nav.experiments'));
  return (
    <div className={styles.scroll} data-scroll tabIndex={-1}>
      <div className={styles.screen}>{offReason === null ? <ExperimentBody id={id} /> : <Empty title={offReason} />}</div>
    </div>
  );
}
