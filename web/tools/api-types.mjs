// Writes src/api.d.ts from docs/openapi.yaml; with --check only says whether it is current.
// Ids, money, days and instants become the branded types of src/domain/brand.ts, so that the
// compiler refuses an amount where a day is meant.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';

const source = new URL('../../docs/openapi.yaml', import.meta.url);
const target = new URL('../src/api.d.ts', import.meta.url);
const branded = ['Id', 'CaseId', 'WorkItemId', 'ActionId', 'ContactPointId', 'Money', 'Day', 'Instant', 'Currency'];

const tree = await openapiTS(source, {
  silent: true,
  inject: `import type { ${branded.join(', ')} } from './domain/brand';`,
  transform(_, { path }) {
    const name = path?.match(/^#\/components\/schemas\/(\w+)$/)?.[1];
    return name && branded.includes(name) ? ts.factory.createTypeReferenceNode(name) : undefined;
  },
});
const text = `// Generated from docs/openapi.yaml by tools/api-types.mjs: change that file, then npm run api.\n${astToString(tree)}`;

if (process.argv.includes('--check')) {
  const current = await readFile(target, 'utf8').catch(() => '');
  if (current !== text) {
    console.error('web/src/api.d.ts is not what docs/openapi.yaml says; run npm run api in web/ and commit it');
    process.exit(1);
  }
} else {
  await writeFile(target, text);
}
