// S02 Cuenta 360: solve it in one place.  Queue, account and result side by side; below 1,280 px the
// queue gives way, because the result is what every account needs.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { dispositionsQuery, shieldQuery, workspaceQuery } from '../../api/queries';
import type { Disposition, QueueItem, Workspace } from '../../api/types';
import { money, type CaseId } from '../../domain/brand';
import { dayIn, formatTime } from '../../format/day';
import { useFormat } from '../../format/format';
import { isTextField, useKeys } from '../../keys/keys';
import { useWhyNot } from '../../shell/session';
import { useTitle } from '../../shell/use_title';
import { Empty, Failure, Loading, Stale } from '../../ui/states';
import { useWork } from '../../work/work';
import { DayProgress } from '../queue/queue';
import { QueueList } from '../queue/queue_list';
import { SkipDialog } from '../queue/skip_dialog';
import { useQueue, type Queue } from '../queue/use_queue';
import styles from './account.module.css';
import { CallBar, type HandChannel } from './call_bar';
import { CaseTabs, caseTabs, type CaseTab } from './case_tabs';
import { groupResults, isUntouched, pressDigit, wantsCallback, wantsPromise, type Draft } from './draft';
import { GateBanner } from './gate_banner';
import { OrderDialog, type CaseOrder } from './orders';
import { ResultPane, type PaneRefs } from './result_pane';
import { ShieldPanel } from './shield';
import { ErasureNotice, FactStrip, PartyHead, WhyHere } from './summary';
import { timelineFilters, type TimelineFilter } from './timeline';
import { useDraft, type DraftHandle } from './use_draft';
import { useLease } from './use_lease';
import { useArrivals } from './use_news';
import { usePermit } from './use_permit';
import { useSave } from './use_save';

function after<Value>(values: readonly Value[], value: Value): Value {
  return values[(values.indexOf(value) + 1) % values.length] as Value;
}

/** The amount that a promise starts from: what is past due, else what is due, else everything. */
function usualAmount(workspace: Workspace) {
  const { past_due_amount: pastDue, due_amount: due, balance } = workspace.facts;
  return pastDue > 0 ? pastDue : due > 0 ? due : balance;
}

interface DetailProps {
  workspace: Workspace;
  isClosed: boolean;
  filter: TimelineFilter;
  onFilter: (filter: TimelineFilter) => void;
  tab: CaseTab;
  onTab: (tab: CaseTab) => void;
  onOrder: (order: CaseOrder) => void;
  onSchedule: (() => void) | null;
}

/** Everything about the debt: what the shield covers. */
function CaseDetail({ workspace, isClosed, filter, onFilter, tab, onTab, onOrder, onSchedule }: DetailProps) {
  return (
    <>
      <PartyHead workspace={workspace} />
      {workspace.erasure !== null && <ErasureNotice erasure={workspace.erasure} />}
      {!isClosed && <GateBanner gate={workspace.gate} onAsk={(verdict) => onOrder({ kind: 'override', verdict })} onSchedule={onSchedule} zone={workspace.party.timezone} />}
      <FactStrip workspace={workspace} />
      <WhyHere workspace={workspace} />
      <CaseTabs filter={filter} onFilter={onFilter} onOrder={onOrder} onTab={onTab} tab={tab} workspace={workspace} />
    </>
  );
}

interface AccountProps {
  workspace: Workspace;
  dispositions: readonly Disposition[];
  queue: Queue;
  /** The last try to fetch it again failed. */
  isStale: boolean;
  updatedAt: number;
}

function Account({ workspace, dispositions, queue, isStale, updatedAt }: AccountProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
  const whyNot = useWhyNot();
  const work = useWork();
  const handle = useDraft(workspace.case.id);
  const { draft } = handle;
  const lease = useLease(workspace, () => !isUntouched(draft));
  const save = useSave(workspace, handle, lease);
  // Whoever goes on typing needs no longer be told what was missing or refused.
  const change: DraftHandle['change'] = (part) => {
    save.reset();
    handle.change(part);
  };
  const groups = useMemo(() => groupResults(dispositions), [dispositions]);
  const [tab, setTab] = useState<CaseTab>('timeline');
  const [filter, setFilter] = useState<TimelineFilter>('all');
  const [skipped, setSkipped] = useState<QueueItem | null>(null);
  const [order, setOrder] = useState<CaseOrder | null>(null);
  const arrivals = useArrivals(workspace);
  const refs: PaneRefs = { amount: useRef(null), firstDay: useRef(null), time: useRef(null), note: useRef(null) };

  const { status, currency } = workspace.case;
  const isClosed = status === 'closed' || status === 'resolved';
  const offReason = lease.holder !== null ? t('account.held', { name: lease.holder }) : whyNot('action.record');

  // A result with a promise or a call back opens its line, and the cursor is already in it.
  const isPromise = wantsPromise(draft);
  const isCallback = wantsCallback(draft);
  const code = draft.disposition?.code;
  const wasChosen = useRef(code);
  useEffect(() => {
    if (wasChosen.current === code) return;
    wasChosen.current = code;
    const field = isPromise ? refs.amount.current : isCallback ? refs.firstDay.current : null;
    field?.focus();
    field?.closest('fieldset')?.scrollIntoView({ block: 'end' });
  });
  // What is missing gets the cursor.
  const { missing } = save;
  useEffect(() => {
    if (missing === 'amount') refs.amount.current?.focus();
    if (missing === 'due_on' || missing === 'callback') refs.firstDay.current?.focus();
  }, [missing]);

  const choose = (next: (draft: Draft) => Draft) =>
    change((before) => {
      const chosen = next(before);
      return wantsPromise(chosen) && chosen.amount === ''
        ? { ...chosen, amount: format.amount(usualAmount(workspace), currency) }
        : chosen;
    });
  const chooseByFlag = (flag: Disposition['flags'][number]): Disposition | undefined =>
    dispositions.find((disposition) => disposition.flags.includes(flag));
  const press = (digit: string) => choose((before) => pressDigit(before, digit, groups));

  const call = workspace.gate.find((verdict) => verdict.channel === 'call');
  const reasonOf = (channel: HandChannel): string | null => {
    const verdict = workspace.gate.find((each) => each.channel === channel);
    const isRefused = verdict?.state === 'refused' && verdict.override.state !== 'approved';
    const gateReason = verdict === undefined ? t('gate.unknown') : isRefused ? t(`gate_reason.${verdict.reason_code}`) : null;
    return isClosed ? t('account.closed') : (offReason ?? gateReason);
  };
  const permit = usePermit(workspace.case.id, change);
  // From the permit of a call on the debt is covered until it is known who is speaking.
  const cache = useQueryClient();
  const shield = useQuery(shieldQuery(workspace.case.id));
  const permitId = draft.permit?.id ?? null;
  useEffect(() => {
    if (permitId === null) return;
    for (const queryKey of [['shield', workspace.case.id], ['queue'], ['cases']]) void cache.invalidateQueries({ queryKey });
  }, [cache, permitId, workspace.case.id]);
  const isShut = shield.data !== undefined && !shield.data.is_open;
  const begin = (channel: HandChannel) => {
    if (reasonOf(channel) !== null || draft.callStartedAt !== null) return;
    const kind = channel === 'visit' ? 'letter' : 'call'; // one number serves both, so does one address
    const points = workspace.contact_points.filter((each) => each.channel === kind && each.state !== 'wrong' && each.state !== 'inactive');
    const callable = points.filter((each) => each.value_error === null);
    const point = callable.find((each) => each.best) ?? callable[0] ?? points[0];
    permit.ask(channel, { contactPoint: point?.id ?? null });
  };

  const callback = chooseByFlag('callback');
  const nextAt = call?.state === 'refused' ? call.next_at : null;
  const schedule =
    callback && nextAt !== null
      ? () => {
          const zone = workspace.party.timezone;
          change({ disposition: callback, openDigit: null, callbackOn: dayIn(nextAt, zone), callbackTime: formatTime(nextAt, zone) });
        }
      : null;

  useKeys({
    result: (event) => press(event.key),
    save: () => offReason === null && save.save(),
    promise: () => {
      const promise = chooseByFlag('promise');
      if (!promise) return;
      if (isPromise) refs.amount.current?.focus();
      else choose((before) => ({ ...before, disposition: promise, openDigit: null }));
    },
    note: () => refs.note.current?.focus(),
    call: () => begin('call'),
    schedule: () => schedule?.(),
    tab: () => setTab(after(caseTabs, tab)),
    filter: () => {
      setTab('timeline');
      setFilter(after(timelineFilters, filter));
    },
    back: (event) => {
      if (draft.openDigit !== null) change({ openDigit: null });
      else if (isTextField(event.target)) event.target.blur();
      else navigate('/cola');
    },
    next: () => whyNot('queue.work') === null && work.takeNext(),
    payment: () => whyNot('payment.record') === null && setOrder({ kind: 'payment' }),
    dispute: () => whyNot('dispute.record') === null && setOrder({ kind: 'dispute' }),
    consent: () => whyNot('consent.record') === null && !isShut && setOrder({ kind: 'consent' }),
    cancelPromise: () => {
      const promise = workspace.promises.find(({ state }) => state === 'open');
      if (promise && whyNot('promise.record') === null) setOrder({ kind: 'cancel', promise });
    },
    down: () => queue.move(1),
    up: () => queue.move(-1),
    open: () => queue.active && navigate(`/cuenta/${queue.active.case_id}`),
    skip: () => lease.holder === null && whyNot('queue.work') === null && setSkipped(lease.item),
  });

  return (
    <>
      <div className={styles.center} data-testid="account">
        {isStale && !isShut && <Stale updatedAt={updatedAt} />}
        {lease.holder !== null && (
          <p className={styles.held} role="status">
            {t('account.held', { name: lease.holder })}
          </p>
        )}
        {(isClosed || arrivals.length > 0) && (
          <p className={styles.news} role="status">
            {arrivals.map(({ amount, at }) => t('account.paid', { amount: format.money(amount ?? money(0), currency), time: format.time(at) })).join(' ')}{' '}
            {isClosed && t('account.closed')}
          </p>
        )}
        {isShut ? (
          <ShieldPanel caseId={workspace.case.id} contactPoint={draft.contactPoint} shield={shield.data} />
        ) : (
          <CaseDetail
            filter={filter}
            isClosed={isClosed}
            onFilter={setFilter}
            onOrder={setOrder}
            onSchedule={schedule}
            onTab={setTab}
            tab={tab}
            workspace={workspace}
          />
        )}
      </div>
      <aside aria-label={t('result.title')} className={styles.right}>
        <CallBar
          draft={draft}
          error={permit.error}
          isAsking={permit.isAsking}
          onBegin={begin}
          onDirection={(direction) => change({ direction })}
          reasons={{ call: reasonOf('call'), whatsapp: reasonOf('whatsapp'), visit: reasonOf('visit') }}
          refusal={permit.refusal}
          zone={workspace.party.timezone}
        />
        <ResultPane
          error={save.error}
          fieldError={save.fieldError}
          groups={groups}
          handle={{ ...handle, change }}
          isSaving={save.isSaving}
          missing={save.missing}
          offReason={offReason}
          onDigit={press}
          onSave={save.save}
          refs={refs}
          workspace={workspace}
        />
      </aside>
      <OrderDialog onClose={() => setOrder(null)} order={order} workspace={workspace} />
      <SkipDialog
        item={skipped}
        onClose={() => setSkipped(null)}
        onSkipped={() => {
          lease.settle();
          work.takeNext();
        }}
      />
    </>
  );
}

/** The next accounts are fetched while this one is worked. */
function usePrefetch(queue: Queue, caseId: CaseId, isReady: boolean): void {
  const cache = useQueryClient();
  const upcoming = queue.items.filter((item) => item.state === 'ready' && item.case_id !== caseId).slice(0, 2);
  const ids = upcoming.map((item) => item.case_id).join(' ');
  useEffect(() => {
    if (!isReady) return;
    for (const id of ids.split(' ').filter(Boolean)) void cache.prefetchQuery(workspaceQuery(id as CaseId));
  }, [cache, ids, isReady]);
}

export function AccountScreen({ caseId }: { caseId: CaseId }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const workspace = useQuery(workspaceQuery(caseId));
  const dispositions = useQuery(dispositionsQuery);
  const shield = useQuery(shieldQuery(caseId));
  const offReason = useWhyNot()('queue.work');
  const queue = useQueue(workspace.data?.work_item?.work_item_id ?? null);
  usePrefetch(queue, caseId, workspace.isSuccess);
  useTitle(t('account.title'));

  const failed = workspace.isError && !workspace.data ? workspace : dispositions.isError && !dispositions.data ? dispositions : null;
  return (
    <div className={styles.panes}>
      <aside aria-label={t('queue.title')} className={styles.left}>
        {offReason === null && <DayProgress {...queue.progress} />}
        <div className={styles.leftList}>
          {offReason !== null || (queue.items.length === 0 && !queue.query.isPending) ? (
            <Empty title={offReason ?? t('queue.empty')} />
          ) : (
            <QueueList current={caseId} isWide={false} onOpen={(item) => navigate(`/cuenta/${item.case_id}`)} queue={queue} />
          )}
        </div>
      </aside>
      {!workspace.data && shield.data?.is_open === false ? (
        <div className={styles.center}>
          <ShieldPanel caseId={caseId} contactPoint={null} shield={shield.data} />
        </div>
      ) : failed ? (
        <Failure error={failed.error} retry={() => void failed.refetch()} title={t('account.failed')} />
      ) : workspace.data && dispositions.data ? (
        <Account dispositions={dispositions.data} isStale={workspace.isError} queue={queue} updatedAt={workspace.dataUpdatedAt} workspace={workspace.data} />
      ) : (
        <Loading height={72} />
      )}
    </div>
  );
}
