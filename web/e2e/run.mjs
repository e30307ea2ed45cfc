// Runs every test of this folder against a real server, as scripts/with-demo starts one.
// Names given as arguments choose files.  Ends with "N passed, N failed".
import { readdir } from 'node:fs/promises';
import { launch } from './browser.mjs';

const chosen = process.argv.slice(2);
const helpers = ['run.mjs', 'browser.mjs'];
const files = (await readdir(new URL('.', import.meta.url)))
  .filter((file) => file.endsWith('.mjs') && !helpers.includes(file))
  .filter((file) => chosen.length === 0 || chosen.some((name) => file.startsWith(name)))
  .sort();

const browser = await launch();
let passed = 0;
let failed = 0;
for (const file of files) {
  const { tests } = await import(new URL(file, import.meta.url));
  for (const [name, test] of Object.entries(tests)) {
    const started = performance.now();
    try {
      const note = await test(browser);
      passed += 1;
      console.log(`ok      ${file}: ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)${note ? `: ${note}` : ''}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${file}: ${name}\n  ${error.stack ?? error}`);
    }
    for (const context of browser.contexts()) await context.close(); // what a failed test left open
  }
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
