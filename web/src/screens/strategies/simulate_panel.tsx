// Simular: how many open cases would be treated otherwise than today, from what to what; contacts by
// channel, work by queue against what it can do, and what the gate would refuse of it.
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { client, take } from '../../api/client';
import type { Simulation, TableEdit } from '../../api/types';
import type { Id } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { Failure } from '../../ui/states';
import styles from './editor.module.css';

/** The words of a table's results in the language of the screen. */
export type Namer = (output: string, value: string | null) => string;

interface Line {
  name: string;
  before: number;
  after: number;
  capacity?: number | null;
}

function Loads({ title, lines, name }: { title: string; lines: readonly Line[]; name: (value: string) => string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const hasCapacity = lines.some(({ capacity }) => capacity !== undefined);
  if (lines.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <table aria-label={title} className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('simulation.what')}</th>
            <th data-number scope="col">
              {t('simulation.before')}
            </th>
            <th data-number scope="col">
              {t('simulation.after')}
            </th>
            {hasCapacity && (
              <th data-number scope="col">
                {t('simulation.capacity')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name: of, before, after, capacity }) => (
            <tr key={of}>
              <th scope="row">{name(of)}</th>
              <td data-number>{format.count(before)}</td>
              <td data-number>{format.count(after)}</td>
              {hasCapacity && (
                <td data-number>
                  {capacity === null || capacity === undefined ? '–' : format.count(capacity)}{' '}
                  {typeof capacity === 'number' && after > capacity && (
                    <span className="tag" data-tone="bad">
                      {t('simulation.over')}
                    </span>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Moves({ simulation, name }: { simulation: Simulation; name: Namer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const treatment = (step: string | null, channel: string | null) => `${name('step', step)} · ${name('channel', channel)}`;
  return (
    <section>
      <h3>{t('simulation.moves')}</h3>
      <table aria-label={t('simulation.moves')} className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('simulation.from')}</th>
            <th scope="col">{t('simulation.to')}</th>
            <th data-number scope="col">
              {t('simulation.cases')}
            </th>
          </tr>
        </thead>
        <tbody>
          {simulation.moves.map((move) => (
            <tr key={`${move.from_step} ${move.from_channel} ${move.to_step} ${move.to_channel}`}>
              <td>{treatment(move.from_step, move.from_channel)}</td>
              <td>{treatment(move.to_step, move.to_channel)}</td>
              <td data-number>
                <Link aria-label={t('simulation.example', { count: move.cases })} href={`/cuenta/${move.example_case_id}`}>
                  {format.count(move.cases)}
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Gate({ gate }: { gate: Simulation['gate'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = t('simulation.gate_text', { asked: format.count(gate.asked), candidates: format.count(gate.candidates), refused: format.count(gate.refused) });
  return (
    <section>
      <h3>{t('simulation.gate')}</h3>
      <p>{text}</p>
      <ul>
        {gate.rules.map(({ rule, cases, summary }) => (
          <li key={rule}>
            {rule}: {format.count(cases)} {summary !== null && <span className="muted">{summary}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function SimulationResult({ simulation, name }: { simulation: Simulation; name: Namer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = (label: string, value: ReactNode) => (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
  return (
    <div className={styles.form} data-testid="simulation" role="status">
      <dl className={styles.figures}>
        {figure(t('simulation.changed'), format.count(simulation.changed))}
        {figure(t('simulation.of'), format.count(simulation.cases))}
        {figure(t('simulation.segment_changed'), format.count(simulation.segment_changed))}
      </dl>
      <p className="muted">
        {t('simulation.against', { name: simulation.against.name, version: simulation.against.version, day: format.day(simulation.on), ms: format.count(simulation.engine_ms) })}
      </p>
      {simulation.experiment !== null && <p>{t('simulation.experiment', { name: simulation.experiment })}</p>}
      {simulation.moves.length > 0 && <Moves name={name} simulation={simulation} />}
      <Loads lines={simulation.channels} name={(value) => name('channel', value)} title={t('simulation.channels')} />
      <Loads lines={simulation.queues} name={(value) => name('queue', value)} title={t('simulation.queues')} />
      {simulation.gate.candidates > 0 && <Gate gate={simulation.gate} />}
    </div>
  );
}

export function useSimulation(id: Id) {
  return useMutation({
    mutationFn: (edits: TableEdit[]) => take(client.POST('/v1/strategies/{id}/simulation', { params: { path: { id } }, body: { tables: edits } })),
  });
}

interface Props {
  edits: TableEdit[];
  simulation: ReturnType<typeof useSimulation>;
  name: Namer;
}

export function SimulatePanel({ edits, simulation, name }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <h2>{t('simulation.title')}</h2>
      <p className="muted">{t('simulation.intro')}</p>
      <div className={styles.buttons}>
        <Button loading={simulation.isPending} onClick={() => simulation.mutate(edits)} size="xs">
          {t('simulation.run')}
        </Button>
      </div>
      {simulation.isError && <Failure error={simulation.error} title={t('simulation.failed')} />}
      {simulation.data !== undefined && <SimulationResult name={name} simulation={simulation.data} />}
    </>
  );
}
