// What others do, or may not do, while a person looks at an account.
import { check, checkAccess, checkEqual, digitsOf, get, itemOf, openAccount, openPage, post, settings, shoot, signIn, until } from './browser.mjs';

/** The window was left and is looked at again. */
async function lookAgain(page) {
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
}

export const tests = {
  async 'who may not do something sees it, off, with the reason'(browser) {
    const agent = await openPage(browser);
    await signIn(agent.page);
    const [item] = (await get(agent.page, '/v1/queue?limit=1')).items;
    await agent.close();

    const { page, close } = await openPage(browser);
    await signIn(page, { user: settings.reader });
    await page.getByText(/No tiene permiso para trabajar la cola/).first().waitFor();
    check(await page.getByRole('button', { name: /Siguiente cuenta/ }).isDisabled(), 'the next account is off');
    await checkAccess(page, 'Mi cola without the permission');
    await shoot(page, 'es-queue_reader-light');

    await page.goto(`${settings.url}/cuenta/${item.case_id}`);
    await page.getByTestId('account').waitFor();
    const save = page.getByRole('button', { name: /Guardar y siguiente/ });
    check(await save.isDisabled(), 'saving is off');
    const reason = page.getByRole('note', { name: /No tiene permiso para registrar gestiones/ });
    checkEqual(await reason.count(), 4, 'controls that say why they are off: call, WhatsApp, visit and save');
    await reason.last().focus(); // by keyboard too
    checkEqual(await page.evaluate(() => document.activeElement.getAttribute('role')), 'note', 'the reason takes the focus');
    for (const key of ['1', 'Control+Enter', 'r', 'n', 's']) await page.keyboard.press(key);
    await page.waitForTimeout(300);
    checkEqual(await page.getByRole('dialog').count(), 0, 'dialogs that opened without the permission');
    checkEqual(new URL(page.url()).pathname, `/cuenta/${item.case_id}`, 'the account is still open');
    for (const key of ['t', 't', 't', 't', 't']) await page.keyboard.press(key);
    check(await page.getByRole('button', { name: /Registrar pago/ }).isDisabled(), 'booking a payment is off');
    await page.getByRole('note', { name: /No tiene permiso para registrar pagos/ }).waitFor();
    await checkAccess(page, 'the account without permissions');
    await shoot(page, 'es-account_reader-light');
    check(await page.getByRole('link', { name: 'Mensajes' }).isVisible(), 'what is permitted is there');
    await close();
  },

  async 'an agent is told why Mensajes is closed'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page, { user: settings.colleague });
    checkEqual(await page.getByRole('link', { name: 'Mensajes' }).count(), 0, 'links to Mensajes');
    await page.goto(`${settings.url}/mensajes`);
    await page.getByText(/No tiene permiso para ver los mensajes/).waitFor();
    await checkAccess(page, 'Mensajes without the permission');
    await close();
  },

  async 'a payment arrives while the account is open: it says so and calling stops'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page);
    const item = await openAccount(page);
    const { facts } = await get(page, `/v1/cases/${item.case_id}/workspace`);
    const { organisation } = await get(page, '/v1/session');
    await page.keyboard.press('c');
    await page.keyboard.type('habla de su pago');
    await page.keyboard.press('Escape');
    await post(page, `/v1/cases/${item.case_id}/payments`, {
      amount: facts.balance, value_on: organisation.open_date, source: 'bank', reference: `whole ${item.case_id}`,
    });
    await lookAgain(page);
    const news = page.getByRole('status').filter({ hasText: /Pagó \$.* a las \d\d:\d\d/ });
    await news.waitFor();
    check(/se cerró/.test(await news.textContent()), 'the closed account says that there is nothing left to do');
    check(await page.getByRole('button', { name: /Llamar/ }).isDisabled(), 'calling is off');
    const shut = page.getByRole('note', { name: /se cerró/ });
    await shut.last().waitFor();
    checkEqual(await shut.count(), 3, 'controls that say that the account is closed: call, WhatsApp and visit');
    await page.getByRole('region', { name: 'Línea de tiempo' }).getByText('Pago recibido').first().waitFor();
    checkEqual(await page.getByRole('textbox', { name: /Nota/ }).inputValue(), 'habla de su pago', 'the note');
    await checkAccess(page, 'the account that was closed meanwhile');
    await shoot(page, 'es-account_paid-light');
    await close();
  },

  async 'a lease that was lost says who has the account, and loses no text'(browser) {
    const { page, seen, close } = await openPage(browser);
    await signIn(page);
    const other = await openPage(browser);
    await signIn(other.page, { user: settings.colleague });
    const item = await openAccount(page);
    const dispositions = (await get(page, '/v1/dispositions')).items;
    const attempt = dispositions.find(({ flags }) => flags.includes('attempt') && flags.length === 1);
    await page.keyboard.press('c');
    await page.keyboard.type('lo que alcanzó a decir');
    await page.keyboard.press('Escape');
    // As when the lease ran out: it is free, and a colleague takes the account.
    await post(page, `/v1/work-items/${item.work_item_id}/release`);
    await post(other.page, `/v1/work-items/${item.work_item_id}/lease`);
    for (const key of [...digitsOf(dispositions, attempt), 'Control+Enter']) await page.keyboard.press(key);
    await page.getByText(/La atiende Pilar Soto/).first().waitFor();
    check(await page.getByRole('button', { name: /Guardar y siguiente/ }).isDisabled(), 'saving is off');
    checkEqual(await page.getByRole('textbox', { name: /Nota/ }).inputValue(), 'lo que alcanzó a decir', 'the note');
    await checkAccess(page, 'the account that a colleague has');
    await shoot(page, 'es-account_lost-light');
    check(seen.errors.every((text) => /409/.test(text)), `only the refusal that this test asked for (${seen.errors.join('; ')})`);
    seen.errors.length = 0;
    // The colleague gives it back: the note can be saved after all.
    await post(other.page, `/v1/work-items/${item.work_item_id}/release`);
    await lookAgain(page);
    await until(async () => (await page.getByRole('button', { name: /Guardar y siguiente/ }).isEnabled()), 'saving is possible again');
    await until(async () => (await itemOf(page, item.case_id))?.leased_by?.name !== 'Pilar Soto', 'the account is the person’s again');
    await other.close();
    await close();
  },
};
