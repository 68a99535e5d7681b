import { sveltekit } from '@sveltejs/kit/vite';
import { playwright } from '@vitest/browser-playwright';
import { defaultClientConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { leanZod } from './accelerator/setup/lean-zod.ts';
import { builtInModel } from './models/vite-plugin.ts';
import config from './svelte.config.mjs';
import { hub } from './tests/browser/hub-commands.ts';
import { chromiumLaunch } from './tests/browser/launch.ts';

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Parts that are loaded whole, each in one file with all that it imports statically. */
const FIRST_FILES = [
  // What Kit begins with, before it says which version this is: were it within the house, the house would be read with no version.
  { name: 'begin', test: /(@sveltejs\/kit\/src\/runtime\/client\/payload\.js|vite\/preload-helper(\.js)?)$/, priority: 1 },
  { name: 'house', test: /\/lib\/(state\/open-studio\.ts|components\/shell\/Shell\.svelte)$/ },
  { name: 'create', test: /\/lib\/components\/create\/CreatePage\.svelte$/ },
];

/** A test that takes longer hangs; a busy machine is no fault of the test. Milliseconds. */
const PATIENCE_MS = 60_000;
/** What is looked for again and again comes late there, too. */
const expecting = { poll: { timeout: 15_000 } };

export default defineConfig({
  plugins: [sveltekit(config.kit), builtInModel(), leanZod()],
  // A worker is one file: parts of its own would not be among those that are kept for a time without network.
  worker: { format: 'es', rolldownOptions: { output: { codeSplitting: false } } },
  // Every page needs the studio and its shell: in one file, not in a hundred that are shared by some. See docs/decisions/0042.
  environments: { client: { build: { rolldownOptions: { output: { codeSplitting: { groups: FIRST_FILES } } } } } },
  build: {
    // Older targets make Vite resolve `light-dark()` once at the root, and the stage must stay dark in a light room.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // No list of every later page's files in what the first page loads; a page names its own, and the service worker has them all.
    modulePreload: { resolveDependencies: () => [] },
  },
  resolve: {
    // ONNX Runtime without its own loader inside, which would ship its WebAssembly a second time.
    conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
  },
  // ONNX Runtime finds its own files and starts its own threads; it must stay as it is.
  optimizeDeps: { exclude: ['onnxruntime-web'], include: ['@mediabunny/aac-encoder', '@huggingface/tokenizers', '@huggingface/transformers', '@zip.js/zip.js/lib/zip-core-native.js', '@cantoo/pdf-lib', '@pdf-lib/fontkit', 'cmu-pronouncing-dictionary', 'comlink', 'diff', 'fast-xml-parser', 'fastest-levenshtein', 'fractional-indexing', 'hash-wasm', 'idb', 'image-dimensions', 'mediabunny', 'papaparse', 'protobufjs/minimal.js', 'yjs', 'zod'] },
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
          expect: expecting,
        },
      },
      {
        extends: true,
        optimizeDeps: { include: ['axe-core'] },
        test: {
          name: 'browser',
          include: ['{src,tests}/**/*.browser.test.ts'],
          testTimeout: PATIENCE_MS,
          expect: expecting,
          browser: {
            enabled: true,
            headless: true,
            provider: playwright({ launchOptions: chromiumLaunch() }),
            instances: [{ browser: 'chromium' }],
            commands: { hub },
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
          testTimeout: PATIENCE_MS,
          expect: expecting,
          hookTimeout: PATIENCE_MS,
        },
      },
    ],
  },
});
