// A strategist changes a table without touching XML, somebody else approves it, the next close uses it and
// the case says so; and two who edit at once lose nothing.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { check, checkAccess, checkEqual, get, openPage, post, settings, shoot, signIn, until } from './browser.mjs';

const wide = { width: 1366, height: 768 };
const patience = 60_000; // of a step that proves or closes, on a busy machine

function acuerdo(...words) {
  return execFileSync(process.env.ACUERDO_BINARY, [...words, '--store', process.env.ACUERDO_STORE], { encoding: 'utf8' });
}

/** The rule of the treatment that decides most cases, and the column of the result that is changed. */
async function busiestRule(page, id) {
  const { tables } = await get(page, `/v1/strategies/${id}/tables`);
  const table = tables.find(({ decision }) => decision === 'treatment');
  const most = Math.max(...table.rules.map(({ hits }) => hits ?? 0));
  check(most > 0, 'some rule of the treatment decides a case');
  const output = table.outputs.findIndex(({ name }) => name === 'wait_days');
  return { table, at: table.rules.findIndex(({ hits }) => hits === most), hits: most, output, column: table.inputs.length + output };
}

async function press(page, key, times = 1) {
  for (let time = 0; time < times; time += 1) await page.keyboard.press(key);
}

async function openTables(page, id) {
  await page.goto(`${settings.url}/estrategias/${id}/tablas`);
  await page.getByRole('grid').waitFor();
  await page.getByRole('grid').focus();
}

/** The chosen cell gets another text, as a person types it. */
async function typeCell(page, place, text) {
  await press(page, 'Control+Home');
  await press(page, 'ArrowDown', place.at);
  await press(page, 'ArrowRight', place.column);
  await press(page, 'F2');
  await press(page, 'Control+a');
  await page.keyboard.type(text);
  await press(page, 'Enter');
}

async function saveDraft(page, note) {
  await press(page, 'Control+s');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(note);
  await press(page, 'Tab');
  await press(page, 'Tab');
  await press(page, 'Enter');
  return dialog;
}

const idOf = (page) => /estrategias\/(\d+)/.exec(page.url())[1];

export const tests = {
  async 'a strategist changes a cell, tries and simulates it; another user approves; the close uses it'(browser) {
    if (!process.env.ACUERDO_STORE) return 'skipped: no store to close a day of';
    const { page, close } = await openPage(browser, wide);
    page.setDefaultTimeout(patience);
    await signIn(page, { user: settings.strategist });
    await press(page, 'g');
    await press(page, 'e');
    await page.getByRole('heading', { level: 1, name: 'Estrategias' }).waitFor();
    await page.getByText('En vigor').waitFor();
    await checkAccess(page, 'Estrategias');
    await shoot(page, 'es-strategies-light');
    await press(page, 'Enter');
    const tables = page.getByRole('link', { name: 'Abrir las tablas' });
    await tables.focus();
    await press(page, 'Enter');
    await page.getByRole('grid').waitFor();
    const base = idOf(page);
    const rule = await busiestRule(page, base);
    await page.getByRole('grid').focus();
    await shoot(page, 'es-strategy_tables-light');

    // One cell; the reading follows it, and undoing brings the old one back.
    await typeCell(page, rule, '9');
    const reading = page.getByTestId('reading');
    await reading.filter({ hasText: /9\b/ }).waitFor();
    await page.getByText('cambios sin guardar').waitFor();
    await checkAccess(page, 'the table editor');
    await press(page, 'Control+z');
    await page.getByText('todo guardado').waitFor();
    await press(page, 'Control+y');
    await page.getByText('cambios sin guardar').waitFor();
    await page.getByRole('textbox', { name: 'Por qué está la regla, en español' }).fill('Regla de la prueba en pantalla');
    await page.getByRole('grid').focus();

    // Tried with an account that the rule decides.
    const { items } = await get(page, '/v1/cases?search=a&limit=50');
    let tried = null;
    for (const { id, number } of items) {
      const { decisions } = await post(page, `/v1/strategies/${base}/trial`, { case_id: id });
      if (decisions.find(({ decision }) => decision === 'treatment').rule === rule.at + 1) tried = { id, number };
      if (tried) break;
    }
    check(tried, 'an account that the rule decides');
    await page.getByText('Probar', { exact: true }).click();
    await page.getByTestId('try-search').fill(tried.number);
    await press(page, 'Enter');
    const verdict = page.getByTestId('verdict').filter({ hasText: `Tratamiento: regla ${rule.at + 1}` });
    await verdict.getByText('Volver a mirar en días: 9').waitFor();
    await page.getByRole('img', { name: 'Se cumple' }).waitFor();
    await checkAccess(page, 'Probar con una cuenta');
    await shoot(page, 'es-strategy_trial-light');

    // How many cases it changes.
    await page.getByText('Simular', { exact: true }).first().click();
    await page.getByRole('button', { name: 'Simular' }).click();
    const simulation = page.getByTestId('simulation');
    await simulation.waitFor();
    check(new RegExp(`casos cambian${rule.hits}\\b|^casos cambian[1-9]`).test(await simulation.textContent()), 'the simulation counts the changed cases');
    await checkAccess(page, 'Simular');
    await shoot(page, 'es-strategy_simulation-light');

    await page.getByRole('grid').focus();
    await saveDraft(page, 'Se espera más');
    await page.waitForURL((address) => /tablas$/.test(address.pathname) && !address.pathname.includes(base));
    const draft = idOf(page);

    // Tested, and asked to be approved.
    await press(page, 'Escape');
    await page.getByRole('button', { name: 'Probar los ejemplos' }).click();
    await page.getByText(/salieron como se esperaba/).waitFor();
    await page.getByRole('button', { name: 'Pedir autorización' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('Menos contactos seguidos');
    await page.getByRole('dialog').getByRole('button', { name: 'Pedir autorización' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await checkAccess(page, 'a version');
    await shoot(page, 'es-strategy_version-light');

    const other = await openPage(browser, wide);
    other.page.setDefaultTimeout(patience);
    await signIn(other.page, { user: settings.user, path: '/aprobaciones', language: 'en' });
    await other.page.getByText('«Menos contactos seguidos»').waitFor();
    await checkAccess(other.page, 'Aprobaciones with a strategy');
    await shoot(other.page, 'en-approvals_strategy-light');
    await press(other.page, 'y');
    await other.page.getByRole('dialog').getByRole('textbox').fill('De acuerdo');
    await other.page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await other.page.getByRole('dialog').waitFor({ state: 'detached' });
    await other.page.goto(`${settings.url}/estrategias/${draft}`);
    await other.page.getByRole('button', { name: 'Put into force' }).click();
    await other.page.getByRole('dialog').getByRole('button', { name: 'Put into force' }).click();
    await other.page.getByRole('dialog').waitFor({ state: 'detached' });
    await other.page.getByText('Active').first().waitFor();
    await shoot(other.page, 'en-strategy_active-light');
    const { organisation } = await get(other.page, '/v1/session');
    await other.close();

    acuerdo('close', '--date', organisation.open_date);
    const told = acuerdo('explain', tried.number, '--lang', 'es');
    check(told.includes('Regla de la prueba en pantalla'), `explain names the new rule: ${told}`);
    await close();
  },

  async 'columns are put in and taken out, and a sheet goes out and comes back'(browser) {
    const { page, close } = await openPage(browser, { width: 1280, height: 768, scheme: 'dark' });
    page.setDefaultTimeout(patience);
    await signIn(page, { user: settings.strategist });
    const newest = (await get(page, '/v1/strategies')).items.filter(({ name }) => name === 'default')[0].id;
    const treatment = async (id) => (await get(page, `/v1/strategies/${id}/tables`)).tables.find(({ decision }) => decision === 'treatment');
    const before = await treatment(newest);
    const { items } = await get(page, '/v1/facts');
    const fact = items.find(({ name, type, about }) => type === 'number' && about && !before.inputs.some(({ expression }) => expression === name));
    await openTables(page, newest);
    await press(page, 'Control+Home');
    const grid = page.getByRole('grid');
    const dialog = page.getByRole('dialog');

    // A condition, picked by keyboard from the facts with what each means.
    await page.getByRole('button', { name: 'Agregar condición' }).press('Enter');
    await page.keyboard.type(fact.name);
    await page.getByRole('option', { name: fact.about.es.slice(0, 20) }).first().waitFor();
    await checkAccess(page, 'a new column');
    await shoot(page, 'es-strategy_column-dark');
    await press(page, 'ArrowDown');
    await press(page, 'Enter');
    await dialog.getByRole('textbox', { name: 'Encabezado' }).focus();
    await page.keyboard.type('Prueba de columna');
    await press(page, 'Enter');
    await dialog.waitFor({ state: 'detached' });
    await grid.getByRole('columnheader', { name: 'Prueba de columna' }).waitFor();
    await grid.focus();
    await press(page, 'F2');
    await press(page, 'Control+a');
    await page.keyboard.type('> 1');
    await press(page, 'Enter');
    await page.getByTestId('reading').filter({ hasText: 'Prueba de columna' }).waitFor();
    await checkAccess(page, 'the editor with a new column, dark');
    await shoot(page, 'es-strategy_column_in-dark');

    // Moved by keyboard, and back.
    const placeOfNew = async () => (await grid.getByRole('columnheader').allTextContents()).indexOf('Prueba de columna');
    const first = await placeOfNew();
    await grid.focus();
    await press(page, 'Shift+ArrowRight');
    checkEqual(await placeOfNew(), first + 1, 'the column one place to the right');
    await page.getByRole('button', { name: 'A la izquierda' }).press('Enter');
    checkEqual(await placeOfNew(), first, 'the column where it was');

    // Taken out, and back.
    const header = grid.getByRole('columnheader', { name: 'Prueba de columna' });
    await page.getByRole('button', { name: 'Quitar columna' }).press('Enter');
    await header.waitFor({ state: 'detached' });
    await grid.focus();
    await press(page, 'Control+z');
    await header.waitFor();
    await saveDraft(page, 'Otra condición');
    await page.waitForURL((address) => /tablas$/.test(address.pathname) && !address.pathname.includes(newest));
    const stored = await treatment(idOf(page));
    checkEqual(stored.inputs.filter(({ expression }) => expression === fact.name).length, 1, 'the stored column');
    checkEqual(stored.inputs.length, before.inputs.length + 1, 'the columns of the stored table');
    const place = stored.inputs.findIndex(({ expression }) => expression === fact.name);
    checkEqual(stored.rules[0].inputs[place], '> 1', 'the stored cell');

    // To a sheet and back, by the same menu; one cell of the CSV says something else.
    await grid.waitFor();
    for (const kind of ['XLSX', 'CSV']) {
      await page.getByRole('button', { name: 'Hoja de cálculo' }).click();
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: `Bajar como ${kind}` }).click()]);
      const buffer = readFileSync(await download.path());
      const back = kind === 'XLSX' ? buffer : Buffer.from(buffer.toString('utf8').replace('> 1', '> 2'));
      await page.getByTestId('sheet').setInputFiles({ name: download.suggestedFilename(), mimeType: 'application/octet-stream', buffer: back });
      await page.getByText('cambios sin guardar').waitFor();
      await page.getByText('revisando…').waitFor({ state: 'detached' });
      check((await page.getByRole('alert').count()) === 0, `the ${kind} is read`);
      check((await grid.getByRole('columnheader').count()) === before.inputs.length + before.outputs.length + 2, `the ${kind} has every column`);
    }
    await grid.getByRole('gridcell', { name: '> 2' }).first().waitFor();
    await close();
  },

  async 'a condition that reads nothing known is found, with what to do'(browser) {
    const { page, close } = await openPage(browser, wide);
    page.setDefaultTimeout(patience);
    await signIn(page, { user: settings.strategist });
    const newest = (await get(page, '/v1/strategies')).items.filter(({ name }) => name === 'default')[0].id;
    await openTables(page, newest);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Agregar condición' }).press('Enter');
    await page.keyboard.type('no_existe');
    await press(page, 'Tab');
    await dialog.getByRole('button', { name: 'Agregar condición' }).press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Hallazgos', { exact: true }).click();
    await page.getByRole('complementary').getByText('no hay un hecho de ese nombre').waitFor();
    await page.getByRole('complementary').getByText('elija de la lista de hechos').waitFor();
    await close();
  },

  async 'two people edit at once: both are shown, and both are kept'(browser) {
    const { page, seen, close } = await openPage(browser, wide);
    page.setDefaultTimeout(patience);
    await signIn(page, { user: settings.strategist });
    const newest = (await get(page, '/v1/strategies')).items.filter(({ name }) => name === 'default')[0].id;
    await openTables(page, newest);
    const { table, ...rule } = await busiestRule(page, newest);
    await typeCell(page, rule, '11');
    await page.getByText('cambios sin guardar').waitFor();
    // Another window of a colleague stores another rule meanwhile.
    const edit = ({ about: _about, values: _values, ...column }) => column;
    const rules = table.rules.map(({ reading: _reading, hits: _hits, ...each }, at) =>
      at === (rule.at === 0 ? 1 : 0) ? { ...each, outputs: each.outputs.map((cell, index) => (index === rule.output ? '13' : cell)) } : each,
    );
    await post(page, `/v1/strategies/${newest}/draft`, {
      tables: [{ ...table, inputs: table.inputs.map(edit), outputs: table.outputs.map(edit), rules }],
      note: 'otra ventana',
    });
    await saveDraft(page, 'mía');
    const dialog = page.getByRole('dialog', { name: /Alguien guardó otra versión/ });
    await dialog.waitFor();
    await checkAccess(page, 'two versions at once');
    await shoot(page, 'es-strategy_conflict-light');
    check(/13/.test(await dialog.getByRole('region', { name: 'Lo que cambió la otra persona' }).textContent()), 'what the other changed is told');
    check(/11/.test(await dialog.getByRole('region', { name: 'Lo que cambió usted' }).textContent()), 'what I changed is told');
    await dialog.getByRole('button', { name: 'Poner mis cambios sobre la nueva' }).click();
    await dialog.getByText('Ningún cambio choca con otro.').waitFor();
    await dialog.getByRole('button', { name: 'Guardar los dos' }).click();
    await page.waitForURL((address) => /tablas$/.test(address.pathname) && !address.pathname.includes(newest));
    const joined = (await get(page, `/v1/strategies/${idOf(page)}/tables`)).tables.find(({ decision }) => decision === 'treatment');
    checkEqual(joined.rules[rule.at].outputs[rule.output], '11', 'my cell');
    checkEqual(joined.rules[rule.at === 0 ? 1 : 0].outputs[rule.output], '13', 'the cell of the other');
    check(seen.errors.every((text) => /409/.test(text)), `only the refusal that this test asked for (${seen.errors.join('; ')})`);
    seen.errors.length = 0;
    await until(async () => (await get(page, '/v1/strategies')).items.length >= 3, 'every version is there');
    await close();
  },
};
