// Writes a .gz and a .br beside each text file of the build, so that the server never compresses.
// The pages are left out: the server writes a fresh nonce into each copy.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const outDir = process.env.ACUERDO_WEB_OUT ?? new URL('../../build/web', import.meta.url).pathname;

for (const entry of await readdir(outDir, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.(js|css|svg|json|txt)$/.test(entry.name) || entry.parentPath.includes('.vite')) continue;
  const path = join(entry.parentPath, entry.name);
  const text = await readFile(path);
  await writeFile(`${path}.gz`, gzipSync(text, { level: 9 }));
  await writeFile(
    `${path}.br`,
    brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }),
  );
}
