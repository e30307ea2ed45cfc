// What one person asks for and another decides; records that are one person; requests about personal
// data; the file for an authority.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, checkAccess, checkEqual, get, openPage, post, settings, shoot, signIn, until } from './browser.mjs';

/** Runs the program on the store of the server, with a file that lies beside it for the time. */
function acuerdo(words, text = null) {
  const folder = mkdtempSync(join(tmpdir(), 'acuerdo-e2e-'));
  const file = join(folder, 'file');
  try {
    if (text !== null) writeFileSync(file, text);
    return execFileSync(process.env.ACUERDO_BINARY, [...words.map((word) => (word === 'FILE' ? file : word)), '--store', process.env.ACUERDO_STORE], {
      encoding: 'utf8',
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A rule of the house that leaves no letter any time but one minute of the night. */
const window = [['03:00', '03:01']];
const ownRules = JSON.stringify({
  country: 'MX',
  version: 1,
  rules: [
    {
      id: 'CASA-CARTAS',
      kind: 'contact_hours',
      basis: 'policy',
      status: 'policy_default',
      confidence: 'high',
      citation: 'Manual de la casa',
      summary: { es: 'Cartas, solo de madrugada.', en: 'Letters at night only.' },
      channels: ['letter'],
      windows: { mon_fri: window, sat: window, sun: window, holiday: window },
    },
  ],
});

const pair = `party.external_id,party.name,party.document_kind,party.document,party.phone,obligation.external_id,claim.due_on,claim.amount
DOBLE-1,Ana Lucía Ferrer Paz,RFC,FEPA800101AB1,+525512340001,DOBLE-1,2026-01-20,150.00
DOBLE-2,Ana Lucia Ferrer Pas,RFC,FEPA800101AB1,+525512340001,DOBLE-2,2026-01-21,160.00
`;

const lost = `party.external_id,party.name,obligation.external_id,claim.due_on,claim.amount
CASTIGO-1,Teófilo Arriaga Montes,CASTIGO-1,2025-01-20,1250.00
`;

const forgotten = { name: 'Rosa Elvira Camargo Ruiz', phone: '+525512340077', email: 'olvido@ejemplo.mx' };
const forgottenFile = `party.external_id,party.name,party.phone,party.email,obligation.external_id,claim.due_on,claim.amount
OLVIDO-1,${forgotten.name},${forgotten.phone},${forgotten.email},OLVIDO-1,2026-01-20,150.00
`;

/** Nothing that is shown on the page names the person any more. */
async function checkForgotten(page, where) {
  const words = await page.locator('body').innerText();
  for (const word of ['Camargo', 'Elvira', forgotten.phone, '0077', forgotten.email]) check(!words.includes(word), `${where} says nothing of "${word}"`);
}

export const tests = {
  async 'a refusal of the house is lifted by a second person'(browser) {
    if (!process.env.ACUERDO_STORE) return 'skipped: no store to set a rule of';
    acuerdo(['pack', 'put', 'FILE'], ownRules);
    const { page, close } = await openPage(browser);
    await signIn(page);
    const isAsked = ({ channel, override }) => channel === 'letter' && override.state === 'available';
    const { items } = await get(page, '/v1/queue?limit=200');
    let found = null;
    for (const { case_id: id } of items.slice(0, 60)) {
      const { gate } = await get(page, `/v1/cases/${id}/workspace`);
      if (gate.some(isAsked)) found = id;
      if (found) break;
    }
    check(found, 'an account to which a letter may be asked for');
    await page.goto(`${settings.url}/cuenta/${found}`);
    await page.getByTestId('account').waitFor();
    const letter = page.getByRole('region', { name: 'Cuándo puede contactar' }).getByRole('listitem').filter({ hasText: 'Carta' });
    await letter.getByRole('button', { name: 'Pedir autorización' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('Pidió la carta por escrito, folio 12');
    await checkAccess(page, 'asking for an override');
    await shoot(page, 'es-override_ask-light');
    await dialog.getByRole('button', { name: 'Pedir autorización' }).click();
    await letter.getByText(/Autorización pedida/).waitFor();
    await shoot(page, 'es-override_asked-light');

    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.getByRole('heading', { level: 1, name: 'Aprobaciones' }).waitFor();
    await page.getByRole('note', { name: /La pidió usted/ }).waitFor();
    check(await page.getByRole('button', { name: 'Autorizar' }).isDisabled(), 'who asked does not decide');
    await checkAccess(page, 'Aprobaciones of who asked');

    const other = await openPage(browser);
    await signIn(other.page, { user: settings.reader });
    await other.page.goto(`${settings.url}/aprobaciones`);
    await other.page.getByText('«Pidió la carta por escrito, folio 12»').waitFor();
    await checkAccess(other.page, 'Aprobaciones');
    await shoot(other.page, 'es-approvals-light');
    await other.page.keyboard.press('y');
    await other.page.getByRole('dialog').getByRole('textbox').fill('Está en el expediente');
    await other.page.getByRole('dialog').getByRole('button', { name: 'Autorizar' }).click();
    await other.page.getByText('Nada espera una decisión').waitFor();
    await checkAccess(other.page, 'Aprobaciones, empty');
    await shoot(other.page, 'es-approvals_empty-light');
    await other.close();

    await page.goto(`${settings.url}/cuenta/${found}`);
    await letter.getByText(/Autorizado una vez/).waitFor();
    await shoot(page, 'es-override_approved-light');
    await close();
    acuerdo(['pack', 'drop']);
  },

  async 'a debt is charged off by one person and written off by another'(browser) {
    if (!process.env.ACUERDO_STORE) return 'skipped: no store to import into';
    acuerdo(['import', 'receivables', 'FILE'], lost);
    const { page, close } = await openPage(browser);
    await signIn(page);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('Teófilo Arriaga');
    await page.getByRole('dialog').getByRole('option').filter({ hasText: 'Teófilo Arriaga' }).first().click();
    await page.getByTestId('account').waitFor();
    const account = page.url();
    await page.getByRole('tab', { name: 'Deudas' }).click();
    const standings = page.getByTestId('standings');
    await standings.getByText('Castigo y baja').click();
    await standings.getByText(/Vigente: debe/).waitFor();
    const dialog = page.getByRole('dialog');
    const decide = async (name, reason) => {
      await standings.getByRole('button', { name }).click();
      await dialog.getByRole('textbox').fill(reason);
      await dialog.getByRole('button', { name }).click();
      await dialog.waitFor({ state: 'detached' });
    };
    await decide('Castigar', 'Más de un año sin noticias');
    await standings.getByText(/Castigada el/).waitFor();
    await decide('Retirar el castigo', 'Apareció');
    await standings.getByText(/Vigente: debe/).waitFor();
    await decide('Castigar', 'Se volvió a ir');
    await standings.getByText(/Castigada el/).waitFor();
    await decide('Pedir la baja', 'Incobrable, folio 9');
    await standings.getByText('La baja espera una decisión').first().waitFor();
    await checkAccess(page, 'a debt whose write-off waits');
    await shoot(page, 'es-standing_waits-light');

    const reader = await openPage(browser); // approves contacts, and no write-off
    await signIn(reader.page, { user: settings.reader });
    await reader.page.goto(`${settings.url}/aprobaciones`);
    await reader.page.getByText(/Baja de .*1,250\.00.* CASTIGO-1/).waitFor();
    check(await reader.page.getByRole('button', { name: 'Autorizar' }).isDisabled(), 'who may not write off does not decide');
    await reader.close();

    const other = await openPage(browser);
    await signIn(other.page, { user: settings.supervisor });
    await other.page.goto(`${settings.url}/aprobaciones`);
    await other.page.getByText(/Baja de .*1,250\.00.* CASTIGO-1/).waitFor();
    await checkAccess(other.page, 'Aprobaciones with a write-off');
    await shoot(other.page, 'es-approvals_write_off-light');
    await other.page.getByRole('button', { name: 'Autorizar' }).click();
    await other.page.getByRole('dialog').getByRole('textbox').fill('De acuerdo');
    await other.page.getByRole('dialog').getByRole('button', { name: 'Autorizar' }).click();
    await other.page.getByText('Nada espera una decisión').waitFor();
    await other.close();

    await page.goto(account);
    await page.getByRole('tab', { name: 'Deudas' }).click();
    await standings.getByText(/Dada de baja el .*1,250\.00/).waitFor();
    await shoot(page, 'es-standing_written_off-light');
    await close();
  },

  async 'two records are told apart, joined and parted again'(browser) {
    if (!process.env.ACUERDO_STORE) return 'skipped: no store to import into';
    acuerdo(['import', 'receivables', 'FILE'], pair);
    acuerdo(['person', 'find']);
    const { page, close } = await openPage(browser);
    await signIn(page);
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    const card = page.getByTestId('pair').filter({ hasText: 'Ana Lucía Ferrer Paz' });
    await card.getByText('Misma identificación').waitFor();
    await checkAccess(page, 'Duplicados');
    await shoot(page, 'es-persons-light');
    await card.getByRole('button', { name: 'No son la misma' }).click();
    await card.waitFor({ state: 'detached' });
    await page.getByRole('status').getByRole('button', { name: 'Deshacer' }).click();
    await card.getByRole('button', { name: 'Son la misma persona', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('Misma credencial');
    await checkAccess(page, 'joining two records');
    await shoot(page, 'es-persons_join-light');
    await dialog.getByRole('button', { name: 'Unir' }).click();
    await card.waitFor({ state: 'detached' });
    const merges = page.getByRole('region', { name: 'Últimas uniones' });
    await merges.getByText('Misma credencial').waitFor();
    await shoot(page, 'es-persons_joined-light');
    await merges.getByRole('button', { name: /Deshacer/ }).first().click();
    await dialog.getByRole('textbox').fill('Son hermanas');
    await dialog.getByRole('button', { name: 'Deshacer' }).click();
    await merges.getByText('Deshecha').waitFor();
    await checkAccess(page, 'Duplicados with merges');
    await close();
  },

  async 'a request about personal data is opened, served and answered'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page, { user: settings.reader });
    const [item] = (await get(page, '/v1/cases?limit=1')).items;
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.getByText('Ninguna solicitud abierta').waitFor();
    await checkAccess(page, 'Datos personales, empty');
    await shoot(page, 'es-privacy_empty-light');
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Busque a la persona').fill(item.number);
    await until(async () => (await dialog.getByLabel('Persona', { exact: true }).locator('option').count()) > 1, 'the person is found');
    await dialog.getByLabel('Persona', { exact: true }).selectOption({ index: 1 });
    await dialog.getByLabel('Qué pide').selectOption('erasure');
    await dialog.getByLabel('Por dónde llegó').fill('carta');
    await dialog.getByLabel('Qué dice').fill('Que borren todo');
    await checkAccess(page, 'a new request');
    await shoot(page, 'es-privacy_new-light');
    await dialog.getByRole('button', { name: 'Registrar' }).click();
    await page.getByRole('heading', { level: 1, name: /Eliminar sus datos/ }).waitFor();
    await page.getByText(/quedan \d+ d/).waitFor();
    await checkAccess(page, 'one request');
    await shoot(page, 'es-privacy_request-light');
    check(await page.getByRole('button', { name: 'Eliminar datos' }).last().isDisabled(), 'an open debt stands against the erasure');

    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Entregar copia' }).click();
    await dialog.getByRole('button', { name: 'Entregar copia' }).click();
    check(readFileSync(await (await download).path(), 'utf8').startsWith('<!doctype html>'), 'the copy is a page');
    await page.getByRole('region', { name: 'Qué se hizo' }).getByText('Copia entregada').waitFor();

    await page.getByRole('button', { name: 'Retención legal' }).click();
    await dialog.getByRole('textbox').fill('Juicio 881/2026');
    await dialog.getByRole('button', { name: 'Retención legal' }).click();
    await page.getByText('Retención legal: nada se elimina. Juicio 881/2026').waitFor();
    await page.getByRole('button', { name: 'Responder' }).click();
    await dialog.getByText('Negada').click();
    await dialog.getByRole('textbox').fill('La deuda sigue abierta y hay un juicio.');
    await checkAccess(page, 'the answer');
    await shoot(page, 'es-privacy_answer-light');
    await dialog.getByRole('button', { name: 'Responder' }).click();
    await dialog.waitFor({ state: 'detached' }); // the key that follows is the page's
    await page.getByText('La deuda sigue abierta y hay un juicio.').first().waitFor();
    await shoot(page, 'es-privacy_answered-light');
    await page.keyboard.press('Escape');
    await page.getByText('Ninguna solicitud abierta').waitFor();

    // What is done may close its request in the same step, when that is chosen.
    await page.keyboard.press('n');
    await dialog.getByLabel('Busque a la persona').fill(item.number);
    await until(async () => (await dialog.getByLabel('Persona', { exact: true }).locator('option').count()) > 1, 'the person is found again');
    await dialog.getByLabel('Persona', { exact: true }).selectOption({ index: 1 });
    await dialog.getByLabel('Qué pide').selectOption('access');
    await dialog.getByLabel('Por dónde llegó').fill('ventanilla');
    await dialog.getByRole('button', { name: 'Registrar' }).click();
    await page.getByText(/quedan \d+ d/).waitFor();
    await page.getByRole('button', { name: 'Entregar copia' }).click();
    await dialog.getByRole('switch', { name: 'Cerrar también la solicitud, concedida' }).click();
    await dialog.getByRole('textbox').fill('Se le entregó en mano.');
    await checkAccess(page, 'a copy that closes its request');
    await shoot(page, 'es-privacy_close_too-light');
    const closing = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Entregar copia' }).click();
    await closing;
    await page.getByText('Se le entregó en mano.').first().waitFor();
    checkEqual(await page.getByText(/quedan \d+ d/).count(), 0, 'deadlines of what is answered');
    await close();
  },

  async 'a person who owes nothing any more is forgotten: what stays is told, the words are gone'(browser) {
    if (!process.env.ACUERDO_STORE) return 'skipped: no store to import into';
    acuerdo(['import', 'receivables', 'FILE'], forgottenFile);
    const { page, close } = await openPage(browser);
    await signIn(page);
    const found = async () => (await get(page, `/v1/cases?search=${encodeURIComponent('Camargo')}`)).items;
    const [account] = await found();
    check(account, 'the account that was imported');
    const { facts } = await get(page, `/v1/cases/${account.id}/workspace`);
    const { organisation } = await get(page, '/v1/session');
    await post(page, `/v1/cases/${account.id}/payments`, { amount: facts.balance, value_on: organisation.open_date, source: 'bank', reference: 'OLVIDO' });
    await page.goto(`${settings.url}/cuenta/${account.id}`);
    await page.getByTestId('account').getByText(forgotten.name).first().waitFor();

    const other = await openPage(browser);
    await signIn(other.page, { user: settings.reader, path: '/datos-personales' });
    await other.page.getByText('Ninguna solicitud abierta').waitFor();
    await other.page.keyboard.press('n');
    const dialog = other.page.getByRole('dialog');
    await dialog.getByLabel('Busque a la persona').fill('Camargo');
    await until(async () => (await dialog.getByLabel('Persona', { exact: true }).locator('option').count()) > 1, 'the person is found');
    await dialog.getByLabel('Persona', { exact: true }).selectOption({ index: 1 });
    await dialog.getByLabel('Qué pide').selectOption('erasure');
    await dialog.getByLabel('Por dónde llegó').fill('carta');
    await dialog.getByRole('button', { name: 'Registrar' }).click();
    await other.page.getByRole('heading', { level: 1, name: /Camargo.*Eliminar sus datos/ }).waitFor();
    const plan = other.page.getByRole('region', { name: 'Qué se iría si se eliminan sus datos' });
    await plan.getByText('Se va', { exact: true }).first().waitFor();
    await plan.getByText(/Se queda sin nombre hasta el .* \(.*-KEEP\)/).first().waitFor();
    await checkAccess(other.page, 'an erasure that may be done');
    await shoot(other.page, 'es-privacy_erasure-light');
    // Whoever works the account knows it.
    const wish = page.getByTestId('account').getByRole('note').filter({ hasText: /Pidió eliminar sus datos/ });
    await page.reload();
    await wish.getByText(/se le responde a más tardar el/).waitFor();
    check((await wish.getByRole('link').count()) === 0, 'who may not manage requests is not sent to one');
    await checkAccess(page, 'an account whose person asked to be forgotten');
    await shoot(page, 'es-account_erasure-light');
    // With a second look wanted, the order waits: it is told, withdrawn, asked again and approved.
    acuerdo(['setting', 'put', 'privacy.erasure_look', 'yes']);
    const order = async () => {
      await plan.getByRole('button', { name: 'Eliminar datos' }).click();
      await dialog.getByRole('textbox').fill(forgotten.name);
      await dialog.getByRole('button', { name: 'Eliminar datos' }).click();
      await dialog.waitFor({ state: 'detached' });
    };
    const notice = other.page.getByRole('status').filter({ hasText: /espera a otra persona/ });
    await order();
    await notice.getByText(/Lo pidió Tomás Lira/).waitFor();
    check(await plan.getByRole('button', { name: 'Eliminar datos' }).isDisabled(), 'what waits is not ordered twice');
    await checkAccess(other.page, 'an erasure that waits');
    await shoot(other.page, 'es-privacy_waits-light');
    await notice.getByRole('button', { name: 'Retirar la orden' }).click();
    await dialog.getByRole('textbox').fill('Antes hay que verla en persona.');
    await dialog.getByRole('button', { name: 'Retirar la orden' }).click();
    await notice.waitFor({ state: 'detached' });
    await other.page.getByRole('region', { name: 'Qué se hizo' }).getByText(/Orden retirada/).waitFor();
    await order();
    await notice.waitFor();
    const decider = await openPage(browser);
    await signIn(decider.page, { user: settings.supervisor, path: '/aprobaciones' });
    await decider.page.getByRole('link', { name: 'Eliminar datos personales' }).waitFor();
    await shoot(decider.page, 'es-approvals_erasure-light');
    await decider.page.getByRole('listitem').filter({ hasText: 'Eliminar datos personales' }).getByRole('button', { name: 'Autorizar' }).click();
    await decider.page.getByRole('dialog').getByRole('textbox').fill('Se comprobó quién es.');
    await decider.page.getByRole('dialog').getByRole('button', { name: 'Autorizar' }).click();
    await decider.page.getByRole('dialog').waitFor({ state: 'detached' });
    await decider.close();
    await other.page.reload();
    await other.page.getByRole('status').filter({ hasText: /Otra persona autorizó eliminar sus datos/ }).waitFor();
    acuerdo(['setting', 'put', 'privacy.erasure_look', 'no']);

    await plan.getByRole('button', { name: 'Eliminar datos' }).click();
    await dialog.getByText(/No se puede deshacer/).waitFor();
    await dialog.getByRole('textbox').fill('Rosa');
    check(await dialog.getByRole('button', { name: 'Eliminar datos' }).isDisabled(), 'half a name erases nothing');
    await dialog.getByRole('textbox').fill(forgotten.name);
    await checkAccess(other.page, 'the last word before an erasure');
    await shoot(other.page, 'es-privacy_erase-light');
    await dialog.getByRole('button', { name: 'Eliminar datos' }).click();
    await dialog.waitFor({ state: 'detached' });
    await other.page.getByRole('region', { name: 'Qué se hizo' }).getByText('Datos eliminados').waitFor();
    await plan.getByText('Se eliminó antes').first().waitFor();
    await checkForgotten(other.page, 'the request');
    await shoot(other.page, 'es-privacy_erased-light');
    await other.close();

    checkEqual((await found()).length, 0, 'accounts by that name');
    await page.goto(`${settings.url}/cuenta/${account.id}`);
    await page.getByTestId('account').waitFor();
    await page.getByText('Pago recibido').first().waitFor();
    await wish.getByText(/lo que la ley manda guardar se elimina después del/).waitFor();
    await checkForgotten(page, 'the account');
    await close();
  },

  async 'the file for an authority is asked for with a reason and opens in a browser'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page, { user: settings.reader });
    const [item] = (await get(page, '/v1/cases?limit=1')).items;
    await page.goto(`${settings.url}/cuenta/${item.id}`);
    await page.getByTestId('account').waitFor();
    await page.getByRole('tab', { name: 'Contactos' }).click();
    await shoot(page, 'es-person_file_button-light');
    await page.getByRole('button', { name: 'Expediente para una autoridad' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('Oficio 12/2026');
    await checkAccess(page, 'asking for the file');
    await shoot(page, 'es-person_file_ask-light');
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Expediente para una autoridad' }).click();
    const html = readFileSync(await (await download).path(), 'utf8');
    await close();
    const reader = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const paper = await reader.newPage();
    await paper.setContent(html);
    await paper.getByText('Oficio 12/2026').first().waitFor();
    checkEqual(await paper.evaluate(() => document.documentElement.lang), 'es', 'the language of the file');
    await shoot(paper, 'es-person_file-light');
    await checkAccess(paper, 'the file for an authority');
    await reader.close();
  },
};
