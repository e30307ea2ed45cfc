// What persons ask about their data: the register, what is due first at the top.
import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { privacyListQuery } from '../../api/queries';
import type { PrivacyRequest } from '../../api/types';
import { useFormat } from '../../format/format';
import { useKeys } from '../../keys/keys';
import { useWhyNot } from '../../shell/session';
import { useTitle } from '../../shell/use_title';
import styles from '../../ui/action_list.module.css';
import { KeyHint } from '../../ui/keycap';
import { Empty, Failure, Loading, Stale } from '../../ui/states';
import { NewRequestForm } from './new_request';

/** By when, and how long that is. */
export function Deadline({ request }: { request: PrivacyRequest }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { days_left: left } = request;
  if (request.state !== 'open') return <span className="tag">{t(`privacy_state.${request.state}`)}</span>;
  return (
    <>
      {format.day(request.due_on)}{' '}
      <span className="tag" data-tone={request.is_late ? 'bad' : left <= 3 ? 'warn' : 'ok'}>
        {request.is_late ? t('privacy.late', { count: -left }) : t('privacy.left', { count: left })}
      </span>
    </>
  );
}

function RequestList({ requests, active }: { requests: readonly PrivacyRequest[]; active: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ul className={`card ${styles.list}`}>
      {requests.map((request, index) => (
        <li aria-current={index === active || undefined} className={styles.item} key={request.id}>
          <div className={styles.what}>
            <Link href={`/datos-personales/${request.id}`}>{request.party_name}</Link>
            <span>
              {t(`privacy_kind.${request.kind}`)} · {t('privacy.came', { day: format.day(request.received_on), channel: request.channel })}
            </span>
          </div>
          <span>
            <Deadline request={request} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function PrivacyBody() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [isOpenOnly, setIsOpenOnly] = useState(true);
  const [isNew, setIsNew] = useState(false);
  const [chosen, setChosen] = useState(0);
  const query = useInfiniteQuery(privacyListQuery(isOpenOnly));
  const requests = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const active = Math.min(chosen, requests.length - 1);
  const request = requests[active];
  useKeys({
    down: () => setChosen(Math.min(requests.length - 1, active + 1)),
    up: () => setChosen(Math.max(0, active - 1)),
    open: () => request && navigate(`/datos-personales/${request.id}`),
    newRequest: () => setIsNew(true),
  });
  const list = query.isPending ? (
    <Loading />
  ) : query.isError && !query.data ? (
    <Failure error={query.error} retry={() => void query.refetch()} title={t('privacy.failed')} />
  ) : requests.length === 0 ? (
    <Empty title={t(isOpenOnly ? 'privacy.empty' : 'privacy.empty_all')}>{t('privacy.empty_text')}</Empty>
  ) : (
    <>
      {query.isError && <Stale updatedAt={query.dataUpdatedAt} />}
      <RequestList active={active} requests={requests} />
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} variant="default">
          {t('privacy.more')}
        </Button>
      )}
    </>
  );
  return (
    <>
      <div className={styles.head}>
        <SegmentedControl
          aria-label={t('privacy.filter')}
          data={[
            { value: 'open', label: t('privacy.only_open') },
            { value: 'all', label: t('privacy.all') },
          ]}
          onChange={(value) => setIsOpenOnly(value === 'open')}
          size="xs"
          value={isOpenOnly ? 'open' : 'all'}
        />
        <Button onClick={() => setIsNew(true)} rightSection={<KeyHint of="newRequest" />} size="xs">
          {t('privacy.open')}
        </Button>
      </div>
      {list}
      {isNew && <NewRequestForm onClose={() => setIsNew(false)} />}
    </>
  );
}

export default function PrivacyScreen() {
  const { t } = useTranslation();
  const offReason = useWhyNot()('privacy.manage');
  useTitle(t('nav.privacy'));
  return (
    <div className={styles.scroll} data-scroll tabIndex={-1}>
      <div className={styles.screen}>
        <h1>{t('privacy.title')}</h1>
        {offReason === null ? <PrivacyBody /> : <Empty title={offReason} />}
      </div>
    </div>
  );
}
