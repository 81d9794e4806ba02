import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, preview } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the built site, served from a sub-folder as a static host would. */
    siteUrl: string;
  }
}

/** A base other than '/' proves that the built site does not care where it lives. */
const FOLDER = '/some/folder/';

/** Builds the site once for all browser tests and serves it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const outDir = await mkdtemp(join(tmpdir(), 'ravine-site-'));
  await build({ logLevel: 'warn', build: { outDir, emptyOutDir: true } });
  const server = await preview({ base: FOLDER, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('The preview server has no port.');
  project.provide('siteUrl', `http://127.0.0.1:${address.port}${FOLDER}`);
  return async () => {
    await server.close();
    await rm(outDir, { recursive: true, force: true });
  };
}
