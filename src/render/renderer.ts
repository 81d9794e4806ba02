import { LinearSRGBColorSpace, NoToneMapping, Renderer, WebGPUBackend } from 'three/webgpu';

export interface RendererOptions {
  canvas: HTMLCanvasElement;
  /** Borrowed; null where WebGL2 draws. */
  device: GPUDevice | null;
  antialias: boolean;
}

/**
 * What three's WebGPURenderer is made of, with the one backend that is needed and without the materials that it brings
 * along: a tenth of the first screen's JavaScript each. Caller disposes.
 */
export async function createRenderer({ canvas, device, antialias }: RendererOptions): Promise<Renderer> {
  const target = { canvas, antialias, alpha: true };
  const backend = device === null ? await webgl2(target) : new WebGPUBackend({ ...target, device });
  const renderer = new Renderer(backend, target);
  // Shaders encode sRGB themselves (shading.ts): no intermediate target, no conversion pass.
  renderer.outputColorSpace = LinearSRGBColorSpace;
  renderer.toneMapping = NoToneMapping;
  renderer.setClearColor(0x000000, 0);
  // Whoever made the device, or the canvas, answers for its loss.
  renderer.onDeviceLost = () => {};
  await renderer.init();
  return renderer;
}

/**
 * three asks for a frame after every frame, for ever, to count them; a page at rest should cost nothing. It counts again by
 * itself at the next `render`. Not a documented interface, like what three-bridge.ts knows.
 */
export function rest(renderer: Renderer): void {
  (renderer as unknown as { _animation: { stop(): void } })._animation.stop();
}

/** Most browsers have WebGPU and never load this. */
async function webgl2(target: { canvas: HTMLCanvasElement }) {
  const { default: WebGLBackend } = await import('three/src/renderers/webgl-fallback/WebGLBackend.js');
  return new WebGLBackend(target);
}
