// Mi cola: who has what, and what becomes of an account that was opened and left.
import { check, checkEqual, get, itemOf, openAccount, openPage, post, settings, shoot, signIn, until, waitForAccount } from './browser.mjs';

async function isFree(page, caseId) {
  return (await itemOf(page, caseId))?.leased_by === null;
}

export const tests = {
  async 'work inside the house has a name and a sign'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page);
    await page.getByRole('option').first().waitFor();
    const { items } = await get(page, '/v1/queue?limit=200');
    const index = items.findIndex(({ channel }) => channel === null);
    check(index >= 0, 'the demo has work inside the house');
    await page.getByRole('listbox').evaluate((list, top) => list.scrollTo({ top }), index * 58);
    const row = page.getByRole('option', { name: items[index].party_name }).first();
    await row.getByText('Trabajo interno').waitFor();
    checkEqual(await row.locator('svg').count(), 1, 'signs beside the name');
    checkEqual(await page.getByText(/channel\./).count(), 0, 'keys of texts on the screen');
    await close();
  },

  async 'an account left without a result is nobody’s again'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page);
    const first = await openAccount(page);
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 1, name: 'Mi cola' }).waitFor();
    await until(() => isFree(page, first.case_id), 'Esc gives the account back');

    // Left before the answer to the lease is there.
    const second = (await get(page, '/v1/queue?limit=200')).items.find(({ state, case_id: id }) => state === 'ready' && id !== first.case_id);
    await page.route('**/lease', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await route.continue();
    });
    await page.goto(`${settings.url}/cuenta/${second.case_id}`);
    await page.getByTestId('account').waitFor();
    await page.keyboard.press('Escape');
    await page.waitForTimeout(800);
    await until(() => isFree(page, second.case_id), 'a late lease is given back');
    await page.unroute('**/lease');

    await openAccount(page, ({ case_id: id }) => id === first.case_id);
    await page.goto(`${settings.url}/tablero`);
    await page.getByRole('heading', { level: 1, name: 'Tablero' }).waitFor();
    await until(() => isFree(page, first.case_id), 'closing the page gives the account back');
    const { user } = await get(page, '/v1/session');
    const { items } = await get(page, '/v1/queue?limit=200');
    checkEqual(items.filter(({ leased_by: by }) => by?.id === user.id).length, 0, 'accounts that the person still has');
    await close();
  },

  async 'another account frees the last one, unless something was written there'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page);
    const item = await openAccount(page);
    const path = `/cuenta/${item.case_id}`;
    await page.keyboard.press('c');
    await page.keyboard.type('se queda a medias');
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    const other = await waitForAccount(page, path);
    await page.waitForTimeout(500);
    check(!(await isFree(page, item.case_id)), 'what was written keeps the account');
    await page.goBack();
    await page.waitForURL(`**${path}`);
    await until(() => isFree(page, other.split('/').at(-1)), 'the account that was only looked at is free');
    const note = page.getByRole('textbox', { name: /Nota/ });
    checkEqual(await note.inputValue(), 'se queda a medias', 'the note');
    await note.fill('');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 1, name: 'Mi cola' }).waitFor();
    await until(() => isFree(page, item.case_id), 'the emptied account is free');
    await close();
  },

  async 'an account that only waits leaves the queue when it is given back'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page);
    const { items } = await get(page, '/v1/dispositions');
    const item = await openAccount(page, ({ channel }) => channel === 'call');
    const code = items.find(({ flags }) => flags.includes('attempt') && flags.length === 1).code;
    await post(page, `/v1/cases/${item.case_id}/actions`, {
      channel: 'call', direction: 'outbound', contact_point_id: null, disposition: code, note: '', duration_s: 0, work_item_id: null,
    });
    check(await itemOf(page, item.case_id), 'held, it stays in the queue');
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 1, name: 'Mi cola' }).waitFor();
    await until(async () => (await itemOf(page, item.case_id)) === undefined, 'it has left the queue');
    await page.getByRole('option', { name: new RegExp(`^${item.rank} ?${item.party_name}`) }).waitFor({ state: 'detached' });
    await shoot(page, 'es-queue_after-light');
    await close();
  },
};
