// Cuenta 360: the banner of the gate, the groups of results, and what a person books there.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, checkAccess, checkEqual, get, openAccount, openPage, post, settings, shoot, signIn, until } from './browser.mjs';

const screenHeight = 900;

async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key);
}

/** The message at a field of the open dialog. */
async function fieldError(page, label) {
  const field = page.getByRole('dialog').getByLabel(label, { exact: true });
  await until(async () => (await field.getAttribute('aria-invalid')) === 'true', `the field ${label} is marked`);
  const ids = (await field.getAttribute('aria-describedby')) ?? '';
  const texts = await Promise.all(ids.split(' ').filter((id) => id.endsWith('-error')).map((id) => page.locator(`[id="${id}"]`).textContent()));
  check(texts.join('').length > 5, `the field ${label} says what is wrong`);
  return texts.join(' ');
}

async function closeDialog(page) {
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Files that a creditor sends, into the store of the demo. */
function importFiles(files) {
  const folder = mkdtempSync(join(tmpdir(), 'acuerdo-e2e-'));
  for (const [kind, text] of files) {
    writeFileSync(join(folder, `${kind}.csv`), text);
    execFileSync(process.env.ACUERDO_BINARY, ['import', kind, join(folder, `${kind}.csv`), '--store', process.env.ACUERDO_STORE]);
  }
  rmSync(folder, { recursive: true });
}

async function openOffers(page, caseId) {
  await page.goto(`${settings.url}/cuenta/${caseId}`);
  await page.getByTestId('account').waitFor();
  await page.getByRole('tab', { name: /^(Ofertas|Offers)$/ }).click();
}

export const tests = {
  async 'the banner of the gate is short, speaks the language, and opens its rules by keyboard'(browser) {
    for (const [language, title, foreign] of [['es', 'Cuándo puede contactar', /Our policy|week|today|Allowed/], ['en', 'When you may contact', /Puede|hoy|semana|Política/]]) {
      const { page, close } = await openPage(browser);
      await signIn(page, { language });
      const item = await openAccount(page, ({ channel }) => channel === 'call');
      const banner = page.getByRole('region', { name: title });
      const { gate } = await get(page, `/v1/cases/${item.case_id}/workspace`);
      checkEqual(await banner.getByRole('listitem').count(), gate.length, 'channels');
      const { height } = await banner.boundingBox();
      check(height <= 225, `the banner is ${Math.round(height)} px high`);
      const { y } = await page.getByRole('region', { name: /Línea de tiempo|Timeline/ }).boundingBox();
      check(y < screenHeight - 250, `the timeline begins at ${Math.round(y)} px`);
      const rule = banner.getByRole('button', { name: /Regla|Rule/ }).first();
      await rule.focus();
      await page.keyboard.press('Enter');
      checkEqual(await rule.getAttribute('aria-expanded'), 'true', 'the rule is open');
      const texts = [];
      for (const button of await banner.getByRole('button', { name: /Regla|Rule/ }).all()) {
        if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click();
        texts.push(await page.locator(`[id="${await button.getAttribute('aria-controls')}"]`).textContent());
      }
      check(texts.every((text) => text.length > 20), 'every rule has a text');
      const shown = await banner.textContent();
      check(!foreign.test(shown), `the banner speaks one language: ${shown.match(foreign)?.[0]}`);
      await checkAccess(page, 'the open rules');
      await shoot(page, `${language}-gate_rules-light`);
      await close();
    }
  },

  async 'a group of results has a name, and shows its results after its digit'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page);
    await openAccount(page);
    const results = (await get(page, '/v1/dispositions')).items;
    const group = results.filter(({ group: name }) => name === 'not_reached');
    const pane = page.getByRole('complementary', { name: 'Resultado de la gestión' });
    await pane.getByText('No se llegó al titular').waitFor();
    checkEqual(await pane.getByText(group[0].label_es, { exact: true }).count(), 0, 'results of the group before its digit');
    await press(page, group[0].key);
    for (const result of group) await pane.getByText(result.label_es, { exact: true }).waitFor();
    await checkAccess(page, 'the open group');
    await shoot(page, 'es-result_group-light');
    await press(page, '2');
    await pane.getByRole('button', { pressed: true }).getByText(group[1].label_es).waitFor();
    await close();
  },

  async 'a payment is booked by keyboard, and what is wrong stands at its field'(browser) {
    const { page, seen, close } = await openPage(browser);
    await signIn(page);
    const item = await openAccount(page, ({ past_due_amount: amount }) => amount > 20_000);
    await press(page, 'r');
    await page.getByRole('dialog').waitFor();
    await press(page, 'Enter');
    check(/monto/.test(await fieldError(page, 'Monto')), 'an amount is asked for');
    await page.keyboard.type('123.45');
    await press(page, 'Enter');
    await fieldError(page, 'Referencia'); // the server wants one
    await checkAccess(page, 'the form of a payment');
    await shoot(page, 'es-payment-light');
    checkEqual(await page.getByLabel('Monto', { exact: true }).inputValue(), '123.45', 'the amount after the refusal');
    await page.getByLabel('Referencia', { exact: true }).focus();
    await page.keyboard.type(`SPEI ${item.case_number}`);
    await press(page, 'Enter');
    await closeDialog(page);
    await page.getByText(/Pagó \$123\.45 a las/).waitFor();
    await press(page, 't', 't', 't', 't', 't');
    await page.getByRole('cell', { name: `Transferencia · SPEI ${item.case_number}` }).waitFor();
    // The same reference is the same payment.
    await press(page, 'r');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('200');
    await page.getByLabel('Referencia', { exact: true }).fill(`SPEI ${item.case_number}`);
    await press(page, 'Enter');
    await fieldError(page, 'Referencia');
    await press(page, 'Escape');
    await closeDialog(page);
    checkEqual(new URL(page.url()).pathname, `/cuenta/${item.case_id}`, 'Esc leaves the dialog and not the account');
    checkEqual((await get(page, `/v1/cases/${item.case_id}/workspace`)).payments.filter(({ amount }) => amount === 12345).length, 1, 'payments booked');
    checkEqual(seen.errors.length, 2, 'refusals that this test asked for');
    seen.errors.length = 0;
    await close();
  },

  async 'a dispute is opened by keyboard and stops contact'(browser) {
    const { page, seen, close } = await openPage(browser);
    await signIn(page);
    const item = await openAccount(page, ({ channel }) => channel === 'call');
    await press(page, 'd');
    await page.getByRole('dialog').waitFor();
    await press(page, 'Tab', 'Tab', 'Tab', 'Tab', 'Enter'); // kind, amount, note, cancel, open
    await fieldError(page, 'Qué dice la persona');
    await checkAccess(page, 'the form of a dispute');
    await shoot(page, 'es-dispute-light');
    await page.getByLabel('Qué dice la persona', { exact: true }).focus();
    await page.keyboard.type('No reconoce la compra');
    await press(page, 'Tab', 'Tab', 'Enter');
    await closeDialog(page);
    await page.getByRole('region', { name: 'Cuándo puede contactar' }).getByText('Reclamo abierto').first().waitFor();
    const call = page.getByRole('button', { name: /Llamar/ });
    check(await call.isDisabled(), 'calling is off');
    const { gate } = await get(page, `/v1/cases/${item.case_id}/workspace`);
    check(gate.find(({ channel }) => channel === 'call').reason_code === 'dispute', 'the gate refuses for the dispute');
    seen.errors.length = 0; // the refusal that this test asked for
    await close();
  },

  async 'an offer becomes an arrangement, and the account is not past due any more'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page);
    const { items } = await get(page, '/v1/queue?limit=200');
    let item = null;
    for (const each of items.filter(({ state, past_due_amount: amount }) => state === 'ready' && amount > 0)) {
      const { offers } = await get(page, `/v1/cases/${each.case_id}/offers`);
      if (offers.length > 1) item = { ...each, offers };
      if (item) break;
    }
    check(item, 'some account may be offered more than one way to pay');
    await page.goto(`${settings.url}/cuenta/${item.case_id}`);
    await page.getByTestId('account').waitFor();
    await page.getByRole('tab', { name: 'Ofertas' }).click();
    await page.getByTestId('waiting').waitFor();
    const [first] = item.offers;
    const card = page.getByTestId(`offer-${first.offer}`);
    await card.waitFor();
    await checkAccess(page, 'the offers');
    await shoot(page, 'es-offers-light');
    await card.getByRole('button', { name: 'Acordar' }).click();
    await page.getByTestId('arrangement').waitFor();
    await shoot(page, 'es-arrangement-light');
    const { items: arrangements } = await get(page, `/v1/cases/${item.case_id}/arrangements`);
    check(arrangements[0].state === 'active' && arrangements[0].total === first.total, 'the offer is an arrangement');
    const { facts } = await get(page, `/v1/cases/${item.case_id}/workspace`);
    check(facts.past_due_amount === 0, 'nothing is past due while it is kept');
    await close();
  },

  async 'payments of the agent\'s own, and a new schedule for a debt, say what they come to before they are asked for'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page);
    const { items } = await get(page, '/v1/queue?limit=200');
    let item = null;
    for (const each of items.filter(({ state, past_due_amount: amount }) => state === 'ready' && amount > 0)) {
      const { items: had } = await get(page, `/v1/cases/${each.case_id}/arrangements`);
      if (had.every(({ state }) => state !== 'active' && state !== 'pending')) item = each;
      if (item) break;
    }
    check(item, 'some account has no arrangement');
    const { items: debts } = await get(page, `/v1/cases/${item.case_id}/debts`);
    const debt = debts.find(({ open }) => open > 0);
    await page.goto(`${settings.url}/cuenta/${item.case_id}`);
    await page.getByTestId('account').waitFor();
    await page.getByRole('tab', { name: 'Ofertas' }).click();
    await page.getByRole('button', { name: 'Proponer otros pagos' }).click();
    const { organisation } = await get(page, '/v1/session');
    const inAMonth = new Date(Date.parse(organisation.open_date) + 30 * 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel('Primer pago el').fill(inAMonth);
    await page.getByLabel('Primer pago', { exact: true }).fill('1');
    await page.getByText('espera autorización').waitFor(); // one peso settles nothing
    await page.getByLabel('Qué se propone').selectOption('reamortise');
    await page.getByLabel('Cuántos pagos, uno por mes').fill('6');
    await page.getByLabel('Tasa anual, en %').fill('12');
    await page.getByLabel(new RegExp(debt.external_id)).check();
    await page.getByTestId('preview').getByText('de interés').waitFor();
    await checkAccess(page, 'the proposal');
    await shoot(page, 'es-proposal-light');
    await page.getByLabel('Por qué, para quien autoriza').fill('Pidió más plazo');
    await page.getByRole('button', { name: 'Proponer', exact: true }).click();
    await closeDialog(page);
    await page.getByTestId('arrangement').first().getByText('Por autorizar').waitFor();
    const { items: asked } = await get(page, `/v1/cases/${item.case_id}/arrangements`);
    check(asked[0].kind === 'reamortise' && asked[0].interest > 0 && asked[0].rows.length === 6, 'the schedule waits');
    check(asked[0].total === asked[0].owed + asked[0].interest, 'with its interest');
    await post(page, `/v1/arrangements/${asked[0].arrangement_id ?? asked[0].id}/cancel`, { reason: 'Lo pensará' }); // other tests approve what is theirs
    await close();
  },

  async 'one arrangement takes in two cases of a person, a guarantor joins it, and their own account tells so'(browser) {
    if (!process.env.ACUERDO_STORE) return 'skipped: no store to import two creditors into';
    const { page, close } = await openPage(browser);
    await signIn(page);
    importFiles([
      [
        'receivables',
        'party.external_id,party.name,creditor.external_id,obligation.external_id,claim.external_id,claim.due_on,claim.amount\n' +
          'DOS-1,Deudora de Dos,Banco Uno,DOS-1,DOS-1,2020-01-20,1000.00\n' +
          'DOS-1,Deudora de Dos,Banco Dos,DOS-2,DOS-2,2020-01-21,500.00\n' +
          'DOS-AVAL,Aval de Dos,Banco Uno,DOS-3,DOS-3,2020-01-22,10.00\n',
      ],
      ['parties', 'party.external_id,party.name,obligation.external_id,party.role\nDOS-AVAL,Aval de Dos,DOS-1,guarantor\n'],
    ]);
    const casesOf = async (search) => (await get(page, `/v1/cases?search=${search}`)).items.map((row) => row.case_id ?? row.id);
    const [first, second] = await casesOf('DOS-1');
    const [own] = await casesOf('DOS-AVAL');
    check(first && second && own, 'the cases were imported');
    const { organisation } = await get(page, '/v1/session');

    await openOffers(page, first);
    await page.getByRole('button', { name: 'Proponer otros pagos' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^Expediente .* vencido$/).check();
    await dialog.getByLabel('Primer pago el').fill(organisation.open_date);
    await dialog.getByLabel('Primer pago', { exact: true }).fill('1500');
    await dialog.getByTestId('preview').getByText('Pagará $1,500.00 por $1,500.00').waitFor();
    await dialog.getByTestId('preview').getByText(/Banco Dos: \$500\.00/).waitFor();
    await checkAccess(page, 'one arrangement over two cases');
    await shoot(page, 'es-joint_proposal-light');
    await dialog.getByRole('button', { name: 'Proponer', exact: true }).click();
    await closeDialog(page);
    const card = page.getByTestId('arrangement').first();
    await card.getByText('En vigor').waitFor();
    await card.getByTestId('joint').getByText(/Banco Dos: \$500\.00/).waitFor();
    await checkAccess(page, 'a joint arrangement');
    await shoot(page, 'es-joint-light');
    const [here] = (await get(page, `/v1/cases/${first}/arrangements`)).items;
    const [there] = (await get(page, `/v1/cases/${second}/arrangements`)).items;
    check(here.joint.id === there.joint.id && here.total + there.total === 150000, 'both cases have their part');

    // money that names it: what each case would have is shown before it is booked
    await card.getByRole('button', { name: 'Registrar pago del convenio' }).click();
    await dialog.getByLabel('Monto').fill('1200');
    const shares = dialog.getByTestId('shares').getByRole('listitem');
    await shares.nth(1).waitFor();
    const told = await shares.allTextContents();
    check(/^Este expediente · Banco Uno: \$1,000\.00$/.test(told[0]) && /Banco Dos: \$200\.00$/.test(told[1]), `each case has its share: ${told.join(' | ')}`);
    await dialog.getByLabel('Referencia').fill('JUNTO-1');
    await checkAccess(page, 'a payment of a joint arrangement');
    await shoot(page, 'es-joint_payment-light');
    await dialog.getByRole('button', { name: 'Registrar pago', exact: true }).click();
    await closeDialog(page);
    const paidOf = async (id) => (await get(page, `/v1/cases/${id}/workspace`)).payments.map(({ amount, reference }) => `${reference} ${amount}`);
    checkEqual([await paidOf(first), await paidOf(second)].join(), 'JUNTO-1-1 100000,JUNTO-1-2 20000', 'what was booked in each case');

    await card.getByRole('button', { name: 'Registrar quién se suma' }).click();
    await dialog.getByLabel('Cómo consta que aceptó').fill('Firmó el anexo 2');
    await checkAccess(page, 'who joins an arrangement');
    await shoot(page, 'es-join-light');
    await dialog.getByRole('button', { name: 'Registrar quién se suma' }).click();
    await closeDialog(page);
    await card.getByText(/Aval de Dos, aval, desde el .* · Firmó el anexo 2/).waitFor();
    await openOffers(page, own);
    const joined = page.getByTestId('joined');
    await joined.getByText('Firmó el anexo 2').waitFor();
    await checkAccess(page, 'what a guarantor joined');
    await shoot(page, 'es-joined-light');
    await joined.getByRole('link', { name: 'Deudora de Dos' }).click();
    await page.getByTestId('account').waitFor();
    check(page.url().endsWith(`/cuenta/${first}`), 'the link leads to the account of the debtor');

    const english = await openPage(browser, { scheme: 'dark', width: 1024 });
    await signIn(english.page, { language: 'en' });
    await openOffers(english.page, first);
    await english.page.getByTestId('joint').getByText(/joint arrangement/).waitFor();
    await checkAccess(english.page, 'a joint arrangement in English');
    await shoot(english.page, 'en-joint-dark-1024');
    await english.close();
    await post(page, `/v1/arrangements/${there.id}/cancel`, { reason: 'Era una prueba' });
    await close();
  },

  async 'a promise is cancelled with a reason'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page);
    const { items } = await get(page, '/v1/queue?limit=200');
    const item = items.find(({ state, past_due_amount: amount }) => state === 'ready' && amount > 20_000);
    const { promise_days: days } = await get(page, `/v1/cases/${item.case_id}/workspace`);
    await post(page, `/v1/cases/${item.case_id}/promises`, { amount: item.past_due_amount, due_on: days[0].day, channel: 'cash' });
    await page.goto(`${settings.url}/cuenta/${item.case_id}`);
    await page.getByTestId('account').waitFor();
    await page.getByRole('tab', { name: 'Promesas' }).click();
    await page.getByRole('cell', { name: 'Abierta' }).waitFor();
    await shoot(page, 'es-promises-light');
    await press(page, 'x');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('Se registró dos veces');
    await checkAccess(page, 'the form that cancels a promise');
    await press(page, 'Enter');
    await closeDialog(page);
    await page.getByRole('cell', { name: 'Cancelada' }).first().waitFor();
    await close();
  },

  async 'the day chosen on the Tablero stands beside the field in our own format'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page, { path: '/tablero' });
    await page.getByLabel(/Fecha/).waitFor();
    await page.getByLabel(/Fecha/).fill('2026-11-05');
    await page.getByText('jue 05 nov 2026', { exact: true }).waitFor();
    await close();
  },
};
