import { expect, it } from 'vitest';
import { writeFrames } from './frame-bytes.ts';

it('weaves planes into RGB, clamps, and leaves out the first frames', () => {
  // Two frames of two pixels: red, green, blue planes.
  const planes = Float32Array.of(-1, 1, 0, -2, -1, -1, 1, 1, 1, -1, 3, 0.5);
  const out = new Uint8Array(12);
  writeFrames(out, 0, planes, 2, 2);
  expect([...out]).toEqual([0, 0, 255, 255, 0, 0, 128, 255, 255, 0, 255, 191]);
  const later = new Uint8Array(12);
  writeFrames(later, 1, planes, 2, 2, 1);
  expect([...later]).toEqual([0, 0, 0, 0, 0, 0, 128, 255, 255, 0, 255, 191]);
});
