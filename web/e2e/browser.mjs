// A fresh Chromium against a running server, with what every test watches: violations of the content
// policy, errors of the page, and keys pressed.
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: say which server and which user the tests sign in with`);
  return value;
}

export const settings = {
  url: setting('ACUERDO_URL').replace(/\/$/, ''),
  user: setting('ACUERDO_USER'),
  password: setting('ACUERDO_PASSWORD'),
  /** Another agent, somebody who may read accounts and works none, and who writes strategies; the same password. */
  colleague: setting('ACUERDO_COLLEAGUE'),
  reader: setting('ACUERDO_READER'),
  supervisor: setting('ACUERDO_SUPERVISOR'),
  strategist: setting('ACUERDO_STRATEGIST'),
  shots: process.env.ACUERDO_SHOTS ?? null,
};

export async function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: flags });
}

export function check(condition, message) {
  if (!condition) throw new Error(message);
}

export function checkEqual(got, want, what) {
  check(got === want, `${what}: got ${JSON.stringify(got)}, want ${JSON.stringify(want)}`);
}

/** A page of its own profile. */
export async function openPage(browser, { width = 1440, height = 900, scheme = 'light', locale = 'es-MX' } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale, timezoneId: 'UTC', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const seen = { violations: [], errors: [] };
  await page.exposeFunction('reportViolation', (text) => seen.violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      globalThis.reportViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`),
    );
  });
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  page.on('console', (message) => {
    // A refused sign-in and the first question "who am I" are answered 401 on purpose.
    if (message.type() === 'error' && !/status of 401/.test(message.text())) seen.errors.push(message.text());
  });
  page.setDefaultTimeout(8_000);
  return {
    page,
    seen,
    async close() {
      checkEqual(seen.violations.length, 0, `reports of the content policy (${seen.violations.join('; ')})`);
      checkEqual(seen.errors.length, 0, `errors of the page (${seen.errors.join('; ')})`);
      await context.close();
    },
  };
}

/** Signs in by keyboard and waits for Mi cola. */
export async function signIn(page, { path = '/cola', language = 'es', user = settings.user } = {}) {
  await page.goto(`${settings.url}${path}?lng=${language}`);
  await page.locator('input[autocomplete=username]').waitFor();
  await page.locator('input[autocomplete=username]').focus();
  await page.keyboard.type(user);
  await page.keyboard.press('Tab');
  await page.keyboard.type(settings.password);
  await page.keyboard.press('Enter');
  await page.locator('header nav').waitFor();
}

/** A GET of the interface with the session of the page. */
export async function get(page, path) {
  return page.evaluate(async (address) => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`GET ${address} answered ${response.status}`);
    return response.json();
  }, path);
}

/** A POST of the interface with the session of the page, as another window of the person would. */
export async function post(page, path, body = null) {
  return page.evaluate(
    async ([address, content]) => {
      const session = await (await fetch('/v1/session')).json();
      const headers = {
        'X-CSRF-Token': session.csrf_token,
        'Idempotency-Key': crypto.getRandomValues(new Uint32Array(4)).join('-'),
        ...(content === null ? {} : { 'Content-Type': 'application/json' }),
      };
      const response = await fetch(address, { method: 'POST', headers, body: content === null ? null : JSON.stringify(content) });
      if (!response.ok) throw new Error(`POST ${address} answered ${response.status} ${await response.text()}`);
      return response.json();
    },
    [path, body],
  );
}

/** Asks until it is so. */
export async function until(ask, what) {
  const end = performance.now() + 8_000;
  while (!(await ask())) {
    check(performance.now() < end, `${what}: not within 8 s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The item of a case in the queue, or undefined. */
export async function itemOf(page, caseId) {
  const { items } = await get(page, '/v1/queue?limit=200');
  return items.find(({ case_id: id }) => id === caseId);
}

/** A case of the queue that nobody has and that the test's wish fits, open on the screen. */
export async function openAccount(page, fits = () => true) {
  const { items } = await get(page, '/v1/queue?limit=200');
  const item = items.find((candidate) => candidate.state === 'ready' && fits(candidate));
  check(item, 'the queue has such an account');
  await page.goto(`${settings.url}/cuenta/${item.case_id}`);
  await page.locator('[data-testid=account]').waitFor();
  await until(async () => (await itemOf(page, item.case_id))?.leased_by !== null, 'the account is leased');
  return item;
}

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export async function checkAccess(page, name) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), wcag);
  const told = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary.replace(/\s+/g, ' ')}`),
  );
  check(told.length === 0, `${name} is not accessible:\n    ${told.join('\n    ')}`);
}

/** A picture for somebody to look at, when ACUERDO_SHOTS names a folder. */
export async function shoot(page, name) {
  if (settings.shots === null) return;
  await mkdir(settings.shots, { recursive: true });
  await page.screenshot({ path: join(settings.shots, `${name}.png`) });
}

/** The digits that choose a result, as the screen asks for them. */
export function digitsOf(dispositions, wanted) {
  const group = dispositions.filter(({ key }) => key === wanted.key);
  return group.length === 1 ? [wanted.key] : [wanted.key, String(group.indexOf(wanted) + 1)];
}

export async function waitForAccount(page, except = '') {
  await page.waitForURL((address) => address.pathname.startsWith('/cuenta/') && address.pathname !== except);
  await page.locator('[data-testid=account]').waitFor();
  return new URL(page.url()).pathname;
}
