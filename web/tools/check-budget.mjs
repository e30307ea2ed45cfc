// Fails when the first load of the workspace, or its charts, grow past the budget.  Counts what the
// manifest says a page must fetch before it runs, as gzip sends it.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';

const outDir = process.env.ACUERDO_WEB_OUT ?? new URL('../../build/web', import.meta.url).pathname;
const manifest = JSON.parse(await readFile(join(outDir, '.vite/manifest.json'), 'utf8'));

/** Files that a chunk fetches at once, itself first. */
function closure(key, seen = new Set()) {
  if (!seen.has(key)) {
    seen.add(key);
    for (const next of manifest[key].imports ?? []) closure(next, seen);
  }
  return seen;
}

async function kilobytes(keys) {
  let sum = 0;
  for (const key of keys) sum += (await stat(join(outDir, `${manifest[key].file}.gz`))).size;
  return sum / 1000;
}

const first = closure('index.html');
// The catalogue of the person's language is fetched before the first screen too.
const catalogues = Object.keys(manifest).filter((key) => /locales\/(es|en)\.json$/.test(key));
let largest = 0;
for (const key of catalogues) largest = Math.max(largest, await kilobytes([key]));
const charts = [...closure('src/screens/board/charts.ts')].filter((key) => !first.has(key));

const budgets = [
  { name: 'first load', size: (await kilobytes(first)) + largest, limit: 260 },
  { name: 'charts', size: await kilobytes(charts), limit: 230 },
];
let failed = false;
for (const { name, size, limit } of budgets) {
  const verdict = size <= limit ? 'within' : 'OVER';
  failed ||= size > limit;
  console.log(`${name}: ${size.toFixed(1)} KB of JavaScript, gzip; ${verdict} the budget of ${limit} KB`);
}
if (failed) process.exit(1);
