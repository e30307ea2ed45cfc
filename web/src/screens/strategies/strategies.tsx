// Estrategias: how each kind of case is treated, version by version; who made each and which decides.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { strategiesQuery } from '../../api/queries';
import type { Strategy } from '../../api/types';
import { useFormat } from '../../format/format';
import { useKeys } from '../../keys/keys';
import { useWhyNot } from '../../shell/session';
import { useTitle } from '../../shell/use_title';
import styles from '../../ui/action_list.module.css';
import { KeyHint } from '../../ui/keycap';
import { Empty, Failure, Loading, Stale } from '../../ui/states';
import { StateTag, useDaysOf } from './state';

/** The versions by strategy, in the order of the newest of each. */
export function byName(versions: readonly Strategy[]): [name: string, versions: Strategy[]][] {
  const groups = new Map<string, Strategy[]>();
  for (const version of versions) groups.set(version.name, [...(groups.get(version.name) ?? []), version]);
  for (const group of groups.values()) group.sort((first, second) => second.version - first.version);
  return [...groups];
}

function VersionLine({ version, isActive }: { version: Strategy; isActive: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const daysOf = useDaysOf();
  const days = daysOf(version);
  return (
    <li aria-current={isActive || undefined} className={styles.item}>
      <div className={styles.what}>
        <Link href={`/estrategias/${version.id}`}>{t('strategy.version', { name: version.name, version: version.version })}</Link>
        <span className="muted">
          {version.created_by === null ? t('strategy.shipped') : t('strategy.made', { who: version.created_login, at: format.moment(version.created_at) })}
          {version.based_on !== null && ` · ${t('strategy.based_on', { version: version.based_on })}`}
        </span>
      </div>
      {days !== '' && <span>{days}</span>}
      <StateTag state={version.state} />
    </li>
  );
}

function StrategiesBody() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const query = useQuery(strategiesQuery);
  const [chosen, setChosen] = useState(0);
  const groups = byName(query.data ?? []);
  const versions = groups.flatMap(([, group]) => group);
  const active = Math.min(chosen, versions.length - 1);
  const version = versions[active];
  useKeys({
    down: () => setChosen(Math.min(versions.length - 1, active + 1)),
    up: () => setChosen(Math.max(0, active - 1)),
    open: () => version && navigate(`/estrategias/${version.id}`),
  });
  if (query.isPending) return <Loading />;
  if (query.isError && !query.data) return <Failure error={query.error} retry={() => void query.refetch()} title={t('strategy.failed')} />;
  if (versions.length === 0) return <Empty title={t('strategy.empty')}>{t('strategy.empty_text')}</Empty>;
  return (
    <>
      {query.isError && <Stale updatedAt={query.dataUpdatedAt} />}
      <p className={styles.intro}>{t('strategy.intro')}</p>
      {groups.map(([name, group]) => (
        <section aria-label={name} className="card" key={name}>
          <ul className={styles.list}>
            {group.map((each) => (
              <VersionLine isActive={each === version} key={each.id} version={each} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

export default function StrategiesScreen() {
  const { t } = useTranslation();
  const offReason = useWhyNot()('strategy.read');
  useTitle(t('nav.strategies'));
  return (
    <div className={styles.scroll} data-scroll tabIndex={-1}>
      <div className={styles.screen}>
        <div className={styles.head}>
          <h1>{t('nav.strategies')}</h1>
          {offReason === null && (
            <Button component={Link} href="/estrategias/experimentos" rightSection={<KeyHint of="goExperiments" />} size="xs" variant="default">
              {t('nav.experiments')}
            </Button>
          )}
        </div>
        {offReason === null ? <StrategiesBody /> : <Empty title={offReason} />}
      </div>
    </div>
  );
}
