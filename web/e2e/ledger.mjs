// Libro: what is owed by component, and the entries behind each number.
import { check, checkAccess, checkEqual, get, openAccount, openPage, shoot, signIn, until } from './browser.mjs';

/** The entries that a number stands for, by what the interface tells of them. */
function behind(ledger, debt, component, figure) {
  return ledger.entries.filter(
    (entry) => entry.obligation === debt.obligation && entry.component === component && (figure === 'open' || (figure === 'met') === (entry.kind === 'met')),
  );
}

async function openLedger(page, tab) {
  const item = await openAccount(page, ({ past_due_amount: amount }) => amount > 0);
  await page.getByRole('tab', { name: tab }).click();
  await page.getByTestId('ledger').waitFor();
  return { item, ledger: await get(page, `/v1/cases/${item.case_id}/ledger`) };
}

export const tests = {
  async 'every number opens the entries behind it, and they add up to it'(browser) {
    const { page, close } = await openPage(browser);
    await signIn(page);
    const { item, ledger } = await openLedger(page, 'Libro');
    const debts = ledger.debts.filter(({ components }) => components.length > 0);
    checkEqual(await page.getByTestId('ledger-debt').count(), debts.length, 'debts with entries');
    const [debt] = debts;
    const section = page.getByTestId('ledger-debt').first();
    for (const [row, part] of debt.components.entries()) {
      for (const [column, figure] of ['opened', 'met', 'open'].entries()) {
        const entries = behind(ledger, debt, part.component, figure);
        const sign = ({ kind, amount }) => (figure === 'open' && kind === 'met' ? -amount : amount);
        checkEqual(entries.reduce((sum, entry) => sum + sign(entry), 0), part[figure], `${part.component} ${figure}`);
        const number = section.getByRole('table').first().locator('tbody tr').nth(row).getByRole('button').nth(column);
        await number.click();
        checkEqual(await number.getAttribute('aria-expanded'), 'true', 'the number is open');
        const table = section.getByRole('table', { name: /^Asientos de / });
        if (entries.length > 0) await table.waitFor();
        checkEqual(await table.locator('tbody tr').count(), entries.length, `rows behind ${part.component} ${figure}`);
      }
    }
    await checkAccess(page, 'Libro with its entries');
    await shoot(page, 'es-ledger-light');
    // Another day is another book: before the debt nothing was owed.
    await page.getByLabel('Al final del día').fill('1990-01-01');
    await page.getByText('Nada se debía ese día').waitFor();
    checkEqual((await get(page, `/v1/cases/${item.case_id}/ledger?on=1990-01-01`)).open, 0, 'what was owed then');
    await checkAccess(page, 'Libro of a day before');
    await close();
  },

  async 'in English, dark, on a narrow screen: nothing is cut'(browser) {
    const { page, close } = await openPage(browser, { scheme: 'dark', width: 1024, height: 768 });
    await signIn(page, { language: 'en' });
    const { ledger } = await openLedger(page, 'Ledger');
    const section = page.getByTestId('ledger-debt').first();
    await section.getByRole('table').first().locator('tbody tr').first().getByRole('button').first().click();
    await section.getByRole('table', { name: /^Entries of / }).waitFor();
    check(ledger.entries.length > 0, 'entries');
    await until(async () => page.evaluate(() => document.documentElement.scrollWidth <= globalThis.innerWidth), 'the page fits its window');
    await checkAccess(page, 'the ledger, dark');
    await section.scrollIntoViewIfNeeded();
    await shoot(page, 'en-ledger-dark-1024');
    await close();
  },
};
