// npm run docs: writes the generated pages of docs/, from the same lists that the panel and the tests have.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePackages, root } from './packages.mjs';

ensurePackages();

const { createServer } = await import('vite');
const server = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true, hmr: false, watch: null, ws: false },
  optimizeDeps: { noDiscovery: true },
});
try {
  const { pages } = await server.ssrLoadModule('/src/docs/pages.ts');
  for (const [path, text] of Object.entries(pages)) {
    writeFileSync(join(root, path), text);
    console.log(path);
  }
} finally {
  await server.close();
}
