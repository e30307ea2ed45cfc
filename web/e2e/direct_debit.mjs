// Mandates, runs of direct debit and payroll lists: given, collected, answered; of two roles each.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, checkAccess, checkEqual, get, openAccount, openPage, settings, shoot, signIn, until } from './browser.mjs';

const account = '002010077777777771';

/** What a click gives to save, as text. */
async function download(page, name) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
  return readFileSync(await file.path(), 'utf8');
}

/** Hands a file to the open dialog. */
async function handOver(page, name, text) {
  const folder = mkdtempSync(join(tmpdir(), 'acuerdo-e2e-'));
  try {
    writeFileSync(join(folder, name), text);
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type=file]').setInputFiles(join(folder, name));
    await dialog.getByRole('button', { name: /Tomar el archivo|Take the file/ }).click();
    await dialog.waitFor({ state: 'detached' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function fits(page) {
  await until(async () => page.evaluate(() => document.documentElement.scrollWidth <= globalThis.innerWidth), 'the page fits its window');
}

function answerOf(message, reference) {
  return (
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt><GrpHdr><MsgId>A</MsgId></GrpHdr>' +
    `<OrgnlGrpInfAndSts><OrgnlMsgId>${message}</OrgnlMsgId><GrpSts>ACCP</GrpSts></OrgnlGrpInfAndSts>` +
    `<OrgnlPmtInfAndSts><OrgnlPmtInfId>${message}-1</OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>${reference}</OrgnlEndToEndId>` +
    '<TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AM04</Cd></Rsn></StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>'
  );
}

export const tests = {
  async 'a mandate is given, collected under, refused by the bank, withdrawn and revoked'(browser) {
    const { page, seen, close } = await openPage(browser);
    await signIn(page);
    const item = await openAccount(page, (each) => each.past_due_amount > 0 && each.currency === 'MXN');
    await page.getByRole('tab', { name: 'Pagos' }).click();
    const mandates = page.getByTestId('mandates');
    await mandates.getByText('Nadie ha autorizado un cobro automático').waitFor();
    await mandates.getByRole('button', { name: 'Registrar autorización' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Autorización' }).fill('M-E2E');
    await dialog.getByRole('textbox', { name: 'Cuenta', exact: true }).fill('002010077777777772');
    await dialog.getByRole('textbox', { name: 'Qué la prueba' }).fill('Firma en papel');
    await dialog.getByRole('button', { name: 'Registrar autorización' }).click();
    await dialog.getByText(/CLABE: sus dígitos/).waitFor();
    checkEqual(seen.errors.length, 1, 'refusals that this test asked for');
    seen.errors.length = 0;
    await checkAccess(page, 'the form of a mandate');
    await shoot(page, 'es-mandate-light');
    await dialog.getByRole('textbox', { name: 'Cuenta', exact: true }).fill(account);
    await dialog.getByRole('button', { name: 'Registrar autorización' }).click();
    await mandates.getByRole('cell', { name: account }).waitFor(); // a supervisor may see it
    await checkAccess(page, 'the mandates of an account');
    await shoot(page, 'es-mandates-light');

    // Who writes strategies may see the account, not whose money it is.
    const other = await openPage(browser);
    await signIn(other.page, { user: settings.strategist });
    await other.page.goto(`${settings.url}/cuenta/${item.case_id}`);
    await other.page.getByRole('tab', { name: 'Pagos' }).click();
    await other.page.getByTestId('mandates').getByRole('cell', { name: '•••• 7771' }).waitFor();
    check(await other.page.getByTestId('mandates').getByRole('button', { name: 'Registrar autorización' }).isDisabled(), 'giving one is off');
    await other.close();

    await page.goto(`${settings.url}/pagos/cobros`);
    await page.getByText('Todavía no se hace ningún cobro').waitFor();
    await page.keyboard.press('n');
    const { creditors } = await get(page, '/v1/debits');
    const creditor = creditors.find(({ name }) => name === item.creditor_name);
    check(creditor, 'the creditor of the account');
    await dialog.getByLabel('Acreedor').selectOption(creditor.id);
    await dialog.getByTestId('preview').waitFor();
    await dialog.getByRole('cell', { name: '•••• 7771' }).first().waitFor();
    await dialog.getByRole('textbox', { name: 'Nombre del archivo' }).fill('COBRO-E2E');
    await dialog.getByRole('textbox', { name: 'Quién cobra, ante el banco' }).fill('Acreedora, S.A.');
    await dialog.getByRole('textbox', { name: 'Su identificación ante el banco' }).fill('900123456');
    await dialog.getByRole('textbox', { name: 'Su cuenta' }).fill('012180001234567897');
    await checkAccess(page, 'the preview of a run');
    await shoot(page, 'es-debit_new-light');
    await dialog.getByRole('button', { name: 'Hacer el archivo' }).click();
    await page.getByRole('heading', { level: 1, name: 'COBRO-E2E' }).waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1);
    const text = await download(page, 'Descargar el archivo');
    check(text.includes('<MsgId>COBRO-E2E</MsgId>') && text.includes(account), 'the file for the bank');

    const { items } = await get(page, `/v1/debits/${id}`);
    const answer = answerOf('COBRO-E2E', items[0].reference);
    await page.getByRole('button', { name: 'Tomar la respuesta del banco' }).click();
    await handOver(page, 'respuesta.xml', answer);
    await page.getByRole('status').filter({ hasText: '1 rechazados' }).waitFor();
    await page.getByText('AM04: fondos insuficientes').waitFor();
    await page.getByRole('button', { name: 'Tomar la respuesta del banco' }).click();
    await handOver(page, 'otra_vez.xml', answer);
    await page.getByRole('status').filter({ hasText: 'El archivo ya estaba' }).waitFor();
    checkEqual((await get(page, `/v1/debits/${id}?state=rejected`)).items.length, 1, 'orders that the bank refused');
    await checkAccess(page, 'a run with its answer');
    await shoot(page, 'es-debit-light');
    await page.getByRole('button', { name: 'Retirar' }).click();
    await dialog.getByRole('textbox', { name: 'Motivo' }).fill('No se envió');
    await dialog.getByRole('button', { name: 'Retirar' }).click();
    await page.getByText(/Retirado el .*: No se envió/).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'COBRO-E2E' }).waitFor();

    await page.goto(`${settings.url}/cuenta/${item.case_id}`);
    await page.getByRole('tab', { name: 'Pagos' }).click();
    await mandates.getByRole('button', { name: 'Revocar: M-E2E' }).click();
    await dialog.getByRole('textbox', { name: 'Motivo' }).fill('Lo pidió');
    await dialog.getByRole('button', { name: 'Revocar' }).click();
    await mandates.getByText('Revocada').waitFor();
    await close();
  },

  async 'an employer is asked, answers, and each difference says what to do'(browser) {
    if (!process.env.ACUERDO_STORE) return 'skipped: no store to import an employer into';
    const { page, close } = await openPage(browser);
    await signIn(page);
    const { organisation } = await get(page, '/v1/session');
    const day = organisation.open_date;
    const folder = mkdtempSync(join(tmpdir(), 'acuerdo-e2e-'));
    const run = (kind, text) => {
      writeFileSync(join(folder, `${kind}.csv`), text);
      execFileSync(process.env.ACUERDO_BINARY, ['import', kind, join(folder, `${kind}.csv`), '--store', process.env.ACUERDO_STORE]);
    };
    run(
      'receivables',
      'party.external_id,party.name,obligation.external_id,claim.external_id,claim.due_on,claim.amount\n' +
        `W-1,Obrera Uno,W-1,QUO-1,${day},150.00\nW-2,Obrero Dos,W-2,QUO-2,${day},160.00\nW-3,Obrera Tres,W-3,QUO-3,${day},170.00\n`,
    );
    run('parties', `party.external_id,party.name,obligation.external_id,party.role\n${['W-1', 'W-2', 'W-3'].map((debt) => `EMP,Fábrica del Sur,${debt},employer\n`).join('')}`);
    rmSync(folder, { recursive: true });

    await page.goto(`${settings.url}/pagos/planilla`);
    await page.getByText('Todavía no se pide ningún descuento').waitFor();
    await checkAccess(page, 'payroll before the first list');
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Empleador', { exact: true }).selectOption({ label: 'Fábrica del Sur · 3 personas' });
    await dialog.getByLabel('Hasta').fill(day);
    await checkAccess(page, 'a new list');
    await dialog.getByRole('button', { name: 'Hacer la lista' }).click();
    await page.getByRole('heading', { level: 1, name: /Fábrica del Sur/ }).waitFor();
    // made by mistake: withdrawn, and its period asked for again
    await page.getByRole('button', { name: 'Retirar la lista' }).click();
    await checkAccess(page, 'whether to withdraw a list');
    await dialog.getByRole('textbox', { name: 'Motivo' }).fill('Era de la otra quincena');
    await dialog.getByRole('button', { name: 'Retirar la lista' }).click();
    await page.getByText('Retirada', { exact: true }).waitFor();
    await page.getByText(/Retirada el .*: Era de la otra quincena/).waitFor();
    await page.getByRole('link', { name: 'Volver a las listas' }).click();
    await page.getByRole('button', { name: 'Nueva lista' }).click();
    await dialog.getByLabel('Empleador', { exact: true }).selectOption({ label: 'Fábrica del Sur · 3 personas' });
    await dialog.getByLabel('Hasta').fill(day);
    await dialog.getByRole('button', { name: 'Hacer la lista' }).click();
    await page.getByRole('heading', { level: 1, name: /Fábrica del Sur/ }).waitFor();
    const rows = (await download(page, 'Descargar la lista')).trimEnd().split('\r\n');
    checkEqual(rows.length, 6, 'lines of the list');

    // One as asked, one less with a reason, one who left.
    const said = { 'QUO-1': '150.00,', 'QUO-2': '60.00,licencia', 'QUO-3': ',baja' };
    const filled = rows.map((row, index) => {
      if (index === 0) return row + day;
      if (index === 1) return row;
      if (row.startsWith('TOTAL')) return 'TOTAL,3,,,,,480.00,210.00,';
      return row.slice(0, -1) + said[row.split(',')[1]];
    });
    await page.getByRole('button', { name: 'Tomar la respuesta' }).click();
    await checkAccess(page, 'taking an answer');
    await shoot(page, 'es-payroll_take-light');
    await handOver(page, 'planilla.csv', filled.join('\r\n'));
    await page.getByRole('status').filter({ hasText: '2 aplicados' }).waitFor();
    await page.getByText('Lo que falta sigue debiéndose').waitFor();
    await page.getByText('No irá en la lista siguiente').waitFor();
    checkEqual(await page.getByRole('table', { name: 'Persona por persona' }).locator('tbody tr').count(), 2, 'differences');
    await page.getByLabel('Mostrar').selectOption({ label: 'Todo' });
    await page.getByText('Nada: está aplicado.').waitFor();
    await checkAccess(page, 'a list with its answer');
    await shoot(page, 'es-payroll-light');
    const path = new URL(page.url()).pathname;
    await close();

    const dark = await openPage(browser, { scheme: 'dark', width: 1024, height: 768 });
    await signIn(dark.page, { language: 'en', path });
    await dark.page.getByText('What is missing is still owed').waitFor();
    await fits(dark.page);
    await checkAccess(dark.page, 'a list, dark');
    await shoot(dark.page, 'en-payroll-dark-1024');
    await dark.page.goto(`${settings.url}/pagos/cobros`);
    await dark.page.getByRole('heading', { level: 1, name: 'Direct debit' }).waitFor();
    await dark.page.getByRole('button', { name: 'New run' }).waitFor();
    await fits(dark.page);
    await shoot(dark.page, 'en-debits-dark-1024');
    await dark.close();
  },

  async 'who may not work with them is told why'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page, { user: settings.colleague });
    checkEqual(await page.getByRole('link', { name: 'Pagos' }).count(), 0, 'links to Pagos');
    for (const [path, words] of [['/pagos/planilla', /No tiene permiso para pedir descuentos/], ['/pagos/cobros', /No tiene permiso para hacer cobros/]]) {
      await page.goto(`${settings.url}${path}`);
      await page.getByText(words).waitFor();
    }
    await close();
  },
};
