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
export async function signIn(page, { path = '/cola', language = 'es' } = {}) {
  await page.goto(`${settings.url}${path}?lng=${language}`);
  await page.locator('input[autocomplete=username]').waitFor();
  await page.locator('input[autocomplete=username]').focus();
  await page.keyboard.type(settings.user);
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
