import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import svelteConfig from './svelte.config.mjs';

const dependencies = Object.keys(JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')).dependencies);

/** Node's own modules, with and without the prefix. */
const NODE_BUILT_INS = builtinModules.flatMap((name) => [name, `node:${name}`]).concat(['node:sqlite', 'node:test', 'node:sea']);

/**
 * The packages that src/core may import: all of them run anywhere. Everything else that the program
 * depends on belongs to one host.
 */
const CORE_PACKAGES = ['zod', 'mediabunny', '@huggingface/tokenizers', 'fastest-levenshtein', 'fractional-indexing', 'yjs', 'fast-xml-parser', 'papaparse', 'protobufjs', '@cantoo/pdf-lib', '@pdf-lib/fontkit', 'diff'];
const NOT_IN_CORE = dependencies.filter((name) => !CORE_PACKAGES.includes(name)).concat(['svelte', '@sveltejs/kit', 'vite', 'playwright']);

/** Which way the arrows run: `target` may not import from `from`. */
const arrow = (target, from, message, except = []) => ({ target, from, except, message });
const ZONES = [
  arrow('./src/core', './src', 'Core imports nothing above it.', ['./core']),
  arrow('./src/core', './accelerator', 'Core runs anywhere; the accelerator is one host.'),
  arrow('./src', './accelerator', 'The studio and the accelerator never see each other: they share src/core and speak its schema.'),
  arrow('./accelerator', './src', 'The accelerator imports nothing of the studio but src/core.', ['./core']),
  arrow('./accelerator/processes', './accelerator', 'Processes do not know what works in them.', ['./processes']),
  arrow('./src/core/schema', './src/core', 'The schema is the ground floor.', ['./schema']),
  ...['film', 'pipelines', 'document'].map((part) =>
    arrow('./src/core/domain', `./src/core/${part}`, `Domain is below ${part}.`)),
  arrow('./src/core/pipelines', './src/core/film', 'Film and pipelines stand side by side.'),
  arrow('./src/core/film', './src/core/pipelines', 'Film and pipelines stand side by side.'),
  ...['engine', 'queue', 'state', 'components'].map((part) =>
    arrow('./src/lib/storage', `./src/lib/${part}`, `Storage is below ${part}.`)),
  ...['queue', 'state', 'components'].map((part) =>
    arrow('./src/lib/engine', `./src/lib/${part}`, `Engines are below ${part}.`)),
  // Workers read and write stores themselves, and a store has a worker of its own: only cycles are refused there.
  arrow('./src/lib/workers', './src/lib/engine', 'Workers are below the engines, and know only the ports that they serve.', ['./film.ts']),
  ...['queue', 'state', 'components'].map((part) =>
    arrow('./src/lib/workers', `./src/lib/${part}`, `Workers are below ${part}.`)),
  ...['state', 'components'].map((part) => arrow('./src/lib/queue', `./src/lib/${part}`, `The queue is below ${part}.`)),
  arrow('./src/lib/state', './src/lib/components', 'Components read state, never the other way.'),
  arrow('./src/lib', './src/routes', 'Routes place components, never the other way.'),
];

/** ONNX Runtime itself. Its files may be named by their address (`?url`), which loads nothing. */
const ONNX_RUNTIME = '^onnxruntime-(node|common|web)(/(?!.*\\?url$).*)?$';
const oneHome = (group, message) => ({ group, message });

/** Files that may import ONNX Runtime: one a host. */
const ONNX_HOMES = ['accelerator/engines/onnx/runtime.ts', 'src/lib/workers/onnx-web-runtime.ts'];

const coreRestrictions = {
  paths: [
    ...NODE_BUILT_INS.map((name) => ({ name, message: 'Core knows no Node: let the host hand it in.' })),
    ...NOT_IN_CORE.map((name) => ({ name, message: 'Core knows no host and no framework.' })),
  ],
  patterns: [
    oneHome(['node:*', 'fs/*', ...NOT_IN_CORE.map((name) => `${name}/*`)], 'Core knows no host and no framework.'),
    oneHome(['#lib', '#lib/*', '$app/*'], 'Core imports nothing above it.'),
  ],
};

const BROWSER_ONLY = Object.keys(globals.browser).filter((name) => !(name in globals['shared-node-browser']) || name === 'performance');
const HOST_GLOBALS = [...new Set([...BROWSER_ONLY, ...Object.keys(globals.node), ...Object.keys(globals['shared-node-browser'])])]
  .filter((name) => !['TextEncoder', 'TextDecoder', 'structuredClone', 'WebAssembly', 'name', 'exports', 'module'].includes(name));

export default tseslint.config(
  { ignores: ['build/', '.svelte-kit/', 'node_modules/', 'coverage/', 'models/**/recipe/'] },
  ...tseslint.configs.recommended,
  ...svelte.configs.recommended,
  {
    // import-x looks for a tsconfig here and cannot follow the root one into Kit's package.
    languageOptions: { parserOptions: { tsconfigRootDir: `${import.meta.dirname}/src/core` } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js', '.mjs', '.svelte'] })],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/extensions': ['.ts', '.js', '.mjs'],
    },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-self-import': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones: ZONES }],
      'no-restricted-imports': ['error', { patterns: [{ regex: ONNX_RUNTIME, message: 'One file a host imports ONNX Runtime; ask it for sessions.' }] }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true }],
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ONNX_HOMES, rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['src/core/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': ['error', coreRestrictions],
      'no-restricted-globals': ['error', ...HOST_GLOBALS.map((name) => ({ name, message: 'Core knows no host: let it be handed in.' }))],
    },
  },
  // A test may bring a host along to the code that it tests.
  { files: ['**/*.test.ts'], rules: { 'import-x/no-restricted-paths': 'off' } },
  {
    // The rules that need types are asked only where a forgotten promise loses work.
    files: ['src/core/**/*.ts', 'accelerator/**/*.ts'],
    ignores: ['**/*.test.ts'],
    languageOptions: { parserOptions: { project: ['src/core/tsconfig.json', 'accelerator/tsconfig.json'], tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.svelte'], svelteConfig }, globals: globals.browser },
    rules: {
      // Maps behind `$state.raw` and private caches are replaced or never read by a screen.
      'svelte/prefer-svelte-reactivity': 'off',
      // The studio lives at the root of its site; links are plain paths.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  // What is printed for a person in a terminal is the product there.
  { files: ['accelerator/cli/**', 'accelerator/setup/**', 'accelerator/main.ts', 'tests/**', 'models/**'], rules: { 'no-console': 'off' } },
);
