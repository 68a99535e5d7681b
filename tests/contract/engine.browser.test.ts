import { BrowserEngine } from '#lib/engine/browser/browser-engine.ts';
import { engineSuite } from './engine-suite.ts';
import { FakeEngine } from './fake-engine.ts';

const modelFolder = new URL('/tests/fixtures/tiny-model/', location.href).href;
const sample = { width: 96, height: 96, frames: 5, prompt: 'a red ball' };

engineSuite('fake', async () => new FakeEngine(), sample);
engineSuite('browser on WASM', async () => new BrowserEngine({ modelFolder, choice: 'wasm' }), sample);
