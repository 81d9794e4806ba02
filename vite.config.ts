import { defineConfig } from 'vite';

export default defineConfig({
  // Relative, so that the built site works from any folder of any static host.
  base: './',
  resolve: {
    // three by its modules: of its one built file the WebGL backend, which few load, could not be split off.
    alias: [
      { find: /^three\/webgpu$/, replacement: 'three/src/Three.WebGPU.js' },
      { find: /^three\/tsl$/, replacement: 'three/src/Three.TSL.js' },
      { find: /^three$/, replacement: 'three/src/Three.Core.js' },
    ],
  },
  build: {
    // Every browser with WebGPU has ES2023 and top-level await.
    target: 'es2023',
    // three's WebGPU build is one chunk of its own; the limit on the first screen is a test, not a warning.
    chunkSizeWarningLimit: 1500,
  },
});
