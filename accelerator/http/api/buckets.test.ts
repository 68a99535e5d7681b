import { describe, expect, it } from 'vitest';
import { askerAt, Buckets } from './buckets.ts';

describe('Buckets', () => {
  it('give what was saved up, then as much as comes back, to each asker alone', () => {
    let now = 0;
    const buckets = new Buckets({ burst: 3, perSecond: 2 }, () => now);
    expect([1, 2, 3, 4].map(() => buckets.take('a'))).toEqual([0, 0, 0, 1]);
    expect(buckets.take('b')).toBe(0);
    now += 499;
    expect(buckets.take('a')).toBe(1);
    now += 1;
    expect(buckets.take('a')).toBe(0);
    expect(buckets.take('a')).toBe(1);
    now += 3_600_000;
    expect([1, 2, 3, 4].map(() => buckets.take('a'))).toEqual([0, 0, 0, 1]);
  });

  it('say how long to wait', () => {
    const buckets = new Buckets({ burst: 1, perSecond: 0.1 }, () => 0);
    buckets.take('a');
    expect(buckets.take('a')).toBe(10);
  });

  it('remember only so many, and forget who was quiet longest', () => {
    const buckets = new Buckets({ burst: 1, perSecond: 0.001 }, () => 0);
    buckets.take('first');
    for (let n = 0; n < 20_000; n += 1) {
      buckets.take(`asker ${n}`);
      if (n % 100 === 0) buckets.take('busy');
    }
    expect(buckets.size).toBe(10_000);
    expect(buckets.take('busy')).toBeGreaterThan(0);
    expect(buckets.take('first')).toBe(0);
  });
});

describe('askerAt', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::ffff:10.0.0.7', '10.0.0.7'],
    ['fd00:1:2:3:4:5:6:7', 'fd00:1:2:3'],
    ['fd00:1:2:3::1', 'fd00:1:2:3'],
    ['fd00:1:2:3::2', 'fd00:1:2:3'],
    ['fd00::7', 'fd00:0:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    [undefined, 'nowhere'],
  ])('%s counts as %s', (address, asker) => {
    expect(askerAt(address)).toBe(asker);
  });
});
