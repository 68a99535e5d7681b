import { sveltekit } from '@sveltejs/kit/vite';
import { playwright } from '@vitest/browser-playwright';
import { defaultClientConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { builtInModel } from './models/vite-plugin.ts';
import config from './svelte.config.mjs';
import { chromiumLaunch } from './tests/browser/launch.ts';

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** A test that takes longer hangs; a busy machine is no fault of the test. Milliseconds. */
const PATIENCE_MS = 60_000;

export default defineConfig({
  plugins: [sveltekit(config.kit), builtInModel()],
  worker: { format: 'es' },
  // Older targets make Vite resolve `light-dark()` once at the root, and the stage must stay dark in a light room.
  build: { cssTarget: ['chrome123', 'firefox120', 'safari17.5'] },
  resolve: {
    // ONNX Runtime without its own loader inside, which would ship its WebAssembly a second time.
    conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
  },
  // ONNX Runtime finds its own files and starts its own threads; it must stay as it is.
  optimizeDeps: { exclude: ['onnxruntime-web'], include: ['@huggingface/tokenizers', '@zip.js/zip.js/lib/zip-core-native.js', 'comlink', 'fastest-levenshtein', 'fractional-indexing', 'idb', 'image-dimensions', 'mediabunny', 'yjs', 'zod'] },
  server: { headers: isolation },
  preview: { headers: isolation },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['{src,accelerator,tests,models}/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts', 'tests/e2e/**', 'node_modules/**'],
          testTimeout: PATIENCE_MS,
        },
      },
      {
        extends: true,
        optimizeDeps: { include: ['axe-core'] },
        test: {
          name: 'browser',
          include: ['{src,tests}/**/*.browser.test.ts'],
          testTimeout: PATIENCE_MS,
          browser: {
            enabled: true,
            headless: true,
            provider: playwright({ launchOptions: chromiumLaunch() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        test: {
          // The built studio as a person would meet it; one visitor after the other, as each keeps both cores busy.
          name: 'e2e',
          environment: 'node',
          include: ['tests/e2e/**/*.e2e.ts'],
          fileParallelism: false,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
