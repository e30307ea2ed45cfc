// Builds the workspace into build/web, or where ACUERDO_WEB_OUT says: CMake embeds that folder.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root,
  build: {
    outDir: process.env.ACUERDO_WEB_OUT ?? `${root}../build/web`,
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    modulePreload: { polyfill: false }, // the polyfill is an inline script, which the policy refuses
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 800,
    rolldownOptions: { checks: { moduleLevelDirective: false } }, // "use client" means nothing here
  },
  // For work on the screens: npm run dev beside a server on ACUERDO_URL.
  server: {
    proxy: process.env.ACUERDO_URL ? { '/v1': { target: process.env.ACUERDO_URL, changeOrigin: true } } : {},
    fs: { allow: [`${root}..`] },
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
} as Parameters<typeof defineConfig>[0]);
