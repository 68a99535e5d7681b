import { expect, it } from 'vitest';
import { engineProcesses } from './engine-processes.ts';

it('starts and stops processes of the onnx engine in every way and leaves none: a sample of the soak', { timeout: 120_000 }, async () => {
  const { wrong, processes } = await engineProcesses(10, 5);
  expect(wrong).toEqual([]);
  expect(processes).toBeGreaterThan(2);
});
