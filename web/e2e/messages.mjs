// Mensajes: what nobody knows about is settled by a person.
import { check, checkAccess, checkEqual, get, openPage, shoot, signIn, until } from './browser.mjs';

export const tests = {
  async 'messages of unknown fate are settled by keyboard'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page);
    const unknown = async () => (await get(page, '/v1/outbox?state=unknown')).items;
    await until(async () => (await unknown()).length >= 2, 'two messages are of unknown fate');
    const before = (await unknown()).length;
    const [first, second] = await unknown();
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await page.getByRole('heading', { level: 1, name: 'Mensajes de destino incierto' }).waitFor();
    await page.getByRole('link', { name: first.party_name }).first().waitFor();
    await checkAccess(page, 'Mensajes');
    await shoot(page, 'es-messages-light');
    await page.keyboard.press('y');
    await page.getByRole('dialog').waitFor();
    await checkAccess(page, 'the question before a message counts as sent');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    checkEqual((await unknown()).length, before, 'messages after Esc, which settles nothing');

    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByRole('dialog').getByText(second.party_name).waitFor();
    await shoot(page, 'es-messages_resolve-light');
    await page.getByRole('dialog').getByRole('button', { name: 'No salió' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await until(async () => !(await unknown()).some(({ id }) => id === second.id), 'the second is settled');
    await page.keyboard.press('k');
    await page.keyboard.press('y');
    await page.getByRole('dialog').getByRole('button', { name: 'Sí salió' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: first.party_name }).waitFor({ state: 'detached' });
    checkEqual((await unknown()).length, before - 2, 'messages that are left');
    const { items } = await get(page, '/v1/outbox?state=sent&limit=200');
    check(items.some(({ id }) => id === first.id), 'the first counts as sent');
    await close();
  },
};
