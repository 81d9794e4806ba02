// npm start: install what is missing, serve the app, open a browser. Options: --host [address], --port number, --no-open.
import { parseArgs } from 'node:util';
import { ensurePackages, root } from './packages.mjs';

ensurePackages();

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: 'localhost' },
    port: { type: 'string', default: '5173' },
    'no-open': { type: 'boolean', default: false },
  },
  // A bare `--host` means every address, as vite has it.
  args: process.argv.slice(2).flatMap((arg, i, all) => {
    const isBareHost = arg === '--host' && (all[i + 1] === undefined || all[i + 1].startsWith('-'));
    return isBareHost ? ['--host', '0.0.0.0'] : [arg];
  }),
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 1 || port > 65535) {
  console.error(`--port: expected a whole number from 1 to 65535, got '${values.port}'.`);
  process.exit(2);
}

const { createServer } = await import('vite');
const server = await createServer({ root, server: { host: values.host, port } });
await server.listen();
server.printUrls();

const isHeadless =
  Boolean(process.env.CI) ||
  (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY);
if (!values['no-open'] && !isHeadless) server.openBrowser();
