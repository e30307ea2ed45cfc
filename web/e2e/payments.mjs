// Pagos por identificar: a file with money that nobody can place, given in two parts, dismissed, undone.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, checkAccess, checkEqual, get, openPage, settings, shoot, signIn, until } from './browser.mjs';

/** Takes a statement of two credits on the open day: one with the number of a case that owes another
 * amount and a stranger's name, one that says nothing. */
function takeStatement(day, caseNumber) {
  const short = day.slice(2).replaceAll('-', '');
  const text =
    `:20:E2E\n:25:012180001234567897\n:28C:1/1\n:60F:C${short}MXN100,00\n` +
    `:61:${short}C0,70NTRFNONREF//E2E00011\n:86:pago cuenta ${caseNumber}\n` +
    `:61:${short}C3,30NTRFNONREF//E2E00012\n:86:deposito en ventanilla\n` +
    `:62F:C${short}MXN104,00\n-\n`;
  const folder = mkdtempSync(join(tmpdir(), 'acuerdo-e2e-'));
  try {
    writeFileSync(join(folder, 'banco.mt940'), text);
    execFileSync(process.env.ACUERDO_BINARY, ['bank', 'import', join(folder, 'banco.mt940'), '--store', process.env.ACUERDO_STORE]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function openOf(page, entryId) {
  return (await get(page, `/v1/bank/entries/${entryId}`)).open;
}

export const tests = {
  async 'money that waits is given, in parts, by keyboard; what was wrong is undone'(browser) {
    if (!process.env.ACUERDO_STORE) return 'skipped: no store to take a file into';
    const { page, close } = await openPage(browser);
    await signIn(page);
    const { organisation } = await get(page, '/v1/session');
    const cases = (await get(page, '/v1/cases?limit=200')).items.filter(({ currency }) => currency === 'MXN');
    takeStatement(organisation.open_date, cases[0].number);
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.getByRole('heading', { level: 1, name: 'Pagos por identificar' }).waitFor();
    await page.getByTestId('entry').waitFor();
    const waiting = (await get(page, '/v1/bank/pending')).items;
    const entry = waiting.find(({ best }) => best !== null);
    const nobody = waiting.find(({ best }) => best === null);
    check(entry && nobody, 'one entry with a candidate and one without');
    for (let i = 0; i < waiting.indexOf(entry); i++) await page.keyboard.press('j');
    await page.getByTestId('candidate').first().waitFor();
    await checkAccess(page, 'Pagos por identificar');
    await shoot(page, 'es-payments-light');

    await page.keyboard.press('y');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Importe' }).fill('0.50');
    await dialog.getByRole('textbox', { name: 'Cómo se sabe' }).fill('Lo confirmó por teléfono');
    await checkAccess(page, 'giving the money');
    await shoot(page, 'es-payments_give-light');
    await dialog.getByRole('button', { name: 'Es de esta cuenta' }).click();
    await page.getByRole('status').filter({ hasText: '$0.20' }).waitFor();
    await until(async () => (await openOf(page, entry.entry_id)) === 20, 'the rest waits');

    // The rest to another case, found by its number.
    const rest = (await get(page, '/v1/bank/pending')).items.findIndex(({ entry_id: id }) => id === entry.entry_id);
    await page.getByTestId('waiting').nth(rest).getByRole('button').click();
    await page.keyboard.press('o');
    await dialog.getByRole('textbox', { name: 'Cuenta' }).fill(cases[1].number);
    await dialog.getByRole('button', { name: new RegExp(`^${cases[1].number} `) }).click();
    await dialog.getByRole('textbox', { name: 'Cómo se sabe' }).fill('Pagó por su hermano');
    await dialog.getByRole('button', { name: 'Es de esta cuenta' }).click();
    await until(async () => (await openOf(page, entry.entry_id)) === 0, 'nothing waits any more');
    const { matches } = await get(page, `/v1/bank/entries/${entry.entry_id}`);
    checkEqual(new Set(matches.map(({ case_id: id }) => id)).size, 2, 'debts that the payment met');

    await page.getByTestId('waiting').first().waitFor();
    const left = (await get(page, '/v1/bank/pending')).items.findIndex(({ entry_id: id }) => id === nobody.entry_id);
    await page.getByTestId('waiting').nth(left).getByRole('button').click();
    await page.getByText('Nada en el movimiento señala una cuenta').waitFor();
    await page.keyboard.press('x');
    await dialog.getByRole('textbox', { name: 'Motivo' }).fill('Depósito propio');
    await dialog.getByRole('button', { name: 'No es de ningún deudor' }).click();
    await until(async () => (await openOf(page, nobody.entry_id)) === 0, 'it is dismissed');

    await page.getByRole('link', { name: 'banco.mt940' }).click();
    await page.getByRole('region', { name: 'Estados de cuenta' }).getByText('104.00').waitFor();
    await page.getByRole('button', { name: 'Elegir: Renglón 5' }).click();
    await page.getByRole('region', { name: 'Lo que se aplicó' }).waitFor();
    await checkAccess(page, 'a file of a bank');
    await shoot(page, 'es-payments_file-light');
    await page.getByRole('button', { name: 'Deshacer' }).click();
    await dialog.getByRole('textbox', { name: 'Motivo' }).fill('No era de ellos');
    await dialog.getByRole('button', { name: 'Deshacer' }).click();
    await until(async () => (await openOf(page, entry.entry_id)) === 70, 'all of it waits again');
    checkEqual((await get(page, `/v1/bank/entries/${entry.entry_id}`)).matches.length, 4, 'rows: none was deleted');
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 1, name: 'Pagos por identificar' }).waitFor();
    await close();
  },

  async 'in English; and who may not is told why'(browser) {
    const { page, close } = await openPage(browser, { scheme: 'dark' });
    await signIn(page, { language: 'en', path: '/pagos' });
    await page.getByRole('heading', { level: 1, name: 'Payments to identify' }).waitFor();
    await page.getByRole('region', { name: 'Files received' }).waitFor();
    await shoot(page, 'en-payments-dark');
    await close();
    const agent = await openPage(browser);
    await signIn(agent.page, { user: settings.colleague });
    checkEqual(await agent.page.getByRole('link', { name: 'Pagos' }).count(), 0, 'links to Pagos');
    await agent.page.goto(`${settings.url}/pagos`);
    await agent.page.getByText(/No tiene permiso para decir de quién es/).waitFor();
    await agent.close();
  },
};
