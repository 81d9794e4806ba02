// npm test: install what is missing (packages, a browser, the Vulkan loader), then type check, lint, unit, GPU and
// browser tests. The last line is `N passed, N failed`. Arguments pick parts: types lint unit gpu e2e.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser, ensureVulkanLoader } from './browser.mjs';
import { ensurePackages, root } from './packages.mjs';

const parts = ['types', 'lint', 'unit', 'gpu', 'e2e'];
const chosen = process.argv.slice(2);
const unknown = chosen.filter((part) => !parts.includes(part));
if (unknown.length > 0) {
  console.error(`Unknown part '${unknown[0]}'. Parts: ${parts.join(', ')}.`);
  process.exit(2);
}
const wanted = chosen.length > 0 ? chosen : parts;

ensurePackages();

const env = { ...process.env };
const problems = [];
if (wanted.includes('e2e') || wanted.includes('gpu')) {
  const browser = ensureBrowser();
  if (browser) env.PUPPETEER_EXECUTABLE_PATH = browser;
  else {
    problems.push(
      'No browser: install Chrome or Chromium, or set PUPPETEER_EXECUTABLE_PATH to one. ' +
        'The browser tests need it, and so do the GPU tests where no GPU driver is installed.',
    );
  }
}
if (wanted.includes('gpu') && !ensureVulkanLoader()) {
  problems.push(
    'No Vulkan loader: install the package libvulkan1 (Debian, Ubuntu) or vulkan-loader (Fedora, Arch: vulkan-icd-loader).',
  );
}

const total = { passed: 0, failed: 0, skipped: 0 };
const lines = [];

function note(name, passed, failed, skipped, seconds) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  const skippedText = skipped > 0 ? `, ${skipped} skipped` : '';
  lines.push(`${name.padEnd(6)} ${passed} passed, ${failed} failed${skippedText} (${seconds.toFixed(1)} s)`);
}

function runTool(command, args) {
  return spawnSync(process.execPath, [join(root, 'node_modules', ...command.split('/')), ...args], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
}

function single(name, command, args) {
  console.log(`\n── ${name}`);
  const begin = performance.now();
  const ok = runTool(command, args).status === 0;
  note(name, ok ? 1 : 0, ok ? 0 : 1, 0, (performance.now() - begin) / 1000);
}

function vitest(project) {
  console.log(`\n── ${project}`);
  const begin = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'ravine-test-'));
  const report = join(folder, 'report.json');
  const result = runTool('vitest/vitest.mjs', [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${report}`,
  ]);
  const seconds = () => (performance.now() - begin) / 1000;
  try {
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const all = testResults.flatMap((file) => file.assertionResults);
    const count = (status) => all.filter((test) => test.status === status).length;
    // A file that fails before its first test has no assertion to count.
    const brokenFiles = testResults.filter(
      (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
    ).length;
    const passed = count('passed');
    let failed = count('failed') + brokenFiles;
    if (failed === 0 && result.status !== 0) failed = 1;
    note(project, passed, failed, all.length - passed - count('failed'), seconds());
  } catch {
    note(project, 0, 1, 0, seconds()); // no report: the runner itself failed
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (wanted.includes('types')) single('types', 'typescript/bin/tsc', ['--noEmit']);
if (wanted.includes('lint')) single('lint', '@biomejs/biome/bin/biome', ['check', '.']);
for (const project of ['unit', 'gpu', 'e2e']) if (wanted.includes(project)) vitest(project);
for (const problem of problems) {
  console.error(`\n${problem}`);
  total.failed += 1;
}

console.log(`\n${lines.join('\n')}`);
if (total.skipped > 0) console.log(`${total.skipped} skipped: see above`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
