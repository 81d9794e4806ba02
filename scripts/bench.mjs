// npm run bench: measures in the terminal and in a browser, keeps both reports in docs/bench, and renews the documents
// that show them. Leave the machine alone meanwhile. Arguments pick parts: terminal browser.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { ensurePackages, root } from './packages.mjs';

const parts = ['terminal', 'browser'];
const chosen = process.argv.slice(2);
const unknown = chosen.find((part) => !parts.includes(part));
if (unknown !== undefined) {
  console.error(`Unknown part '${unknown}'. Parts: ${parts.join(', ')}.`);
  process.exit(2);
}
const wanted = chosen.length > 0 ? chosen : parts;

ensurePackages();
const folder = join(root, 'docs', 'bench');
mkdirSync(folder, { recursive: true });
const pathOf = (part) => join(folder, `${part}.json`);

if (wanted.includes('terminal')) writeFileSync(pathOf('terminal'), await inTerminal());
if (wanted.includes('browser')) writeFileSync(pathOf('browser'), `${await inBrowser()}\n`);
process.exitCode = spawnSync(process.execPath, [join(root, 'scripts', 'docs.mjs')], {
  stdio: 'inherit',
}).status;

function inTerminal() {
  const child = spawn(process.execPath, [join(root, 'scripts', 'ravine.mjs'), 'bench', '--json'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece) => {
    text += piece;
  });
  return new Promise((resolve, reject) => {
    child.on('close', (status) =>
      status === 0 ? resolve(text) : reject(new Error(`ravine bench ended with status ${status}.`)),
    );
  });
}

/** The built site, which is what people get. */
async function inBrowser() {
  const { build, preview } = await import('vite');
  const { default: puppeteer } = await import('puppeteer');
  const outDir = mkdtempSync(join(tmpdir(), 'ravine-bench-'));
  const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' });
  if (commit.status === 0) process.env.VITE_COMMIT = commit.stdout.trim();
  await build({ root, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
  const server = await preview({ root, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
  const browser = await puppeteer.launch({
    executablePath: findBrowser() ?? undefined,
    headless: true,
    protocolTimeout: 0,
    args: ['--no-sandbox', '--enable-unsafe-webgpu', ...softwareSwitches()],
  });
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 720 });
    await page.goto(`http://127.0.0.1:${server.httpServer.address().port}/?bench&run`);
    const told = setInterval(async () => {
      const status = await page.$eval('.bench-status', (element) => element.textContent).catch(() => null);
      if (status !== null) console.error(`browser: ${status}`);
    }, 10_000);
    const found = await page
      .waitForFunction(
        () => {
          const report = document.getElementById('bench-json')?.textContent;
          const problem = document.querySelector('.bench-status.problem')?.textContent;
          return report || problem ? { report, problem } : null;
        },
        { timeout: 0 },
      )
      .finally(() => clearInterval(told));
    const { report, problem } = await found.jsonValue();
    if (problem) throw new Error(`?bench: ${problem}`);
    return report;
  } finally {
    await browser.close();
    await server.close();
    rmSync(outDir, { recursive: true, force: true });
  }
}

/** Where the terminal found no hardware, the browser needs to be told to do without it, too. */
function softwareSwitches() {
  if (!existsSync(pathOf('terminal'))) return [];
  const { machine } = JSON.parse(readFileSync(pathOf('terminal'), 'utf8'));
  return machine.isSoftware === false
    ? []
    : ['--use-angle=swiftshader', '--enable-features=Vulkan', '--use-vulkan=swiftshader'];
}
