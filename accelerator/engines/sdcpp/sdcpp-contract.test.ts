import { afterAll } from 'vitest';
import { engineSuite } from '../../../tests/contract/engine-suite.ts';
import { Bench } from './engine.test-support.ts';

const bench = new Bench();
afterAll(() => bench.close());

engineSuite('stable-diffusion.cpp', () => Promise.resolve(bench.open({ stepMs: 10 })), {
  width: 256,
  height: 256,
  frames: 5,
  prompt: 'a red balloon rising over the sea',
});
