import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightyGraph } from '../../../../tests/bench/weighty-graph.ts';
import { checkOnnx } from '../../domain/models/check-onnx.ts';
import { graphWeights } from '../lora/graph-weights.ts';
import { lightGraph } from './light-graph.ts';

const atHand = (bytes: Uint8Array, seen?: (start: number, length: number) => void) => ({
  length: bytes.length,
  read(start: number, length: number) {
    seen?.(start, length);
    // As one that reads a file: what was given before is gone.
    return bytes.slice(start, start + length);
  },
});
const SIDE = 256;
const WEIGHTS = 3;
const graph = weightyGraph(WEIGHTS * SIDE * SIDE * 4, WEIGHTS);

describe('a graph without its heavy weights', () => {
  it('says where in the file each of them stands', () => {
    const light = lightGraph(atHand(graph), 'whole')!;
    expect(light.length).toBeLessThan(1_000);
    const [whole, lighter] = [graphWeights(graph, 'whole'), graphWeights(light, 'light')];
    expect(lighter).toHaveLength(WEIGHTS);
    expect(lighter).toEqual(whole.map((weight) => ({ ...weight, place: { ...weight.place, file: 'whole' } })));
  });

  it('is one that the check of files takes, with the file it names', async () => {
    const light = lightGraph(atHand(graph), 'whole')!;
    expect(await checkOnnx('m.onnx', light.length, async (start, length) => light.subarray(start, start + length))).toEqual(['whole']);
  });

  it('is made without reading the weights', () => {
    let read = 0;
    lightGraph(atHand(graph, (_, length) => (read += length)), 'whole');
    expect(read).toBeLessThan(graph.length / 4);
  });

  it('is not made of one that has none', () => {
    expect(lightGraph(atHand(weightyGraph(4_096)), 'whole')).toBeUndefined();
  });

  it('is not made of bytes that are no graph, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(lightGraph(atHand(bytes), 'whole')).toBeUndefined();
      }),
    );
    for (const length of [1, 5, 40, SIDE * SIDE * 4, graph.length - 1]) expect(lightGraph(atHand(graph.subarray(0, length)), 'whole'), String(length)).toBeUndefined();
  });
});
