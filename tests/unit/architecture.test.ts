import { readdirSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = new URL('../../src', import.meta.url).pathname;

/** Folder of src/ → folders it may import from, besides itself. */
const allowed: Record<string, readonly string[]> = {
  core: [],
  formula: ['core'],
  surfaces: ['core', 'formula'],
  optimizers: ['core'],
  schedules: ['core', 'optimizers'],
  engine: ['core', 'formula', 'surfaces', 'optimizers', 'schedules'],
  reference: ['core', 'formula', 'surfaces', 'optimizers', 'schedules', 'engine'],
  gpu: ['core', 'formula', 'surfaces', 'optimizers', 'schedules', 'engine'],
  worker: ['core', 'formula', 'surfaces', 'optimizers', 'schedules', 'engine', 'reference'],
  consistency: ['core', 'formula', 'surfaces', 'optimizers', 'schedules', 'engine', 'reference', 'gpu'],
  state: ['core', 'formula', 'surfaces', 'optimizers', 'schedules', 'engine'],
  render: ['core', 'formula', 'surfaces', 'engine', 'state'],
  bench: ['core', 'formula', 'surfaces', 'optimizers', 'schedules', 'engine', 'reference', 'gpu'],
  docs: ['core', 'optimizers', 'schedules', 'engine', 'bench'],
  ui: ['core', 'formula', 'surfaces', 'optimizers', 'schedules', 'engine', 'state'],
};
/** Composition roots know everything. */
const roots = ['app', 'cli', 'main.ts'];

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

interface Import {
  file: string;
  folder: string;
  target: string;
}

const imports: Import[] = files.flatMap((file) => {
  const text = readFileSync(`${src}/${file}`, 'utf8');
  const names = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);
  return names.map((name) => ({
    file,
    folder: file.split('/')[0]!,
    target: name.startsWith('.') ? relative(src, resolve(src, dirname(file), name)) : name,
  }));
});
const folderOf = (target: string) => target.split('/')[0]!;

describe('direction of imports', () => {
  it('sees the code at all', () => {
    expect(files.length).toBeGreaterThan(30);
    expect(imports.length).toBeGreaterThan(60);
  });
  it('goes one way', () => {
    const wrong = imports.filter(({ folder, target }) => {
      if (roots.includes(folder) || target.startsWith('..')) return false;
      const isOwn = folderOf(target) === folder;
      const isSource = target.endsWith('.ts');
      return isSource && !isOwn && !allowed[folder]?.includes(folderOf(target));
    });
    expect(wrong).toEqual([]);
  });
  it('keeps three in render, and panels and charts in ui', () => {
    const homes: Record<string, string> = { three: 'render', 'lil-gui': 'ui', uplot: 'ui', webgpu: 'cli' };
    const wrong = imports.filter(({ folder, target }) => {
      const home = homes[folderOf(target)];
      return home !== undefined && folder !== home;
    });
    expect(wrong).toEqual([]);
  });
  it('leaves Node out of everything that runs in a browser', () => {
    expect(imports.filter(({ folder, target }) => target.startsWith('node:') && folder !== 'cli')).toEqual(
      [],
    );
  });
});
