import { mkdir } from 'node:fs/promises';
import { PNG } from 'pngjs';
import puppeteer, { type Browser, type Page } from 'puppeteer';
// The finder is plain Node because it also runs before packages are installed.
import { findBrowser } from '../../scripts/browser.mjs';

const artefacts = new URL('../artefacts/', import.meta.url).pathname;

/**
 * All three of the Vulkan and ANGLE switches are needed for a WebGPU canvas to show in headless screenshots on the
 * software adapter; the last row keeps a closed network quiet.
 */
const softwareGpu = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--use-angle=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchBrowser(args: readonly string[] = softwareGpu): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === null) {
    throw new Error('No browser: install Chrome or Chromium, or set PUPPETEER_EXECUTABLE_PATH.');
  }
  return puppeteer.launch({ executablePath, headless: true, args: [...args], protocolTimeout: 120_000 });
}

/** Chromium without WebGPU and WebGL. */
export const withoutGraphics = ['--no-sandbox', '--disable-features=WebGPU', '--disable-3d-apis'];

export interface OpenedPage {
  page: Page;
  /** Errors and warnings that the page has logged or thrown so far. */
  complaints: string[];
}

export async function openPage(
  browser: Browser,
  url: string,
  {
    width = 1280,
    height = 720,
    theme = 'dark' as 'dark' | 'light',
    /** Before anything of the page runs. */
    prepare = (_page: Page): Promise<unknown> => Promise.resolve(),
  } = {},
): Promise<OpenedPage> {
  const page = await browser.newPage();
  await prepare(page);
  await page.setViewport({ width, height, deviceScaleFactor: 1, hasTouch: width < 600 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warn') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(url, { waitUntil: 'load' });
  return { page, complaints };
}

/** An RGB picture with the few questions that the tests ask of it. */
export class Picture {
  readonly #png: PNG;
  constructor(bytes: Uint8Array) {
    this.#png = PNG.sync.read(Buffer.from(bytes));
  }
  get width(): number {
    return this.#png.width;
  }
  get height(): number {
    return this.#png.height;
  }
  at(x: number, y: number): [number, number, number] {
    const i = (Math.floor(y) * this.#png.width + Math.floor(x)) * 4;
    const { data } = this.#png;
    return [data[i]!, data[i + 1]!, data[i + 2]!];
  }
  /** Number of distinct colours, at five bits a channel. */
  distinctColours(): number {
    const seen = new Set<number>();
    const { data } = this.#png;
    for (let i = 0; i < data.length; i += 4) {
      seen.add(((data[i]! >> 3) << 10) | ((data[i + 1]! >> 3) << 5) | (data[i + 2]! >> 3));
    }
    return seen.size;
  }
  /** Pixels whose every channel is within `tolerance` of a colour. */
  countNear(colour: readonly [number, number, number], tolerance: number): number {
    const { data } = this.#png;
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      const isNear =
        Math.abs(data[i]! - colour[0]) <= tolerance &&
        Math.abs(data[i + 1]! - colour[1]) <= tolerance &&
        Math.abs(data[i + 2]! - colour[2]) <= tolerance;
      if (isNear) count++;
    }
    return count;
  }
  /** Middle of the pixels whose every channel is within `tolerance` of a colour; null where there are none. */
  middleOf(colour: readonly [number, number, number], tolerance: number): [number, number] | null {
    const { data, width } = this.#png;
    let [count, x, y] = [0, 0, 0];
    for (let i = 0; i < data.length; i += 4) {
      if (colour.some((channel, c) => Math.abs(data[i + c]! - channel) > tolerance)) continue;
      count++;
      x += (i / 4) % width;
      y += Math.floor(i / 4 / width);
    }
    return count === 0 ? null : [x / count, y / count];
  }
  /** Share of pixels that differ from another picture of the same size by more than `tolerance` in a channel. */
  differenceFrom(other: Picture, tolerance = 12): number {
    const a = this.#png.data;
    const b = other.#png.data;
    if (a.length !== b.length) throw new Error('The pictures differ in size.');
    let count = 0;
    for (let i = 0; i < a.length; i += 4) {
      const differs =
        Math.abs(a[i]! - b[i]!) > tolerance ||
        Math.abs(a[i + 1]! - b[i + 1]!) > tolerance ||
        Math.abs(a[i + 2]! - b[i + 2]!) > tolerance;
      if (differs) count++;
    }
    return count / (a.length / 4);
  }
}

/** Takes a screenshot, keeps it in tests/artefacts for people, and returns it for the test. */
export async function photograph(
  page: Page,
  name: string,
  clip?: { x: number; y: number; width: number; height: number },
): Promise<Picture> {
  await mkdir(artefacts, { recursive: true });
  const bytes = await page.screenshot({ path: `${artefacts}${name}.png`, ...(clip ? { clip } : {}) });
  return new Picture(bytes);
}

/** Longest wait for a picture; the software adapter on a busy machine draws a frame in seconds. */
const PATIENCE_MS = 60_000;

/** Photographs until `isGood`, since a page does not say when what it computed is on the screen; the last one otherwise. */
export async function photographUntil(
  page: Page,
  name: string,
  isGood: (picture: Picture, previous: Picture | null) => boolean,
  clip?: { x: number; y: number; width: number; height: number },
): Promise<Picture> {
  const deadline = performance.now() + PATIENCE_MS;
  let previous: Picture | null = null;
  for (;;) {
    const picture = await photograph(page, name, clip);
    if (isGood(picture, previous) || performance.now() > deadline) return picture;
    previous = picture;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Photographs until nothing moves any more. */
export const photographAtRest = (
  page: Page,
  name: string,
  clip?: { x: number; y: number; width: number; height: number },
): Promise<Picture> =>
  photographUntil(
    page,
    name,
    (picture, previous) => previous !== null && picture.differenceFrom(previous) === 0,
    clip,
  );
