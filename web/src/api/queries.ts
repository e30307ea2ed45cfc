// What the screens read, with its place in the cache.  Stale data stays on screen while it is
// fetched again and when that fails.
import { infiniteQueryOptions, keepPreviousData, QueryClient, queryOptions } from '@tanstack/react-query';
import type { CaseId, Currency, Day, Id } from '../domain/brand';
import { ApiError, client, take } from './client';
import type { DebitOrder, DebitState, PayrollKind, Report, Session, TimelineKind } from './types';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      // What the server refused stays refused; only a lost connection is worth another try.
      retry: (count, error) => count < 2 && error instanceof ApiError && (error.status === 0 || error.status === 503),
    },
  },
});

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: Infinity,
  queryFn: async () => {
    try {
      return await take(client.GET('/v1/session'));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
});

export const queueQuery = infiniteQueryOptions({
  queryKey: ['queue'],
  refetchInterval: 60_000, // colleagues take accounts too
  initialPageParam: null as string | null,
  queryFn: ({ pageParam, signal }) =>
    take(client.GET('/v1/queue', { params: { query: { limit: 200, ...(pageParam === null ? {} : { cursor: pageParam }) } }, signal })),
  getNextPageParam: (page) => page.next_cursor,
});

export function workspaceQuery(caseId: CaseId) {
  return queryOptions({
    queryKey: ['workspace', caseId],
    refetchInterval: 30_000, // the person may pay while the agent speaks
    refetchOnWindowFocus: 'always', // and while the agent looked elsewhere
    queryFn: ({ signal }) => take(client.GET('/v1/cases/{id}/workspace', { params: { path: { id: caseId } }, signal })),
  });
}

export function offersQuery(caseId: CaseId, canPay: number | null) {
  return queryOptions({
    queryKey: ['offers', caseId, canPay],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      take(client.GET('/v1/cases/{id}/offers', { params: { path: { id: caseId }, query: canPay === null ? {} : { can_pay: canPay } }, signal })),
  });
}

export function ledgerQuery(caseId: CaseId, on: Day | null) {
  return queryOptions({
    queryKey: ['ledger', caseId, on],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => take(client.GET('/v1/cases/{id}/ledger', { params: { path: { id: caseId }, query: on === null ? {} : { on } }, signal })),
  });
}

export function arrangementsQuery(caseId: CaseId) {
  return queryOptions({
    queryKey: ['arrangements', caseId],
    queryFn: ({ signal }) => take(client.GET('/v1/cases/{id}/arrangements', { params: { path: { id: caseId } }, signal })),
  });
}

/** Which other cases of the person one arrangement could take in, and who answers for a debt of this one. */
export function arrangementChoicesQuery(caseId: CaseId) {
  return queryOptions({
    queryKey: ['arrangements', caseId, 'choices'],
    queryFn: ({ signal }) => take(client.GET('/v1/cases/{id}/arrangements/choices', { params: { path: { id: caseId } }, signal })),
  });
}

/** What the person of a case promised for others. */
export function joinedArrangementsQuery(caseId: CaseId) {
  return queryOptions({
    queryKey: ['arrangements', caseId, 'joined'],
    queryFn: ({ signal }) => take(client.GET('/v1/cases/{id}/arrangements/joined', { params: { path: { id: caseId } }, signal })),
  });
}

export function standingsQuery(caseId: CaseId) {
  return queryOptions({
    queryKey: ['standings', caseId],
    queryFn: ({ signal }) => take(client.GET('/v1/cases/{id}/debts', { params: { path: { id: caseId } }, signal })),
  });
}

export function papersQuery(caseId: CaseId) {
  return queryOptions({
    queryKey: ['papers', caseId],
    queryFn: ({ signal }) => take(client.GET('/v1/cases/{id}/papers', { params: { path: { id: caseId } }, signal })),
  });
}

export function timelineQuery(caseId: CaseId, kind: TimelineKind | null) {
  return infiniteQueryOptions({
    queryKey: ['timeline', caseId, kind],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      take(
        client.GET('/v1/cases/{id}/timeline', {
          params: {
            path: { id: caseId },
            query: { ...(kind === null ? {} : { kind }), ...(pageParam === null ? {} : { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function consentsQuery(caseId: CaseId) {
  return queryOptions({
    queryKey: ['consents', caseId],
    queryFn: ({ signal }) => take(client.GET('/v1/cases/{id}/consents', { params: { path: { id: caseId } }, signal })),
  });
}

/** Whether the debt may be seen while a call runs, and what to ask before. */
export function shieldQuery(caseId: CaseId) {
  return queryOptions({
    queryKey: ['shield', caseId],
    queryFn: ({ signal }) => take(client.GET('/v1/cases/{id}/shield', { params: { path: { id: caseId } }, signal })),
  });
}

export const dispositionsQuery = queryOptions({
  queryKey: ['dispositions'],
  staleTime: Infinity,
  queryFn: async ({ signal }) => (await take(client.GET('/v1/dispositions', { signal }))).items,
});

export function caseSearchQuery(search: string) {
  return queryOptions({
    queryKey: ['cases', search],
    queryFn: async ({ signal }) => (await take(client.GET('/v1/cases', { params: { query: { search, limit: 8 } }, signal }))).items,
  });
}

/** Messages of which nobody knows whether they left. */
export const unknownMessagesQuery = queryOptions({
  queryKey: ['outbox', 'unknown'],
  refetchInterval: 60_000,
  queryFn: ({ signal }) => take(client.GET('/v1/outbox', { params: { query: { state: 'unknown', limit: 100 } }, signal })),
});

/** What waits for a second look. */
export const approvalsQuery = queryOptions({
  queryKey: ['approvals'],
  refetchInterval: 30_000, // the person may be waiting on the line
  queryFn: async ({ signal }) => (await take(client.GET('/v1/approvals', { signal }))).items,
});

/** Records that may be one person, the surest first. */
export const personPairsQuery = queryOptions({
  queryKey: ['persons', 'pairs'],
  queryFn: ({ signal }) => take(client.GET('/v1/person-pairs', { signal })),
});

export const mergesQuery = queryOptions({
  queryKey: ['persons', 'merges'],
  queryFn: async ({ signal }) => (await take(client.GET('/v1/person-merges', { signal }))).items,
});

/** Money from banks that waits for a person, the oldest first. */
export const bankPendingQuery = infiniteQueryOptions({
  queryKey: ['bank', 'pending'],
  initialPageParam: null as string | null,
  queryFn: ({ pageParam, signal }) =>
    take(client.GET('/v1/bank/pending', { params: { query: pageParam === null ? {} : { cursor: pageParam } }, signal })),
  getNextPageParam: (page) => page.next_cursor,
});

export function bankEntryQuery(id: Id) {
  return queryOptions({
    queryKey: ['bank', 'entry', id],
    queryFn: ({ signal }) => take(client.GET('/v1/bank/entries/{id}', { params: { path: { id } }, signal })),
  });
}

export const bankFilesQuery = queryOptions({
  queryKey: ['bank', 'files'],
  queryFn: async ({ signal }) => (await take(client.GET('/v1/bank/files', { signal }))).items,
});

/** A file of a bank with its entries, page by page. */
export function bankFileQuery(id: Id) {
  return infiniteQueryOptions({
    queryKey: ['bank', 'file', id],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      take(client.GET('/v1/bank/files/{id}', { params: { path: { id }, query: pageParam === null ? {} : { cursor: pageParam } }, signal })),
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function mandatesQuery(caseId: CaseId) {
  return queryOptions({
    queryKey: ['mandates', caseId],
    queryFn: ({ signal }) => take(client.GET('/v1/cases/{id}/mandates', { params: { path: { id: caseId } }, signal })),
  });
}

export const employersQuery = queryOptions({
  queryKey: ['payroll', 'employers'],
  queryFn: async ({ signal }) => (await take(client.GET('/v1/payroll/employers', { signal }))).items,
});

/** What employers were asked to deduct, the newest first. */
export const payrollListsQuery = queryOptions({
  queryKey: ['payroll', 'lists'],
  queryFn: async ({ signal }) => (await take(client.GET('/v1/payroll/lists', { signal }))).items,
});

export function payrollListQuery(id: Id, kind: 'differences' | 'all' | PayrollKind) {
  return infiniteQueryOptions({
    queryKey: ['payroll', 'list', id, kind],
    placeholderData: keepPreviousData,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      take(client.GET('/v1/payroll/lists/{id}', { params: { path: { id }, query: { kind, ...(pageParam === null ? {} : { cursor: pageParam }) } }, signal })),
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** Files of direct debit, the newest first, with the creditors for the next one. */
export const debitsQuery = queryOptions({
  queryKey: ['debits', 'list'],
  queryFn: ({ signal }) => take(client.GET('/v1/debits', { signal })),
});

export function debitPreviewQuery(creditor: Id | null, format: DebitOrder['format'], currency: Currency, on: Day | null) {
  return queryOptions({
    queryKey: ['debits', 'preview', creditor, format, currency, on],
    staleTime: 0,
    queryFn: ({ signal }) => take(client.GET('/v1/debits/preview', { params: { query: { creditor_id: creditor as Id, format, currency, on: on as Day } }, signal })),
  });
}

export function debitQuery(id: Id, state: DebitState | null) {
  return infiniteQueryOptions({
    queryKey: ['debits', 'file', id, state],
    placeholderData: keepPreviousData,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      take(
        client.GET('/v1/debits/{id}', {
          params: { path: { id }, query: { ...(state === null ? {} : { state }), ...(pageParam === null ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** What persons ask about their data; open ones alone, or all. */
export function privacyListQuery(isOpenOnly: boolean) {
  return infiniteQueryOptions({
    queryKey: ['privacy', 'list', isOpenOnly],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      take(
        client.GET('/v1/privacy/requests', {
          params: { query: { ...(isOpenOnly ? { state: 'open' as const } : {}), ...(pageParam === null ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function privacyRequestQuery(id: Id) {
  return queryOptions({
    queryKey: ['privacy', 'request', id],
    queryFn: ({ signal }) => take(client.GET('/v1/privacy/requests/{id}', { params: { path: { id } }, signal })),
  });
}

/** Every version of every strategy, the newest first. */
export const strategiesQuery = queryOptions({
  queryKey: ['strategies', 'list'],
  queryFn: async ({ signal }) => (await take(client.GET('/v1/strategies', { signal }))).items,
});

export function strategyQuery(id: Id) {
  return queryOptions({
    queryKey: ['strategies', 'version', id],
    queryFn: ({ signal }) => take(client.GET('/v1/strategies/{id}', { params: { path: { id } }, signal })),
  });
}

/** The tables of a version, as they are edited. */
export function tablesQuery(id: Id) {
  return queryOptions({
    queryKey: ['strategies', 'tables', id],
    staleTime: 300_000, // a version never changes; only how often its rules fired does
    queryFn: ({ signal }) => take(client.GET('/v1/strategies/{id}/tables', { params: { path: { id } }, signal })),
  });
}

export function strategyChangesQuery(id: Id) {
  return queryOptions({
    queryKey: ['strategies', 'changes', id],
    queryFn: ({ signal }) => take(client.GET('/v1/strategies/{id}/changes', { params: { path: { id } }, signal })),
  });
}

/** What tables may ask of a case, with its documentation. */
export const factsQuery = queryOptions({
  queryKey: ['facts'],
  staleTime: 300_000, // an import may bring attributes
  queryFn: async ({ signal }) => (await take(client.GET('/v1/facts', { signal }))).items,
});

/** Champion and challengers, the newest first. */
export const experimentsQuery = queryOptions({
  queryKey: ['experiments', 'list'],
  queryFn: async ({ signal }) => (await take(client.GET('/v1/experiments', { signal }))).items,
});

/** What came of the experiments of a name, arm by arm, until the last closed day. */
export function armsQuery(name: string) {
  return queryOptions({
    queryKey: ['experiments', 'results', name],
    queryFn: async ({ signal }) =>
      (await take(client.GET('/v1/reports/{name}', { params: { path: { name: 'arms' }, query: { filter: name } }, signal }))) as Report,
  });
}

export function dashboardQuery(date: Day | null) {
  return queryOptions({
    queryKey: ['dashboard', date],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => take(client.GET('/v1/dashboard', { params: { query: date === null ? {} : { date } }, signal })),
  });
}

/** The open cases as they are now, by the channel of what comes next. */
export const channelsNowQuery = queryOptions({
  queryKey: ['portfolio', 'channel'],
  refetchInterval: 60_000, // answered from memory
  queryFn: ({ signal }) => take(client.GET('/v1/portfolio/summary', { params: { query: { by: 'channel' } }, signal })),
});

/** Another person, or none, uses this browser from now on: nothing that was seen before remains. */
export function changeSession(session: Session | null): void {
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
  queryClient.setQueryData(sessionQuery.queryKey, session);
}
