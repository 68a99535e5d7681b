/** What of other people's work is part of the app, and under which licence. */
export const LICENCES = [
  ['Svelte, SvelteKit', 'MIT'],
  ['ONNX Runtime Web', 'MIT'],
  ['Hugging Face Tokenizers', 'Apache-2.0'],
  ['Mediabunny', 'MPL-2.0'],
  ['Bits UI', 'MIT'],
  ['Comlink', 'Apache-2.0'],
  ['idb', 'ISC'],
  ['Workbox', 'MIT'],
  ['Zod', 'MIT'],
  ['zip.js', 'BSD-3-Clause'],
  ['fastest-levenshtein', 'MIT'],
  ['Lucide icons', 'ISC'],
  ['Inter, by Rasmus Andersson', 'OFL-1.1'],
  ['Fraunces, by Undercase Type', 'OFL-1.1'],
] as const;
