// One version of a strategy: its tables, what its examples say, what became of it, and its next step.
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { client, take } from '../../api/client';
import { strategyChangesQuery, strategyQuery, tablesQuery } from '../../api/queries';
import type { Strategy, StrategyDetail, StrategyTest } from '../../api/types';
import type { Id } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { useKeys } from '../../keys/keys';
import { useWhyNot, type Permission } from '../../shell/session';
import { useTitle } from '../../shell/use_title';
import styles from '../../ui/action_list.module.css';
import { Empty, Failure, Loading, Stale, WithReason } from '../../ui/states';
import { Table } from '../account/tables';
import { SimulatePanel, useSimulation } from './simulate_panel';
import { StateTag, useDaysOf } from './state';
import { useNamer } from './use_namer';
import { useRefreshStrategies, VersionDialog, type VersionStep } from './version_dialogs';

function Facts({ version }: { version: Strategy }) {
  const { t } = useTranslation();
  const format = useFormat();
  const days = useDaysOf()(version);
  return (
    <dl className={`card ${styles.block} ${styles.facts}`}>
      <dt>{t('strategy.state')}</dt>
      <dd>
        <StateTag state={version.state} /> {t(`strategy_state_text.${version.state}`)}
      </dd>
      {days !== '' && (
        <>
          <dt>{t('strategy.decides')}</dt>
          <dd>{days}</dd>
        </>
      )}
      <dt>{t('strategy.origin')}</dt>
      <dd>
        {version.created_by === null ? t('strategy.shipped') : t('strategy.made', { who: version.created_login, at: format.moment(version.created_at) })}
        {version.based_on !== null && ` · ${t('strategy.based_on', { version: version.based_on })}`}
      </dd>
    </dl>
  );
}

function History({ steps }: { steps: StrategyDetail['steps'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section aria-label={t('strategy.steps')} className={`card ${styles.block}`}>
      <h2>{t('strategy.steps')}</h2>
      <Table
        columns={[
          { key: 'at', label: t('person.when'), cell: ({ at }) => format.moment(at) },
          { key: 'state', label: t('strategy.state'), cell: ({ state }) => <StateTag state={state} /> },
          { key: 'who', label: t('strategy.who'), cell: ({ login }) => login },
          { key: 'note', label: t('strategy.note'), cell: ({ note }) => note },
        ]}
        label={t('strategy.steps')}
        rows={steps.map((step, index) => ({ ...step, id: String(index) }))}
      />
    </section>
  );
}

/** What its author changed, for whoever approves it. */
function Changes({ version }: { version: Strategy }) {
  const { t } = useTranslation();
  const query = useQuery({ ...strategyChangesQuery(version.id), enabled: version.based_on !== null });
  if (version.based_on === null || query.isPending) return null;
  return (
    <section aria-label={t('strategy.changes', { version: version.based_on })} className={`card ${styles.block}`}>
      <h2>{t('strategy.changes', { version: version.based_on })}</h2>
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} title={t('strategy.changes_failed')} />}
      {query.data?.changes.length === 0 && <p className="muted">{t('strategy.no_changes')}</p>}
      <ul className={styles.points}>
        {query.data?.changes.map((change, at) => (
          <li key={at}>
            <strong>{t(`table_file.${change.file}`)}:</strong> {change.text}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Which cases it would treat otherwise than the one in force: asked for, because it reads all of them. */
function Effect({ version }: { version: Strategy }) {
  const { t } = useTranslation();
  const tables = useQuery(tablesQuery(version.id));
  const simulation = useSimulation(version.id);
  const name = useNamer(tables.data?.tables ?? []);
  if (version.state === 'active' || version.state === 'retired') return null;
  return (
    <section aria-label={t('simulation.title')} className={`card ${styles.block}`}>
      <SimulatePanel edits={[]} name={name} simulation={simulation} />
    </section>
  );
}

/** What came out otherwise than the examples say, and by which rule. */
function TestResult({ result }: { result: StrategyTest['examples'] }) {
  const { t } = useTranslation();
  if (result.failed === 0)
    return (
      <p className={styles.said} role="status">
        {t('strategy.examples_pass', { count: result.cases })}
      </p>
    );
  return (
    <section aria-label={t('strategy.examples')} className={`card ${styles.block}`}>
      <p className={styles.warn} role="alert">
        {t('strategy.examples_fail', { count: result.failed })}
      </p>
      <Table
        columns={[
          { key: 'case', label: t('strategy.example'), cell: (miss) => miss.case },
          { key: 'output', label: t('strategy.output'), cell: (miss) => `${miss.decision}.${miss.output}` },
          { key: 'expected', label: t('strategy.expected'), cell: ({ expected }) => expected },
          { key: 'got', label: t('strategy.got'), cell: ({ got }) => got },
          { key: 'why', label: t('strategy.by_rule'), cell: ({ rule, why }) => (rule === 0 ? t('strategy.default') : `${rule}. ${why}`) },
        ]}
        label={t('strategy.examples')}
        rows={result.misses.map((miss, index) => ({ ...miss, id: String(index) }))}
      />
    </section>
  );
}

const steps: { step: VersionStep | 'test'; permission: Permission; states: readonly Strategy['state'][] }[] = [
  { step: 'test', permission: 'strategy.edit', states: ['draft', 'tested'] },
  { step: 'submit', permission: 'strategy.edit', states: ['tested'] },
  { step: 'activate', permission: 'strategy.start', states: ['approved'] },
  { step: 'retire', permission: 'strategy.edit', states: ['draft', 'tested', 'approved'] },
];

/** The steps that the state leaves open; one that the person may not take says why. */
function Steps({ version, isTesting, onStep }: { version: Strategy; isTesting: boolean; onStep: (step: VersionStep | 'test') => void }) {
  const { t } = useTranslation();
  const whyNot = useWhyNot();
  const main = { draft: 'test', tested: 'submit', approved: 'activate', active: null, retired: null }[version.state];
  return (
    <div className={styles.buttons}>
      <Button component={Link} href={`/estrategias/${version.id}/tablas`} size="xs" variant={main === null ? 'filled' : 'default'}>
        {t('table.open')}
      </Button>
      {steps.map(({ step, permission, states }) => {
        if (!states.includes(version.state)) return null;
        const offReason = whyNot(permission);
        return (
          <WithReason key={step} reason={offReason}>
            <Button
              disabled={offReason !== null}
              loading={step === 'test' && isTesting}
              onClick={() => onStep(step)}
              size="xs"
              variant={step === main ? 'filled' : 'default'}
            >
              {t(`strategy_step.${step}`)}
            </Button>
          </WithReason>
        );
      })}
    </div>
  );
}

function VersionBody({ id }: { id: Id }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const refresh = useRefreshStrategies();
  const query = useQuery(strategyQuery(id));
  const [step, setStep] = useState<VersionStep | null>(null);
  const test = useMutation({
    mutationFn: () => take(client.POST('/v1/strategies/{id}/test', { params: { path: { id } } })),
    onSuccess: refresh,
  });
  useKeys({ back: () => navigate('/estrategias') });
  if (query.isPending) return <Loading />;
  if (query.isError && !query.data) return <Failure error={query.error} retry={() => void query.refetch()} title={t('strategy.failed_read')} />;
  const { strategy: version } = query.data;
  return (
    <>
      {query.isError && <Stale updatedAt={query.dataUpdatedAt} />}
      <h1>{t('strategy.version', { name: version.name, version: version.version })}</h1>
      <Facts version={version} />
      <Steps isTesting={test.isPending} onStep={(wanted) => (wanted === 'test' ? test.mutate() : setStep(wanted))} version={version} />
      {test.isError && <Failure error={test.error} title={t('strategy.test_failed')} />}
      {test.data !== undefined && <TestResult result={test.data.examples} />}
      <Changes version={version} />
      <Effect version={version} />
      <History steps={query.data.steps} />
      <VersionDialog onClose={() => setStep(null)} step={step} version={version} />
    </>
  );
}

export default function VersionScreen({ id }: { id: Id }) {
  const { t } = useTranslation();
  const offReason = useWhyNot()('strategy.read');
  useTitle(t('nav.strategies'));
  return (
    <div className={styles.scroll} data-scroll tabIndex={-1}>
      <div className={styles.screen}>{offReason === null ? <VersionBody id={id} /> : <Empty title={offReason} />}</div>
    </div>
  );
}
