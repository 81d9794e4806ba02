// Installs what package.json pins and node_modules lacks. Plain Node: it runs before any package exists.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const OLDEST_NODE = [20, 19];

export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  console.error(`Ravine needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
  process.exit(2);
}

function missingPackages() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  return Object.entries({ ...dependencies, ...devDependencies }).filter(([name, wanted]) => {
    const manifest = `${root}node_modules/${name}/package.json`;
    if (!existsSync(manifest)) return true;
    const isExact = /^\d/.test(wanted);
    return isExact && JSON.parse(readFileSync(manifest, 'utf8')).version !== wanted;
  });
}

/** Progress goes to standard error, so that a command whose output is data can call this too. */
export function ensurePackages() {
  requireNode();
  const missing = missingPackages();
  if (missing.length === 0) return;
  console.error(`Installing ${missing.length} packages …`);
  const result = spawnSync('npm', ['install', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (result.status === 0) return;
  console.error(
    'npm could not install the packages. Check the network, or run npm install by hand to see more.',
  );
  process.exit(1);
}
