import { h } from './dom.ts';
import { mark } from './header.ts';

/** First versions with WebGPU switched on, as far as known in 2026; newer ones have it too. */
const browsers: readonly [string, string][] = [
  [
    'Chrome, Edge',
    '113 and newer on Windows, macOS and ChromeOS; on Linux newer versions, depending on the driver',
  ],
  ['Safari', '26 and newer on macOS, iOS, iPadOS and visionOS'],
  ['Firefox', '141 and newer on Windows; 145 and newer on macOS with Apple silicon'],
  ['Chrome for Android', '121 and newer, on most devices with Android 12 or newer'],
];

/**
 * The page where WebGPU and WebGL2 are missing: what happened, which browsers have it, what to try, and what works without.
 * Replaces everything in the container.
 * @param reason one sentence, such as a RavineError's advice
 */
export function createUnsupportedPage(container: HTMLElement, reason: string): void {
  container.replaceChildren(
    h(
      'main.unsupported',
      {},
      h('p.wordmark', {}, mark(), h('span', {}, 'Ravine')),
      h('h1', {}, 'This page needs WebGPU or WebGL2'),
      h(
        'p.lead',
        {},
        'Ravine computes swarms of optimizer trajectories on the graphics processor, through WebGPU, or else on the processor and draws them through WebGL2. Neither could be reached here.',
      ),
      h('p.reason', { role: 'alert' }, reason),
      h('h2', {}, 'Browsers that have WebGPU'),
      h('dl', {}, ...browsers.flatMap(([name, versions]) => [h('dt', {}, name), h('dd', {}, versions)])),
      h('h2', {}, 'What to try'),
      h(
        'ul',
        {},
        h('li', {}, 'Update the browser and the graphics driver, then restart the browser.'),
        h('li', {}, 'Switch on hardware acceleration in the browser’s settings, under System.'),
        h(
          'li',
          {},
          'In Chrome on Linux, switch on ',
          h('code', {}, 'chrome://flags/#enable-unsafe-webgpu'),
          ' and look at ',
          h('code', {}, 'chrome://gpu'),
          ' for what the browser found.',
        ),
        h('li', {}, 'Open the page over https or on localhost: browsers hide WebGPU from other addresses.'),
        h('li', {}, 'On a remote desktop or a virtual machine there may be no graphics processor to use.'),
      ),
      h('h2', {}, 'Without a browser'),
      h(
        'p',
        {},
        'The same runs work in a terminal, on the CPU in float64: in a checkout of Ravine, ',
        h('code', {}, 'npm run ravine -- trace run.json'),
        ' prints every trajectory of a run.',
      ),
      h('p', {}, h('button.run-button', { type: 'button', onclick: () => location.reload() }, 'Try again')),
    ),
  );
}
