// Probar con una cuenta: which rule decides it, why, and why no other one does.  The facts can be changed
// to see what would happen then; nothing is stored.
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { client, take } from '../../api/client';
import { caseSearchQuery, factsQuery } from '../../api/queries';
import type { TableEdit, Trial, TrialOrder } from '../../api/types';
import type { Id } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { Failure } from '../../ui/states';
import styles from './editor.module.css';
import type { Namer } from './simulate_panel';
import { factName, useDecisionName, useLanguage, useResultName } from './use_words';

interface Props {
  id: Id;
  edits: TableEdit[];
  /** The decision that the grid shows. */
  decision: string;
  trial: Trial | null;
  /** The words of a result's values. */
  name: Namer;
  onTrial: (trial: Trial) => void;
  onRule: (rule: number, column: number | null) => void;
}

type Wish = Pick<TrialOrder, 'case_id' | 'case_number' | 'facts'>;

function Search({ isBusy, onTry }: { isBusy: boolean; onTry: (wish: Wish) => void }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search.trim(), 120);
  const isNumber = /^\d+$/.test(search.trim());
  const found = useQuery({ ...caseSearchQuery(wanted), enabled: wanted.length >= 2 && !isNumber });
  const items = isNumber || wanted.length < 2 ? [] : (found.data ?? []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const first = items[0];
    if (isNumber) onTry({ case_number: Number(search.trim()) });
    else if (first) onTry({ case_id: first.id });
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextInput
        data-testid="try-search"
        description={t('trial.search_text')}
        label={t('trial.search')}
        onChange={(event) => setSearch(event.currentTarget.value)}
        value={search}
      />
      {items.length > 0 && (
        <ul className={styles.why}>
          {items.map((item) => (
            <li key={item.id}>
              <button onClick={() => onTry({ case_id: item.id })} type="button">
                {item.party_name} · {item.number}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.buttons}>
        <Button disabled={!isNumber && items.length === 0} loading={isBusy} size="xs" type="submit">
          {t('trial.try')}
        </Button>
      </div>
    </form>
  );
}

function Verdict({ verdict, name, onRule }: { verdict: Trial['decisions'][number]; name: Namer; onRule: Props['onRule'] }) {
  const { t } = useTranslation();
  const decision = useDecisionName()(verdict.decision);
  const resultName = useResultName();
  return (
    <section aria-label={verdict.decision} className={styles.decision} data-testid="verdict">
      <h3>{verdict.rule === 0 ? t('trial.by_default', { decision }) : t('trial.by_rule', { decision, rule: verdict.rule })}</h3>
      <p>{verdict.sentence}</p>
      <ul className={styles.outputs}>
        {verdict.outputs.map(({ name: result, value }) => (
          <li className="tag" key={result} title={`${result} = ${value}`}>
            {resultName(result)}: {value === 'null' || value === '' ? t('cell.none') : name(result, value)}
          </li>
        ))}
      </ul>
      {verdict.others.length > 0 && (
        <details>
          <summary>{t('trial.others')}</summary>
          <ul className={styles.why}>
            {verdict.others.map((other) => (
              <li key={other.rule}>
                <button onClick={() => onRule(other.rule, other.column)} type="button">
                  {other.sentence}
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** What the tables read of the case; another value is tried as if the case had it. */
function Facts({ facts, isBusy, onTry }: { facts: Trial['facts']; isBusy: boolean; onTry: (wish: Wish) => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const known = useQuery(factsQuery).data ?? [];
  const [values, setValues] = useState<Record<string, string>>({});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onTry({ facts: { ...Object.fromEntries(facts.map(({ name, value }) => [name, value])), ...values } });
  };
  return (
    <details>
      <summary>{t('trial.facts')}</summary>
      <form className={styles.form} onSubmit={submit}>
        <p className="muted">{t('trial.facts_text')}</p>
        <div className={styles.facts}>
          {facts.map(({ name, value }) => [
            <label htmlFor={`fact-${name}`} key={`${name} label`} title={name}>
              {factName(known, name, language)}
            </label>,
            <input
              className={styles.factInput}
              id={`fact-${name}`}
              key={name}
              onChange={(event) => {
                const next = event.currentTarget.value;
                setValues((before) => ({ ...before, [name]: next }));
              }}
              value={values[name] ?? value}
            />,
          ])}
        </div>
        <div className={styles.buttons}>
          <Button loading={isBusy} size="xs" type="submit" variant="default">
            {t('trial.try_facts')}
          </Button>
        </div>
      </form>
    </details>
  );
}

export function TryPanel({ id, edits, decision, trial, name, onTrial, onRule }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const attempt = useMutation({
    mutationFn: (wish: Wish) => take(client.POST('/v1/strategies/{id}/trial', { params: { path: { id } }, body: { tables: edits, ...wish } })),
    onSuccess: onTrial,
  });
  const shown = trial?.decisions.toSorted((first, second) => Number(second.decision === decision) - Number(first.decision === decision)) ?? [];
  return (
    <>
      <h2>{t('trial.title')}</h2>
      <p className="muted">{t('trial.intro')}</p>
      <Search isBusy={attempt.isPending} onTry={attempt.mutate} />
      {attempt.isError && <Failure error={attempt.error} title={t('trial.failed')} />}
      {trial !== null && (
        <>
          <p role="status">
            {trial.case === null ? t('trial.of_facts') : <Link href={`/cuenta/${trial.case.id}`}>{t('trial.of_case', { number: trial.case.number })}</Link>} · {format.day(trial.on)}
          </p>
          {shown.map((verdict) => (
            <Verdict key={verdict.decision} name={name} onRule={onRule} verdict={verdict} />
          ))}
          <Facts facts={trial.facts} isBusy={attempt.isPending} key={`${trial.case?.id} ${trial.facts.map(({ value }) => value).join()}`} onTry={attempt.mutate} />
        </>
      )}
    </>
  );
}
