// The one door to the server: adds the CSRF token and the language, turns every failure into an
// ApiError, and tells when the session has ended.
import createClient from 'openapi-fetch';
import type { paths } from '../api';
import type { Rebranded } from '../domain/brand';
import type { Problem } from './types';

/** A request that did not succeed.  status 0: the server could not be reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem | null;

  constructor(status: number, problem: Problem | null, cause?: unknown) {
    super(problem?.detail ?? `HTTP ${status}`, { cause });
    this.status = status;
    this.problem = problem;
  }

  /** What the server says about one field of the body, by JSON pointer. */
  about(pointer: string): string | null {
    return this.problem?.errors.find((error) => error.pointer === pointer)?.detail ?? null;
  }
}

let csrfToken = '';
let language = 'es';
let onSessionEnd = (): void => {};

export function setCsrfToken(token: string): void {
  csrfToken = token;
}

export function setLanguage(next: string): void {
  language = next;
}

/** Called when the server answers 401 to anything but a sign-in. */
export function watchSessionEnd(callback: () => void): void {
  onSessionEnd = callback;
}

export const client = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' });

client.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', language);
    if (request.method !== 'GET') request.headers.set('X-CSRF-Token', csrfToken);
    return request;
  },
  onResponse({ request, response }) {
    if (response.status === 401 && !request.url.endsWith('/v1/session')) onSessionEnd();
  },
});

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

function asProblem(error: unknown): Problem | null {
  if (typeof error !== 'object' || error === null || !('status' in error)) return null;
  return { type: '', title: '', detail: '', errors: [], ...(error as Partial<Problem> & { status: number }) };
}

async function settle<Data>(request: Promise<Answer<Data>>): Promise<Answer<Data>> {
  let answer: Answer<Data>;
  try {
    answer = await request;
  } catch (cause) {
    throw new ApiError(0, null, cause);
  }
  if (!answer.response.ok) throw new ApiError(answer.response.status, asProblem(answer.error));
  return answer;
}

/** The body of a successful answer; throws ApiError otherwise. */
export async function take<Data>(request: Promise<Answer<Data>>): Promise<Rebranded<Data>> {
  return (await settle(request)).data as Rebranded<Data>;
}

/** As take, for a request that may be answered 204: null then. */
export async function takeOrNull<Data>(request: Promise<Answer<Data>>): Promise<Rebranded<NonNullable<Data>> | null> {
  const answer = await settle(request);
  return answer.response.status === 204 ? null : (answer.data as Rebranded<NonNullable<Data>>);
}

/** One per wish of the person: sent again with a repeated request, so that it books once.
 * getRandomValues and not randomUUID, which plain HTTP in an office network does not have. */
export function idempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
