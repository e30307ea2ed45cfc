// The door: in with the right words, not with wrong ones, out again.
import { check, checkAccess, checkEqual, openPage, settings, shoot, signIn } from './browser.mjs';

export const tests = {
  async 'a wrong password says so and keeps what was typed'(browser) {
    const { page, close } = await openPage(browser);
    await page.goto(`${settings.url}/cola?lng=es`);
    await page.locator('input[autocomplete=username]').fill(settings.user);
    await page.locator('input[autocomplete=current-password]').fill(`${settings.password} no`);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    checkEqual(await page.locator('input[autocomplete=username]').inputValue(), settings.user, 'the name that was typed');
    await checkAccess(page, 'the refused sign-in');
    await shoot(page, 'es-sign_in_refused-light');
    await close();
  },

  async 'the right password opens Mi cola, and Salir closes it'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page);
    await page.getByRole('heading', { level: 1, name: 'Mi cola' }).waitFor();
    await page.locator('header').getByRole('button').last().click();
    await page.getByRole('menuitem').click();
    await page.locator('input[autocomplete=username]').waitFor();
    const status = await page.evaluate(async () => (await fetch('/v1/queue')).status);
    checkEqual(status, 401, 'the queue after signing out');
    await close();
  },

  async 'the language switch changes the screen at once'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page);
    await page.getByRole('heading', { level: 1, name: 'Mi cola' }).waitFor();
    await page.locator('header').getByText('EN', { exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'My queue' }).waitFor();
    checkEqual(await page.evaluate(() => document.documentElement.lang), 'en', 'the language of the page');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'My queue' }).waitFor();
    check((await page.title()).includes('My queue'), 'the title of the tab is in English');
    await close();
  },
};
