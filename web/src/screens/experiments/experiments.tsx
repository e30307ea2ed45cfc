// Experimentos: which strategies are compared, on how many of the accounts, and what became of it.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { experimentsQuery } from '../../api/queries';
import type { Experiment } from '../../api/types';
import { useFormat } from '../../format/format';
import { useKeys } from '../../keys/keys';
import { useWhyNot } from '../../shell/session';
import { useTitle } from '../../shell/use_title';
import styles from '../../ui/action_list.module.css';
import { KeyHint } from '../../ui/keycap';
import { Empty, Failure, Loading, Stale, WithReason } from '../../ui/states';
import { NewExperimentForm } from './new_experiment';
import { PhaseTag, useArmsText, useDaysOf } from './phase_tag';

const home = '/estrategias/experimentos';

function ExperimentLine({ experiment, isActive }: { experiment: Experiment; isActive: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const armsText = useArmsText();
  const daysOf = useDaysOf();
  return (
    <li aria-current={isActive || undefined} className={styles.item}>
      <div className={styles.what}>
        <Link href={`${home}/${experiment.id}`}>{experiment.name}</Link>
        <span>{armsText(experiment)}</span>
        <span className="muted">{t('experiment.asked', { who: experiment.created_by, at: format.moment(experiment.created_at) })}</span>
      </div>
      <span>{daysOf(experiment)}</span>
      <PhaseTag experiment={experiment} />
    </li>
  );
}

/** The list, with what the keys choose in it. */
function ExperimentList({ experiments }: { experiments: readonly Experiment[] }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [chosen, setChosen] = useState(0);
  const active = Math.min(chosen, experiments.length - 1);
  const experiment = experiments[active];
  useKeys({
    down: () => setChosen(Math.min(experiments.length - 1, active + 1)),
    up: () => setChosen(Math.max(0, active - 1)),
    open: () => experiment && navigate(`${home}/${experiment.id}`),
  });
  return (
    <ul aria-label={t('nav.experiments')} className={`card ${styles.list}`}>
      {experiments.map((each) => (
        <ExperimentLine experiment={each} isActive={each === experiment} key={each.id} />
      ))}
    </ul>
  );
}

function ExperimentsBody() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const query = useQuery(experimentsQuery);
  const offReason = useWhyNot()('strategy.start');
  const [isNew, setIsNew] = useState(false);
  useKeys({
    newExperiment: () => offReason === null && setIsNew(true),
    back: () => navigate('/estrategias'),
  });
  if (query.isPending) return <Loading />;
  if (query.isError && !query.data) return <Failure error={query.error} retry={() => void query.refetch()} title={t('experiment.failed')} />;
  return (
    <>
      {query.isError && <Stale updatedAt={query.dataUpdatedAt} />}
      <p className={styles.intro}>{t('experiment.intro')}</p>
      <div className={styles.buttons}>
        <WithReason reason={offReason}>
          <Button disabled={offReason !== null} onClick={() => setIsNew(true)} rightSection={<KeyHint of="newExperiment" />} size="xs">
            {t('experiment.new')}
          </Button>
        </WithReason>
      </div>
      {query.data.length === 0 ? <Empty title={t('experiment.empty')}>{t('experiment.empty_text')}</Empty> : <ExperimentList experiments={query.data} />}
      {isNew && <NewExperimentForm onClose={() => setIsNew(false)} />}
    </>
  );
}

export default function ExperimentsScreen() {
  const { t } = useTranslation();
  const offReason = useWhyNot()('strategy.read');
  useTitle(t('nav.experiments'));
  return (
    <div className={styles.scroll} data-scroll tabIndex={-1}>
      <div className={styles.screen}>
        <h1>{t('nav.experiments')}</h1>
        {offReason === null ? <ExperimentsBody /> : <Empty title={offReason} />}
      </div>
    </div>
  );
}
