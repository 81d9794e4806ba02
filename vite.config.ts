import { defineConfig } from 'vite';

export default defineConfig({
  // Relative, so that the built site works from any folder of any static host.
  base: './',
  build: {
    // Every browser with WebGPU has ES2023 and top-level await.
    target: 'es2023',
    // three's WebGPU build is one chunk of its own; the limit on the first screen is a test, not a warning.
    chunkSizeWarningLimit: 1500,
  },
});
