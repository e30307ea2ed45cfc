// Every screen in both languages, light and dark, wide and narrow: accessible, inside the window,
// and photographed.
import { check, checkAccess, get, openPage, settings, shoot, signIn } from './browser.mjs';

async function aCase(page) {
  const { items } = await get(page, '/v1/queue?limit=50');
  const item = items.find(({ state }) => state === 'ready') ?? items[0];
  check(item, 'the queue has an account to open');
  return item.case_id;
}

const screens = [
  { name: 'queue', path: async () => '/cola', ready: (page) => page.getByRole('option').first().waitFor() },
  {
    name: 'account',
    path: async (page) => `/cuenta/${await aCase(page)}`,
    ready: (page) => page.getByTestId('account').waitFor(),
  },
  { name: 'messages', path: async () => '/mensajes', ready: (page) => page.getByRole('main').getByRole('listitem').first().waitFor() },
  { name: 'payroll', path: async () => '/pagos/planilla', ready: (page) => page.getByRole('heading', { level: 1 }).waitFor() },
  { name: 'debits', path: async () => '/pagos/cobros', ready: (page) => page.getByRole('heading', { level: 1 }).waitFor() },
  { name: 'board', path: async () => '/tablero', ready: (page) => page.locator('[role=img] svg').nth(3).waitFor() },
];

/** What sticks out of the window, or is cut off without saying so. */
async function overflow(page) {
  return page.evaluate(() => {
    const told = [];
    if (document.documentElement.scrollWidth > innerWidth + 1) told.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    for (const element of document.querySelectorAll('button, label, th, td, dt, dd, h1, h2, h3, legend, .tag, a, p')) {
      const style = getComputedStyle(element);
      const isCut = element.scrollWidth > element.clientWidth + 1 && style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis';
      const box = element.getBoundingClientRect();
      const sticksOut = box.width > 1 && (box.right > innerWidth + 1 || box.left < -1) && !element.closest('[data-scroll], table');
      if ((isCut && element.clientWidth > 1) || sticksOut) told.push(`${element.tagName} "${element.textContent.slice(0, 60)}"`);
    }
    return told;
  });
}

async function visit(page, screen, language) {
  await page.goto(`${settings.url}${await screen.path(page)}?lng=${language}`);
  await screen.ready(page);
  await page.waitForLoadState('networkidle');
}

export const tests = {};

for (const language of ['es', 'en'])
  for (const scheme of ['light', 'dark'])
    tests[`${language}, ${scheme}: the screens and the door are accessible`] = async (browser) => {
      const { page, close } = await openPage(browser, { scheme });
      await page.goto(`${settings.url}/?lng=${language}`);
      await page.locator('input[autocomplete=username]').waitFor();
      await checkAccess(page, 'sign-in');
      await shoot(page, `${language}-sign_in-${scheme}`);
      await signIn(page, { language });
      for (const screen of screens) {
        await visit(page, screen, language);
        await checkAccess(page, screen.name);
        await shoot(page, `${language}-${screen.name}-${scheme}`);
      }
      await close();
    };

tests['each tab of the account and the tables of the Tablero are accessible'] = async (browser) => {
  const { page, close } = await openPage(browser);
  await signIn(page);
  await visit(page, screens[1], 'es');
  for (let index = 0; index < 5; index += 1) {
    await page.keyboard.press('t');
    await page.waitForTimeout(150);
    const tab = await page.getByRole('tab', { selected: true }).textContent();
    await checkAccess(page, `the tab ${tab}`);
    await shoot(page, `es-tab_${index + 1}-light`);
  }
  await visit(page, screens.at(-1), 'es');
  await page.keyboard.press('v');
  await page.getByRole('table').first().waitFor();
  await checkAccess(page, 'the tables of the Tablero');
  await shoot(page, 'es-board_tables-light');
  await close();
};

for (const width of [1024, 1280, 1440])
  tests[`the pseudo-language fits at ${width} px`] = async (browser) => {
    const { page, close } = await openPage(browser, { width, height: 768 });
    await signIn(page, { language: 'pseudo' });
    for (const screen of screens) {
      await visit(page, screen, 'pseudo');
      const told = await overflow(page);
      await shoot(page, `pseudo-${screen.name}-${width}`);
      check(told.length === 0, `${screen.name} overflows: ${told.join('; ')}`);
    }
    await close();
  };

tests['1024 px: nothing overflows in Spanish'] = async (browser) => {
  const { page, close } = await openPage(browser, { width: 1024, height: 768 });
  await signIn(page);
  for (const screen of screens) {
    await visit(page, screen, 'es');
    const told = await overflow(page);
    await shoot(page, `es-${screen.name}-1024`);
    check(told.length === 0, `${screen.name} overflows: ${told.join('; ')}`);
  }
  await close();
};

tests['an account that does not exist says so and loses nothing'] = async (browser) => {
  const { page, close, seen } = await openPage(browser);
  await signIn(page);
  await page.goto(`${settings.url}/cuenta/1?lng=es`);
  await page.getByRole('alert').waitFor();
  await shoot(page, 'es-account_missing-light');
  seen.errors.length = 0; // the browser itself notes the 404 that this test asked for
  await close();
};
