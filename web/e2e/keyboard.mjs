// The work of an agent without a mouse.
import { check, checkAccess, checkEqual, digitsOf, get, openPage, settings, shoot, signIn, waitForAccount } from './browser.mjs';

const accounts = 10;
const keysAllowed = 4;

async function results(page) {
  const { items } = await get(page, '/v1/dispositions');
  const attempt = items.find(({ flags }) => flags.includes('attempt') && !flags.includes('contact') && flags.length === 1);
  const promise = items.find(({ flags }) => flags.includes('promise'));
  check(attempt && promise, 'the server has a result for an attempt and one for a promise');
  return { items, attempt, promise };
}

/** The newest recorded action of a case that was not voided. */
async function lastAction(page, path) {
  const { items } = await get(page, `/v1/cases/${path.split('/').at(-1)}/timeline?kind=contact&limit=20`);
  return items.find(({ action_id: id, corrects_id: corrects }) => id !== null && corrects === null);
}

export const tests = {
  async 'ten accounts worked by keyboard alone, at most four keys each'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page);
    const { items, attempt, promise } = await results(page);
    await page.getByRole('option').first().waitFor();
    const before = (await get(page, '/v1/queue?limit=1')).progress.done;

    await page.keyboard.press('n');
    let path = await waitForAccount(page);
    let most = 0;
    const times = [];
    for (let index = 0; index < accounts; index += 1) {
      const isPromise = index === 4;
      // A promise: its digit, Enter takes the amount and the first day, Ctrl Enter saves.
      const keys = isPromise
        ? [...digitsOf(items, promise), 'Enter', 'Control+Enter']
        : [...digitsOf(items, attempt), 'Control+Enter'];
      check(keys.length <= keysAllowed, `${keys.length} keys for one account`);
      most = Math.max(most, keys.length);
      const old = await lastAction(page, path);
      const started = performance.now();
      for (const key of keys) await page.keyboard.press(key);
      const next = await waitForAccount(page, path);
      times.push(performance.now() - started);

      const saved = await lastAction(page, path);
      check(saved && saved.id !== old?.id, `account ${index + 1} (${path}) has the new action`);
      if (isPromise) {
        const { promises, facts } = await get(page, `/v1/cases/${path.split('/').at(-1)}/workspace`);
        const open = promises.filter(({ state }) => state === 'open');
        check(open.length > 0 || facts.past_due_amount === 0, `account ${index + 1} (${path}) has the promise`);
      }
      path = next;
    }
    const after = (await get(page, '/v1/queue?limit=1')).progress.done;
    checkEqual(after - before, accounts, 'accounts that the progress of the day counts');
    await close();
    times.sort((a, b) => a - b);
    return `at most ${most} keys, ${Math.round(times[accounts / 2])} ms from the first key to the next account (median)`;
  },

  async 'u takes back the last result and returns to its account'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page);
    const { items, attempt } = await results(page);
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('n');
    const path = await waitForAccount(page);
    for (const key of [...digitsOf(items, attempt), 'Control+Enter']) await page.keyboard.press(key);
    await waitForAccount(page, path);
    await page.getByTestId('undo').waitFor();
    await shoot(page, 'es-undo-light');
    const saved = await lastAction(page, path);
    await page.keyboard.press('u');
    await page.waitForURL((address) => address.pathname === path);
    const { items: entries } = await get(page, `/v1/cases/${path.split('/').at(-1)}/timeline?limit=20`);
    const original = entries.find(({ action_id: id, corrects_id: corrects }) => id === saved.action_id && corrects === null);
    check(original?.corrected_by_id, 'the voided action still stands, and names its correction');
    check(entries.some(({ corrects_id: id }) => id === saved.action_id), 'the correction stands beside it');
    await page.keyboard.press('g');
    await page.keyboard.press('q');
    await page.getByRole('heading', { level: 1, name: 'Mi cola' }).waitFor();
    await close();
  },

  async 'an answer that gets lost loses no text and books nothing twice'(browser) {
    const { page, seen, close } = await openPage(browser);
    await signIn(page);
    const { items, attempt } = await results(page);
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('n');
    const path = await waitForAccount(page);
    const keys = [];
    await page.route('**/v1/cases/*/actions', async (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      await route.fetch(); // the server books it; the answer never arrives
      await route.abort('connectionreset');
    }, { times: 1 });
    const before = (await get(page, '/v1/queue?limit=1')).progress.done;
    await page.keyboard.press('c');
    await page.keyboard.type('nota que no se pierde');
    await page.keyboard.press('Escape');
    for (const digit of digitsOf(items, attempt)) await page.keyboard.press(digit);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').waitFor();
    checkEqual(await page.getByRole('textbox', { name: /Nota/ }).inputValue(), 'nota que no se pierde', 'the note after the failure');
    await checkAccess(page, 'the account after a failure');
    await shoot(page, 'es-not_saved-light');
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/actions')) keys.push(request.headers()['idempotency-key']);
    });
    await page.keyboard.press('Control+Enter');
    await waitForAccount(page, path);
    check(keys.length === 2 && keys[0] === keys[1], `both tries carry one key (${keys.join(' ')})`);
    checkEqual((await get(page, '/v1/queue?limit=1')).progress.done - before, 1, 'accounts that were done');
    const { items: entries } = await get(page, `/v1/cases/${path.split('/').at(-1)}/timeline?kind=contact&limit=50`);
    checkEqual(entries.filter(({ note }) => note === 'nota que no se pierde').length, 1, 'actions with this note');
    checkEqual(seen.errors.length, 1, 'errors: the answer that this test took away');
    seen.errors.length = 0;
    await close();
  },

  async 'a result without a choice, and a promise without a day, are asked for'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page);
    const { items, promise } = await results(page);
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const path = await waitForAccount(page);
    await page.keyboard.press('Control+Enter');
    await page.getByText('Elija el resultado con un dígito').waitFor();
    for (const digit of digitsOf(items, promise)) await page.keyboard.press(digit);
    await page.getByRole('radiogroup').first().waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Elija la fecha prometida').waitFor();
    await checkAccess(page, 'the promise line');
    await shoot(page, 'es-promise-light');
    checkEqual(new URL(page.url()).pathname, path, 'the account, which must still be open');
    await close();
  },

  async 'single letters are text inside a field, and ? prints every key'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page);
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    const path = await waitForAccount(page);
    await page.keyboard.press('c');
    await page.keyboard.type('n 1 u j skip?');
    checkEqual(await page.getByRole('textbox', { name: /Nota/ }).inputValue(), 'n 1 u j skip?', 'the note');
    checkEqual(new URL(page.url()).pathname, path, 'the account, which must still be open');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+?');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    check((await dialog.locator('dd').count()) >= 20, 'the dialog prints the keys');
    await checkAccess(page, 'the dialog of keys');
    await shoot(page, 'es-keys-light');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await close();
  },

  async 'Ctrl K finds an account by part of its name'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page);
    const [first] = (await get(page, '/v1/queue?limit=1')).items;
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type(first.party_name);
    const hit = page.getByRole('option', { name: new RegExp(first.party_name.slice(0, 12)) }).last();
    await hit.waitFor();
    await checkAccess(page, 'the find dialog');
    await shoot(page, 'es-find-light');
    await page.keyboard.press('Enter');
    await waitForAccount(page);
    await page.getByRole('heading', { level: 1, name: first.party_name }).waitFor();
    await close();
  },

  async 'skip wants a reason and puts the account last'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page);
    await page.getByRole('option').first().waitFor();
    const [first] = (await get(page, '/v1/queue?limit=200')).items.filter(({ state }) => state === 'ready');
    await page.goto(`${settings.url}/cuenta/${first.case_id}?lng=es`);
    await page.getByTestId('account').waitFor();
    await page.keyboard.press('s');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('Pidió que llame su compañera');
    await page.keyboard.press('Enter');
    await waitForAccount(page, `/cuenta/${first.case_id}`);
    const [top] = (await get(page, '/v1/queue?limit=200')).items.filter(({ state }) => state === 'ready');
    check(top.case_id !== first.case_id, 'the skipped account is no longer first');
    await close();
  },
};
