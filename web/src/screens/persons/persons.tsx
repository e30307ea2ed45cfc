// Records that may be one person: pair by pair, side by side, with what speaks for it; and the merges,
// which can be taken back.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBooking } from '../../api/booking';
import { client, take } from '../../api/client';
import { mergesQuery, personPairsQuery } from '../../api/queries';
import type { Merge, PersonPair } from '../../api/types';
import type { Id } from '../../domain/brand';
import { useFormat } from '../../format/format';
import { useKeys } from '../../keys/keys';
import { useWhyNot } from '../../shell/session';
import { useTitle } from '../../shell/use_title';
import styles from '../../ui/action_list.module.css';
import { KeyHint } from '../../ui/keycap';
import { Empty, Failure, Loading, Stale } from '../../ui/states';
import { Table } from '../account/tables';
import { PairCard } from './pair_card';
import { SayDialog, type Saying } from './say_dialog';

interface PairIds {
  party_id: Id;
  other_id: Id;
}

function idsOf({ first, second }: PersonPair): PairIds {
  return { party_id: first.id, other_id: second.id };
}

function useRefreshPersons(): () => void {
  const cache = useQueryClient();
  return () => {
    void cache.invalidateQueries({ queryKey: ['persons'] });
    void cache.invalidateQueries({ queryKey: ['workspace'] });
    void cache.invalidateQueries({ queryKey: ['queue'] });
  };
}

/** "They are two": said at once, and taken back from the notice that it leaves. */
function useParting() {
  const refresh = useRefreshPersons();
  const [parted, setParted] = useState<PersonPair | null>(null);
  const part = useBooking({
    send: (pair: PersonPair, key) => take(client.POST('/v1/person-pairs/different', { params: { header: { 'Idempotency-Key': key } }, body: idsOf(pair) })),
    wishOf: idsOf,
    onSuccess: (_, pair) => {
      setParted(pair);
      refresh();
    },
  });
  const reopen = useBooking({
    send: (pair: PersonPair, key) => take(client.POST('/v1/person-pairs/open', { params: { header: { 'Idempotency-Key': key } }, body: idsOf(pair) })),
    wishOf: (pair) => [idsOf(pair), part.submittedAt],
    onSuccess: () => {
      setParted(null);
      refresh();
    },
  });
  return { parted, part, reopen };
}

function Merges({ merges, onUndo }: { merges: readonly Merge[]; onUndo: (merge: Merge) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (merges.length === 0) return null;
  return (
    <section aria-label={t('person.merges')} className={`card ${styles.block}`}>
      <h2>{t('person.merges')}</h2>
      <Table
        columns={[
          { key: 'who', label: t('person.records'), cell: ({ first, second }: Merge) => `${first.name} = ${second.name}` },
          { key: 'why', label: t('person.reason'), cell: ({ reason }) => reason },
          { key: 'at', label: t('person.when'), cell: ({ at }) => format.moment(at) },
          {
            key: 'undo',
            label: '',
            cell: (merge) =>
              merge.undone_at === null ? (
                <Button aria-label={`${t('person.undo')}: ${merge.first.name}`} onClick={() => onUndo(merge)} size="compact-xs" variant="default">
                  {t('person.undo')}
                </Button>
              ) : (
                <span className="muted">{t('person.undone')}</span>
              ),
          },
        ]}
        label={t('person.merges')}
        rows={merges}
      />
    </section>
  );
}

function PersonsBody() {
  const { t } = useTranslation();
  const refresh = useRefreshPersons();
  const pairs = useQuery(personPairsQuery);
  const merges = useQuery(mergesQuery);
  const { parted, part, reopen } = useParting();
  const [chosen, setChosen] = useState(0);
  const [saying, setSaying] = useState<Saying | null>(null);
  const items = pairs.data?.items ?? [];
  const active = Math.min(chosen, items.length - 1);
  const pair = items[active];
  useKeys({
    down: () => setChosen(Math.min(items.length - 1, active + 1)),
    up: () => setChosen(Math.max(0, active - 1)),
    samePerson: () => pair && setSaying({ kind: 'same', pair }),
    otherPerson: () => pair && !part.isPending && part.mutate(pair),
  });

  if (pairs.isPending || merges.isPending) return <Loading />;
  const failed = pairs.isError && !pairs.data ? pairs : merges.isError && !merges.data ? merges : null;
  if (failed !== null) return <Failure error={failed.error} retry={() => void failed.refetch()} title={t('person.failed')} />;
  const error = part.error ?? reopen.error;
  return (
    <>
      {pairs.isError && <Stale updatedAt={pairs.dataUpdatedAt} />}
      {parted !== null && (
        <p className={styles.said} role="status">
          {t('person.parted', { first: parted.first.name, second: parted.second.name })}
          <Button disabled={reopen.isPending} onClick={() => reopen.mutate(parted)} size="compact-xs" variant="default">
            {t('person.undo')}
          </Button>
        </p>
      )}
      {Boolean(error) && <Failure error={error} title={t('result.not_saved')} />}
      {items.length === 0 ? (
        <Empty title={t('person.empty')}>{t('person.empty_text')}</Empty>
      ) : (
        <>
          <p className={styles.intro}>
            {t('person.intro')} <KeyHint of="samePerson" /> {t('key.samePerson')} · <KeyHint of="otherPerson" /> {t('key.otherPerson')}
          </p>
          {items.map((each, index) => (
            <PairCard
              isActive={index === active}
              isBusy={part.isPending}
              key={`${each.first.id} ${each.second.id}`}
              onDifferent={() => part.mutate(each)}
              onSame={() => setSaying({ kind: 'same', pair: each })}
              pair={each}
            />
          ))}
          {pairs.data?.has_more && <p className="muted">{t('person.more')}</p>}
        </>
      )}
      <Merges merges={merges.data ?? []} onUndo={(merge) => setSaying({ kind: 'undo', merge })} />
      <SayDialog onClose={() => setSaying(null)} onDone={refresh} saying={saying} />
    </>
  );
}

export default function PersonsScreen() {
  const { t } = useTranslation();
  const offReason = useWhyNot()('person.merge');
  useTitle(t('nav.persons'));
  return (
    <div className={styles.scroll} data-scroll tabIndex={-1}>
      <div className={styles.screen}>
        <h1>{t('person.title')}</h1>
        {offReason === null ? <PersonsBody /> : <Empty title={offReason} />}
      </div>
    </div>
  );
}
