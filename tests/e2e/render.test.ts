import type { Browser, Page } from 'puppeteer';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SURFACE_HEIGHT } from '../../src/render/domain-frame.ts';
import { createHeightMap } from '../../src/render/height-scale.ts';
import { heightScales } from '../../src/state/app-state.ts';
import { launchBrowser, openPage } from '../support/browser.ts';

/**
 * The parts of the scene that only a browser has: the GPU's twin of the height scales, and the loan of buffers to
 * three.js, which is undocumented there and therefore pinned by this test as much as by the version.
 */
const SIZE = 33;
const DOMAIN = [-2, 2, -1, 3];

let server: ViteDevServer;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  server = await createServer({
    logLevel: 'error',
    server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
    plugins: [
      {
        name: 'blank page',
        configureServer({ middlewares }) {
          middlewares.use('/blank.html', (_, response) => {
            response.setHeader('content-type', 'text/html');
            response.end(
              '<canvas id=canvas style="width:160px;height:100px"></canvas><div id=overlay></div>',
            );
          });
        },
      },
    ],
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  browser = await launchBrowser();
  ({ page, complaints } = await openPage(browser, `http://127.0.0.1:${address.port}/blank.html`));
  // Text, not a function: the page's own import() must not be rewritten by the test runner.
  await page.evaluate(`(async () => {
    const { createScene } = await import('/src/render/scene.ts');
    const adapter = await navigator.gpu.requestAdapter();
    const device = await adapter.requestDevice();
    const errors = [];
    device.addEventListener('uncapturederror', ({ error }) => errors.push(error.message));
    const make = device.createBuffer.bind(device);
    const lab = { device, errors };
    device.createBuffer = (descriptor) => {
      if (descriptor.label !== 'render: heights') return make(descriptor);
      lab.heights = make({ ...descriptor, usage: descriptor.usage | GPUBufferUsage.COPY_SRC });
      return lab.heights;
    };
    lab.upload = (data) => {
      const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
      const buffer = make({ size: data.byteLength, usage });
      device.queue.writeBuffer(buffer, 0, data);
      return buffer;
    };
    lab.read = async (buffer) => {
      const copy = make({ size: buffer.size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(buffer, 0, copy, 0, buffer.size);
      device.queue.submit([encoder.finish()]);
      await copy.mapAsync(GPUMapMode.READ);
      const numbers = [...new Float32Array(copy.getMappedRange())];
      copy.destroy();
      return numbers.map((value) => (Number.isFinite(value) ? value : null));
    };
    lab.landscape = (loss) => {
      const buffer = lab.upload(Float32Array.from(loss.flatMap((value) => [value, 0, 0, 0])));
      return { size: ${SIZE}, domain: ${JSON.stringify(DOMAIN)}, buffer, loss: Float32Array.from(loss) };
    };
    lab.team = (x, y) => ({
      color: '#ff0000', visible: true, count: 1, position: lab.upload(new Float32Array([x, y])),
      observe: lab.upload(new Float32Array([0, 0])), status: lab.upload(new Uint32Array(1)),
    });
    const [canvas, overlay] = ['canvas', 'overlay'].map((id) => document.getElementById(id));
    lab.scene = await createScene({ canvas, overlay, device, antialias: false });
    window.lab = lab;
  })()`);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Rosenbrock with a hole, a pole and a NaN in it. */
function roughLandscape(): number[] {
  const loss = Array.from({ length: SIZE * SIZE }, (_, k) => {
    const x = -2 + (4 * (k % SIZE)) / (SIZE - 1);
    const y = -1 + (4 * Math.floor(k / SIZE)) / (SIZE - 1);
    return Math.fround((1 - x) ** 2 + 100 * (y - x * x) ** 2);
  });
  loss[100] = Number.NaN;
  loss[200] = Number.POSITIVE_INFINITY;
  loss[300] = 1e30;
  return loss;
}

const literal = (values: readonly number[]): string =>
  `[${values.map((value) => (Number.isFinite(value) ? value : `Number(${JSON.stringify(String(value))})`)).join()}]`;

describe('heights on the GPU', () => {
  it.each(heightScales)(
    'are those of the CPU on the %s scale, with holes where there is no loss',
    async (scale) => {
      const loss = roughLandscape();
      const found = (await page.evaluate(`(async () => {
      lab.scene.setHeightScale('${scale}');
      lab.scene.setLandscape(lab.landscape(${literal(loss)}));
      lab.scene.render();
      return lab.read(lab.heights);
    })()`)) as number[];
      const map = createHeightMap(scale, Float32Array.from(loss));
      loss.forEach((value, k) => {
        const height = found[4 * k + 1]!;
        if (!Number.isFinite(value)) expect(height).toBeLessThan(-1);
        // The device's log is good to some 1e-6 here; the rank table may be ten times as steep.
        else expect(Math.abs(height - map.heightOf(value) * SURFACE_HEIGHT)).toBeLessThan(2e-5);
      });
    },
  );
});

describe('buffers lent to three.js', () => {
  it('can be replaced and destroyed by their owner, and outlive the scene', async () => {
    const kept = await page.evaluate(`(async () => {
      const first = [lab.team(0, 0), lab.team(1, 1)];
      lab.scene.setTeams(first);
      lab.scene.render();
      const second = [lab.team(0.5, 0.25)];
      lab.scene.setTeams(second);
      for (const { position, observe, status } of first) for (const b of [position, observe, status]) b.destroy();
      lab.scene.render();
      lab.scene.dispose();
      lab.scene.dispose();
      return lab.read(second[0].position);
    })()`);
    expect(kept).toEqual([0.5, 0.25]);
    expect(await page.evaluate('lab.device.queue.onSubmittedWorkDone().then(() => lab.errors)')).toEqual([]);
    expect(complaints.filter((text) => !text.includes('favicon') && !text.includes('404'))).toEqual([]);
  });
});
