#!/usr/bin/env node
// The ravine command: installs what is missing, bundles the TypeScript when it changed, runs it.
// Standard output belongs to the command's result alone.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensurePackages, root } from './packages.mjs';

ensurePackages();

const cache = join(root, 'node_modules', '.cache', 'ravine');
const bundle = join(cache, sourcesKey(), 'main.mjs');
if (!existsSync(bundle)) await build();

const { main } = await import(pathToFileURL(bundle).href);
process.exitCode = await main(process.argv.slice(2));

/** Changes whenever a source file is added, removed or written to. */
function sourcesKey() {
  const key = createHash('sha256');
  for (const folder of ['src', 'shaders']) {
    for (const name of readdirSync(join(root, folder), { recursive: true }).sort()) {
      const { mtimeMs, size } = statSync(join(root, folder, name));
      key.update(`${folder}/${name} ${mtimeMs} ${size}\n`);
    }
  }
  return key
    .update(`${statSync(join(root, 'package.json')).mtimeMs}`)
    .digest('hex')
    .slice(0, 16);
}

/** Commands started together each build in a folder of their own; the first to finish gives the bundle its name. */
async function build() {
  const folder = join(cache, '..', `ravine-${process.pid}-${Date.now()}`);
  mkdirSync(cache, { recursive: true });
  try {
    const vite = await import('vite');
    await vite.build({
      root,
      configFile: false,
      logLevel: 'error',
      publicDir: false,
      build: {
        ssr: join(root, 'src', 'cli', 'main.ts'),
        outDir: folder,
        target: 'node20',
        minify: false,
        rollupOptions: {
          external: ['webgpu'],
          output: { entryFileNames: 'main.mjs', codeSplitting: false },
        },
      },
    });
    removeOldBundles();
    renameSync(folder, join(bundle, '..'));
  } catch (error) {
    // Another command may have finished the same bundle meanwhile.
    if (!existsSync(bundle)) throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A bundle is one file that a running command has loaded whole, so what is older than an hour is in nobody's way. */
function removeOldBundles() {
  for (const name of readdirSync(cache)) {
    const folder = join(cache, name);
    const ageMs = Date.now() - statSync(folder).mtimeMs;
    if (ageMs > 3_600_000) rmSync(folder, { recursive: true, force: true });
  }
}
