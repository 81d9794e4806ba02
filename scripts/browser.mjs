// Finds a Chrome or Chromium for the browser tests, or gets one.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { root } from './packages.mjs';

const usualPlaces = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/opt/google/chrome/chrome',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** Path of a browser that is installed, or null. */
export function findBrowser() {
  const named = process.env.PUPPETEER_EXECUTABLE_PATH;
  if (named) return existsSync(named) ? named : null;
  const place = (usualPlaces[process.platform] ?? []).find((path) => existsSync(path));
  return place ?? downloadedBrowser();
}

function downloadedBrowser() {
  try {
    const path = createRequire(import.meta.url)('puppeteer').executablePath();
    return existsSync(path) ? path : null;
  } catch {
    return null; // puppeteer throws when it has downloaded nothing
  }
}

function run(command, args, timeoutMinutes) {
  console.error(`> ${command} ${args.join(' ')}`);
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    timeout: timeoutMinutes * 60_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    shell: process.platform === 'win32',
  });
  return result.status === 0;
}

const isRootOnDebian = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

export function installDebianPackages(...names) {
  if (!isRootOnDebian()) return false;
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...names];
  return run('apt-get', install, 15) || (run('apt-get', ['update', '-qq'], 5) && run('apt-get', install, 15));
}

/** A browser: one already installed, else puppeteer's download, else Debian's package as root, else null. */
export function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  console.error('No browser found for the tests; getting one …');
  run('npx', ['puppeteer', 'browsers', 'install', 'chrome'], 10) || installDebianPackages('chromium');
  return findBrowser();
}

/** Dawn in Node loads Vulkan on Linux by this library; elsewhere it uses the system's own API. */
export function ensureVulkanLoader() {
  if (process.platform !== 'linux' || hasVulkanLoader()) return true;
  console.error('No Vulkan loader found for the GPU tests; getting one …');
  installDebianPackages('libvulkan1');
  return hasVulkanLoader();
}

function hasVulkanLoader() {
  const listed = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' }).stdout ?? '';
  const usual = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib'];
  return listed.includes('libvulkan.so.1') || usual.some((dir) => existsSync(`${dir}/libvulkan.so.1`));
}
