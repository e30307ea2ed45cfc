// How long a strategist waits for what a changed cell changes: from the press of the button to the figures
// on screen, and how much of it the server took.  Run by bench/screen.py.
import { get, launch, openPage, settings, signIn } from '../e2e/browser.mjs';

const turns = 7;

const browser = await launch();
const { page } = await openPage(browser, { width: 1366, height: 768 });
page.setDefaultTimeout(120_000);
await signIn(page, { user: settings.strategist });
const { items } = await get(page, '/v1/strategies');
const { id } = items.find(({ state }) => state === 'active');
await page.goto(`${settings.url}/estrategias/${id}/tablas`);
await page.getByRole('grid').waitFor();
const { tables } = await get(page, `/v1/strategies/${id}/tables`);
const table = tables.find(({ decision }) => decision === 'treatment');
const most = Math.max(...table.rules.map(({ hits }) => hits ?? 0));
const row = table.rules.findIndex(({ hits }) => hits === most);
const column = table.inputs.length + table.outputs.findIndex(({ name }) => name === 'wait_days');

async function press(key, times = 1) {
  for (let time = 0; time < times; time += 1) await page.keyboard.press(key);
}

/** The text of the simulation once it is another than before. */
async function simulate(text) {
  await page.getByRole('grid').focus();
  await press('Control+Home');
  await press('ArrowDown', row);
  await press('ArrowRight', column);
  await press('F2');
  await press('Control+a');
  await page.keyboard.type(text);
  await press('Enter');
  await page.getByText('Simular', { exact: true }).first().click();
  const answered = page.waitForResponse((response) => /simulation/.test(response.url()));
  const button = page.getByRole('button', { name: 'Simular' });
  await button.waitFor();
  const started = performance.now();
  await button.click();
  await answered;
  const server = performance.now() - started;
  await page.getByTestId('simulation').waitFor();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return { server, screen: performance.now() - started };
}

const times = [];
for (let turn = 0; turn < turns; turn += 1) times.push(await simulate(String(11 + turn)));
const half = (name) => times.map((time) => time[name]).sort((a, b) => a - b)[Math.floor(turns / 2)];
const words = (await page.getByTestId('simulation').textContent()).slice(0, 80);
console.log(`the busiest rule decides ${most} cases; ${turns} turns: ${words}`);
console.log(`first ${times[0].screen.toFixed(0)} ms; half: answered after ${half('server').toFixed(0)} ms, on screen after ${half('screen').toFixed(0)} ms`);
await browser.close();
