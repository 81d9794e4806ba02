// npm run docs: writes the generated pages of docs/, from the same lists that the panel and the tests have, and fills the
// tables of figures from the reports that npm run bench has left in docs/bench.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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
  const { benchDocuments, benchReports, fillBench } = await server.ssrLoadModule('/src/docs/fill-bench.ts');
  const reports = Object.fromEntries(
    Object.entries(benchReports)
      .filter(([, path]) => existsSync(join(root, path)))
      .map(([name, path]) => [name, JSON.parse(readFileSync(join(root, path), 'utf8'))]),
  );
  if (Object.keys(reports).length === Object.keys(benchReports).length) {
    for (const path of benchDocuments) {
      writeFileSync(join(root, path), fillBench(readFileSync(join(root, path), 'utf8'), reports));
      console.log(path);
    }
  }
} finally {
  await server.close();
}
