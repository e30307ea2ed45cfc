// The ledger of consents on the account, and the shield of a call.
import { execFileSync } from 'node:child_process';
import { check, checkAccess, checkEqual, get, openAccount, openPage, post, settings, shoot, signIn, until } from './browser.mjs';

const ledgerOf = (page, id) => get(page, `/v1/cases/${id}/consents`);

async function openConsents(page) {
  await page.getByRole('tab', { name: /Consentimientos|Consents/ }).click();
  await page.getByTestId('consents').waitFor();
}

export const tests = {
  async 'a consent is withdrawn by keyboard, counts at once, and is taken back by a new row'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page);
    const item = await openAccount(page, ({ channel }) => channel === 'call');
    await openConsents(page);
    await page.getByText('Nadie ha dicho nada todavía').waitFor();
    await checkAccess(page, 'Consentimientos, empty');
    await shoot(page, 'es-consents_empty-light');

    await page.keyboard.press('o');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await dialog.getByRole('button', { name: 'Registrar' }).click();
    await dialog.getByText('Escriba cómo se sabe').waitFor();
    await dialog.getByLabel('Prueba').fill('Lo dijo por teléfono, grabación 4411');
    await checkAccess(page, 'the dialog of a consent');
    await shoot(page, 'es-consents_dialog-light');
    await dialog.getByRole('button', { name: 'Registrar' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Lo dijo por teléfono, grabación 4411').waitFor();
    const after = await ledgerOf(page, item.case_id);
    check(after.channels.every(({ state }) => state === 'revoked'), 'every channel is closed');
    await until(() => page.getByRole('button', { name: /Llamar/ }).isDisabled(), 'calling is off');
    await shoot(page, 'es-consents-light');

    await page.getByRole('button', { name: 'Anular', exact: true }).click();
    await dialog.getByLabel('Prueba').fill('Era otra cuenta');
    await dialog.getByRole('button', { name: 'Anular' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Era otra cuenta').waitFor();
    const back = await ledgerOf(page, item.case_id);
    checkEqual(back.items.length, 2, 'rows: nothing is deleted');
    check(back.channels.every(({ state }) => state === 'none'), 'it is as before');
    await checkAccess(page, 'Consentimientos');
    await close();
  },

  async 'preferred times, in English'(browser) {
    const { page, close } = await openPage(browser, { locale: 'en-US' });
    await signIn(page, { language: 'en' });
    const item = await openAccount(page, ({ channel }) => channel === 'call');
    await openConsents(page);
    await page.getByRole('button', { name: 'Preferred times' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Mon').check();
    await dialog.getByLabel('Evidence').fill('asked for it');
    await shoot(page, 'en-consents_times-light');
    await dialog.getByRole('button', { name: 'Record' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Prefers Mon, 09:00 to 18:00').waitFor();
    await post(page, `/v1/cases/${item.case_id}/consents`, { state: 'given', channel: 'whatsapp', evidence: 'form 12-B', wording: '2026-01' });
    await page.reload();
    await page.getByTestId('account').waitFor();
    await openConsents(page);
    await page.getByText('form 12-B').waitFor();
    await checkAccess(page, 'Consents, in English');
    await shoot(page, 'en-consents-light');
    await close();
  },

  async 'a number that is not theirs is closed at once'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page);
    const item = await openAccount(page, ({ channel }) => channel === 'call');
    const { contact_points: before } = await get(page, `/v1/cases/${item.case_id}/workspace`);
    const point = before.find(({ channel, state }) => channel === 'call' && state !== 'wrong');
    check(point, 'there is a telephone');
    await page.getByRole('tab', { name: 'Contactos' }).click();
    await page.getByRole('row').filter({ hasText: point.value ?? point.value_masked }).getByRole('button', { name: 'No es este número' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Prueba').fill('Contesta una vecina');
    await dialog.getByRole('button', { name: 'No es este número' }).click();
    await dialog.waitFor({ state: 'detached' });
    const { contact_points: after } = await get(page, `/v1/cases/${item.case_id}/workspace`);
    checkEqual(after.find(({ id }) => id === point.id).state, 'wrong', 'the state of the number');
    const { items } = await ledgerOf(page, item.case_id);
    checkEqual(items[0].reason, 'wrong_number', 'the reason in the ledger');
    await close();
  },

  async 'only a name and what to ask, until it is known who is speaking'(browser) {
    if (!process.env.ACUERDO_STORE) return 'skipped: no store to change a setting of';
    cover('always'); // at night the gate lets nobody call, and the shield is the same
    try {
      for (const language of ['es', 'en']) await seeShield(browser, language);
    } finally {
      cover('call');
    }
  },
};

/** Changes when the debt is covered, as an administrator does. */
function cover(when) {
  execFileSync(process.env.ACUERDO_BINARY, ['setting', 'put', 'shield.closes', when, '--store', process.env.ACUERDO_STORE]);
}

async function seeShield(browser, language) {
  const { page, seen, close } = await openPage(browser);
  await signIn(page, { language, user: settings.colleague });
  const { items } = await get(page, '/v1/queue?limit=200');
  const cases = items.filter(({ state }) => state === 'ready').map(({ case_id: id }) => id);
  const asked = [];
  for (const id of cases.slice(0, 40)) {
    const { is_open: isOpen, questions } = await get(page, `/v1/cases/${id}/shield`);
    if (!isOpen && questions.length > 0) asked.push(id);
  }
  const [id] = asked;
  check(id, 'a case with something to ask about');
  await page.goto(`${settings.url}/cuenta/${id}?lng=${language}`);
  const shield = page.getByTestId('shield');
  await shield.waitFor();
  checkEqual(await page.getByTestId('account').count(), 0, 'the account beside the shield');
  const status = await page.evaluate(async (each) => (await fetch(`/v1/cases/${each}/workspace`)).status, id);
  checkEqual(status, 403, 'what the server says of the debt');
  await checkAccess(page, `the shield, ${language}`);
  await shoot(page, `${language}-shield-light`);

  await shield.getByRole('textbox').first().fill('zzzz');
  await shield.getByRole('button', { name: language === 'es' ? 'Verificar identidad' : 'Verify identity' }).click();
  await shield.getByRole('alert').waitFor();
  await shoot(page, `${language}-shield_failed-light`);

  await shield.locator('summary').click();
  await shield.getByLabel(language === 'es' ? 'Motivo' : 'Reason').fill('Colgó: se revisa la cuenta');
  await shield.locator('details button').click();
  await page.getByTestId('account').waitFor();
  const { items: history } = await get(page, `/v1/cases/${id}/timeline`);
  check(history.some(({ type }) => type === 'identity.checked'), 'the history tells it');
  check(!JSON.stringify(history).includes('zzzz'), 'and never the answer');
  seen.errors.splice(0); // the browser tells of the refused debt too
  await close();
}
