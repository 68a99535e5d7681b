import { describe, expect, it } from 'vitest';
import { type Meaning, nearest } from './meaning.ts';

const at = (degrees: number): Meaning => Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));
const of = (...degrees: number[]) => new Map(degrees.map((each) => [`${each}`, at(each)]));

describe('what lies near in meaning', () => {
  it('is what stands out, the nearest first', () => {
    expect(nearest(at(0), of(90, 5, 100, 2, 110, 95, 120))).toEqual(['2', '5']);
  });

  it('is nothing where nothing stands out, or too little is there to stand out of', () => {
    expect(nearest(at(0), of(90, 90.001))).toEqual([]);
    expect(nearest(at(0), new Map([['a', at(90)], ['b', at(90)], ['c', at(90)], ['d', at(90)]]))).toEqual([]);
  });

  it('passes over what another model has placed', () => {
    expect(nearest(at(0), new Map([...of(90, 100, 3), ['other', Float32Array.of(1, 0, 0)]]))).toEqual(['3']);
  });

  it('is never more than two dozen', () => {
    const many = new Map(Array.from({ length: 400 }, (_, i) => [i, at(i < 50 ? i / 10 : 90)]));
    expect(nearest(at(0), many)).toHaveLength(24);
  });
});
