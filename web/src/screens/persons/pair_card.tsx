// Two records side by side.  What is personal is covered: equal ends, and the reasons beside the
// score, say what they share.
import { Button } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { PersonCard, PersonPair } from '../../api/types';
import { useFormat } from '../../format/format';
import styles from '../../ui/action_list.module.css';

const against = ['other_document', 'other_kind', 'other_name'];

/** "name:92" is the likeness of the names. */
function Reason({ word }: { word: string }) {
  const { t } = useTranslation();
  const [code = '', count = ''] = word.split(':');
  return (
    <span className="tag" data-tone={against.includes(code) ? 'warn' : 'ok'}>
      {t(`person_reason.${code as 'name'}`, { count: count === '' ? 1 : Number(count) })}
    </span>
  );
}

export function Points({ person }: { person: PersonCard }) {
  const { t } = useTranslation();
  return (
    <ul className={styles.points}>
      {person.contact_points.map((point) => (
        <li key={point.id}>
          {t(`person_point.${point.kind}`)} {point.value_masked}{' '}
          <span className="muted">{t(`point_state.${point.state}`)}</span>
        </li>
      ))}
    </ul>
  );
}

export function Cases({ person }: { person: PersonCard }) {
  const { t } = useTranslation();
  if (person.cases.length === 0) return <>{t('person.no_cases')}</>;
  return (
    <ul className={styles.points}>
      {person.cases.map((each) => (
        <li key={each.id}>
          <Link href={`/cuenta/${each.id}`}>{each.number}</Link> {each.creditor_name} <span className="muted">{t(`case_status.${each.status}`)}</span>
        </li>
      ))}
    </ul>
  );
}

interface Props {
  pair: PersonPair;
  isActive: boolean;
  isBusy: boolean;
  onSame: () => void;
  onDifferent: () => void;
}

export function PairCard({ pair, isActive, isBusy, onSame, onDifferent }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isActive) card.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  const { first, second } = pair;
  const row = (label: string, cell: (person: PersonCard) => ReactNode) => (
    <tr>
      <th scope="row">{label}</th>
      <td>{cell(first)}</td>
      <td>{cell(second)}</td>
    </tr>
  );
  return (
    <section
      aria-current={isActive || undefined}
      aria-label={t('person.pair', { first: first.name, second: second.name })}
      className={`card ${styles.block} ${styles.item}`}
      data-testid="pair"
      ref={card}
    >
      <div className={styles.head}>
        <strong>{t('person.score', { score: format.count(pair.score) })}</strong>
        {pair.reasons.map((word) => (
          <Reason key={word} word={word} />
        ))}
      </div>
      <table className={styles.table}>
        <thead>
          <tr>
            <td />
            <th scope="col">{first.name}</th>
            <th scope="col">{second.name}</th>
          </tr>
        </thead>
        <tbody>
          {row(t('person.document'), (person) => (person.document_masked === null ? t('person.none') : `${person.document_type ?? ''} ${person.document_masked}`))}
          {row(t('person.kind'), (person) => `${t(`person_kind.${person.kind}`)} · ${person.country}`)}
          {row(t('person.source'), (person) => `${person.source} · ${person.external_id}`)}
          {row(t('tab.contacts'), (person) => <Points person={person} />)}
          {row(t('person.cases'), (person) => <Cases person={person} />)}
        </tbody>
      </table>
      <div className={styles.buttons}>
        <Button onClick={onSame} size="xs">
          {t('person.same')}
        </Button>
        <Button disabled={isBusy} onClick={onDifferent} size="xs" variant="default">
          {t('person.different')}
        </Button>
      </div>
    </section>
  );
}
