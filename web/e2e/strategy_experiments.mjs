// Champion and challenger on the screen: one person asks, another approves, the close splits the
// cases, the results stand there by arm, and it is stopped.  After strategies.mjs, because it closes a day.
import { execFileSync } from 'node:child_process';
import { check, checkAccess, get, openPage, post, settings, shoot, signIn } from './browser.mjs';

const wide = { width: 1366, height: 768 };
const narrow = { width: 1024, height: 768 };
const patience = 30_000; // of a step that proves or closes, on a busy machine
const home = '/estrategias/experimentos';

function acuerdo(...words) {
  return execFileSync(process.env.ACUERDO_BINARY, [...words, '--store', process.env.ACUERDO_STORE], { encoding: 'utf8' });
}

/** A version that may challenge, approved by the second person. */
async function approvedVersion(mine, theirs) {
  acuerdo('strategy', 'import', '--shipped', 'retail');
  const { items } = await get(mine, '/v1/strategies');
  const { id, version } = items.find(({ name }) => name === 'retail');
  await post(mine, `/v1/strategies/${id}/test`);
  await post(mine, `/v1/strategies/${id}/submission`, { reason: 'Para comparar' });
  const { items: asked } = await get(theirs, '/v1/approvals');
  await post(theirs, `/v1/approvals/${asked.find(({ subject_id }) => subject_id === id).id}/decision`, { decision: 'approve', reason: 'Sí' });
  return version;
}

async function visit(page, path, language = 'es') {
  await page.goto(`${settings.url}${path}?lng=${language}`);
  await page.waitForLoadState('networkidle');
}

/** From the empty list to an asked experiment, by keyboard alone. */
async function askByKeyboard(page) {
  const { keyboard } = page;
  await keyboard.press('g');
  await keyboard.press('x');
  await page.getByText('Todavía no hay experimentos').waitFor();
  await checkAccess(page, 'Experimentos, empty');
  await shoot(page, 'es-experiments_empty-light');
  await keyboard.press('n');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Nombre', exact: true }).waitFor();
  await keyboard.type('Julio 26');
  await keyboard.press('Enter');
  await dialog.getByText('Solo a-z, 0-9, - y _, hasta 40').waitFor();
  await dialog.getByText('Un experimento tiene al menos un grupo además de la campeona.').waitFor();
  await checkAccess(page, 'a refused experiment');
  await shoot(page, 'es-experiment_refused-light');
  await keyboard.press('Control+a');
  await keyboard.type('julio');
  await keyboard.press('Tab');
  await keyboard.press('Enter'); // adds a challenger
  await keyboard.press('Tab');
  await keyboard.press('Enter'); // adds a hold-out
  const arms = dialog.getByRole('group', { name: /^Grupo \d/ });
  await arms.nth(0).getByRole('textbox', { name: 'Nombre del grupo' }).focus();
  await keyboard.type('retadora');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.type('96');
  await dialog.getByText('Los grupos suman 101 %', { exact: false }).waitFor();
  await keyboard.press('Control+a');
  await keyboard.type('40,5');
  await arms.nth(1).getByRole('textbox', { name: '% de las cuentas' }).focus();
  await keyboard.press('Control+a');
  await keyboard.type('20');
  await dialog.getByText(/le quedan 39.50/).waitFor();
  await dialog.getByRole('textbox', { name: 'Qué se quiere saber' }).focus();
  await keyboard.type('Si retail recupera más con menos contactos');
  await checkAccess(page, 'a new experiment');
  await shoot(page, 'es-experiment_new-light');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'julio' }).waitFor();
  await page.getByText('Espera a que otra persona lo autorice.').waitFor();
}

async function approve(page) {
  await visit(page, '/aprobaciones', 'en');
  await page.getByText('Experiment: julio').waitFor();
  await checkAccess(page, 'Aprobaciones with an experiment');
  await shoot(page, 'en-approvals_experiment-light');
  await page.keyboard.press('y');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('The experiment splits the accounts').waitFor();
  await dialog.getByRole('textbox').fill('De acuerdo');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await dialog.waitFor({ state: 'detached' });
}

export const tests = {
  async 'an experiment is asked for, approved by another, splits the cases and is stopped'(browser) {
    if (!process.env.ACUERDO_STORE) return 'skipped: no store to close a day of';
    const mine = await openPage(browser, wide);
    const theirs = await openPage(browser, wide);
    for (const { page } of [mine, theirs]) page.setDefaultTimeout(patience);
    const { page } = mine;
    await signIn(page, { user: settings.strategist });
    await signIn(theirs.page, { user: settings.user });
    const version = await approvedVersion(page, theirs.page);
    await page.reload();
    await page.locator('header nav').waitFor();
    await askByKeyboard(page);
    check((await page.getByRole('link', { name: `retail, versión ${version}` }).count()) === 1, 'the challenger is named');
    await checkAccess(page, 'an asked experiment');
    await approve(theirs.page);

    // The first close splits the cases for the day after; that day closed, they count.
    for (let closed = 0; closed < 2; closed += 1) {
      const { organisation } = await get(page, '/v1/session');
      acuerdo('close', '--date', organisation.open_date);
    }
    await visit(page, home);
    await page.getByText('En marcha').waitFor();
    await checkAccess(page, 'Experimentos');
    await shoot(page, 'es-experiments-light');
    await page.keyboard.press('Enter');
    const results = page.getByRole('region', { name: 'Resultados por grupo' });
    await results.getByRole('table').first().waitFor();
    for (const arm of ['retadora', 'control', 'campeona']) await results.getByRole('cell', { name: arm, exact: true }).first().waitFor();
    await results.getByText('la base').first().waitFor();
    await checkAccess(page, 'an experiment with results');
    await shoot(page, 'es-experiment-light');
    await page.setViewportSize(narrow);
    await page.emulateMedia({ colorScheme: 'dark' });
    await visit(page, new URL(page.url()).pathname, 'en');
    await page.getByText('Under way').waitFor();
    await page.getByRole('region', { name: 'Results by arm' }).getByRole('table').first().waitFor();
    await checkAccess(page, 'an experiment, dark and narrow');
    await shoot(page, 'en-experiment-dark-1024');
    await page.emulateMedia({ colorScheme: 'light' });
    await visit(page, new URL(page.url()).pathname);

    await page.getByRole('button', { name: 'Detener' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await page.keyboard.type('Ya se ve');
    await checkAccess(page, 'stopping an experiment');
    await shoot(page, 'es-experiment_stop-light');
    await dialog.getByRole('button', { name: 'Detener' }).press('Enter');
    await page.getByText('Detenido').waitFor();
    check((await page.getByRole('button', { name: 'Detener' }).count()) === 0, 'what is stopped is not stopped again');
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 1, name: 'Experimentos' }).waitFor();
    await theirs.close();
    await mine.close();
  },

  async 'who may not see or start experiments is told why'(browser) {
    const { page, close } = await openPage(browser, wide);
    await signIn(page, { user: settings.colleague });
    await visit(page, home);
    await page.getByText(/No tiene permiso para ver estrategias/).waitFor();
    await checkAccess(page, 'Experimentos without the permission');
    await close();
    const reader = await openPage(browser, wide);
    await signIn(reader.page, { user: settings.reader });
    await visit(reader.page, home);
    check(await reader.page.getByRole('button', { name: /Pedir un experimento/ }).isDisabled(), 'who may only read starts none');
    await reader.page.getByRole('note', { name: /poner en vigor estrategias/ }).waitFor();
    await reader.close();
  },
};
