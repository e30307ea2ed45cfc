// Ctrl K: finds an account by name, number, phone or document, and goes to screens.
import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { caseSearchQuery } from '../api/queries';
import type { CaseSummary } from '../api/types';
import { useFormat } from '../format/format';
import { useErrorText } from '../ui/states';
import { paymentPlaces } from './payment_places';
import { useMay } from './session';
import styles from './dialogs.module.css';

interface Hit {
  path: string;
  title: string;
  detail: string;
}

function useHits(search: string): { hits: Hit[]; error: unknown; isSearching: boolean } {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const [wanted] = useDebouncedValue(search.trim(), 120);
  const found = useQuery({ ...caseSearchQuery(wanted), enabled: wanted.length >= 2 });
  const screens = [
    { path: '/cola', title: t('nav.queue'), detail: t('find.screen') },
    ...(may('outbox.read') ? [{ path: '/mensajes', title: t('nav.messages'), detail: t('find.screen') }] : []),
    ...(may('gate.approve') ? [{ path: '/aprobaciones', title: t('nav.approvals'), detail: t('find.screen') }] : []),
    ...(may('person.merge') ? [{ path: '/personas', title: t('nav.persons'), detail: t('find.screen') }] : []),
    ...paymentPlaces.filter(({ permission }) => may(permission)).map(({ path, label }) => ({ path, title: t(label), detail: t('find.screen') })),
    ...(may('privacy.manage') ? [{ path: '/datos-personales', title: t('nav.privacy'), detail: t('find.screen') }] : []),
    ...(may('strategy.read')
      ? [
          { path: '/estrategias', title: t('nav.strategies'), detail: t('find.screen') },
          { path: '/estrategias/experimentos', title: t('nav.experiments'), detail: t('find.screen') },
        ]
      : []),
    { path: '/tablero', title: t('nav.board'), detail: t('find.screen') },
  ].filter(({ title }) => title.toLocaleLowerCase().includes(search.trim().toLocaleLowerCase()));
  const asHit = (item: CaseSummary): Hit => ({
    path: `/cuenta/${item.id}`,
    title: item.party_name,
    detail: [
      item.number,
      item.creditor_name,
      ...(item.past_due_amount === null ? [t('queue.covered')] : [format.money(item.past_due_amount, item.currency)]),
      ...(item.past_due_days === null ? [] : [t('account.days', { count: item.past_due_days })]),
    ].join(' · '),
  });
  const cases = wanted.length >= 2 ? (found.data ?? []).map(asHit) : [];
  return { hits: [...cases, ...screens], error: found.error, isSearching: found.isFetching };
}

function Finder({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [search, setSearch] = useState('');
  const [active, setActive] = useState(0);
  const { hits, error, isSearching } = useHits(search);
  const textOf = useErrorText();

  useEffect(() => setActive(0), [search]);

  const go = (hit: Hit | undefined) => {
    if (!hit) return;
    onClose();
    navigate(hit.path);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setActive((index) => Math.max(0, Math.min(hits.length - 1, index + step)));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go(hits[active]);
    }
  };
  return (
    <>
      <TextInput
        aria-activedescendant={hits.length > 0 ? `hit-${active}` : undefined}
        aria-controls="hits"
        aria-expanded={hits.length > 0}
        aria-label={t('find.title')}
        data-autofocus
        leftSection={undefined}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        placeholder={t('find.placeholder')}
        role="combobox"
        value={search}
      />
      <div aria-label={t('find.results')} className={styles.hits} id="hits" role="listbox">
        {hits.map((hit, index) => (
          <div
            aria-selected={index === active}
            className={styles.hit}
            id={`hit-${index}`}
            key={hit.path}
            onClick={() => go(hit)}
            onMouseMove={() => setActive(index)}
            role="option"
          >
            <strong>{hit.title}</strong>
            <span>{hit.detail}</span>
          </div>
        ))}
      </div>
      <p aria-live="polite" className={styles.findState}>
        {error ? textOf(error) : hits.length === 0 && !isSearching ? t('find.none') : ''}
      </p>
    </>
  );
}

export function FindDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal onClose={onClose} opened={isOpen} size="lg" title={t('find.title')} closeButtonProps={{ 'aria-label': t('dialog.close') }}>
      <Finder onClose={onClose} />
    </Modal>
  );
}
