import { describe, expect, it } from 'vitest';
import type { EngineLane } from '#lib/engine/lane.ts';
import { LaneWatch } from './lane-watch.ts';

const away = { awaits: 'accelerator', look: () => undefined, subscribe: () => () => undefined } as unknown as EngineLane;

describe('a lane that is away', () => {
  it('is either said, or waited for: at no moment neither', () => {
    const watch = new LaneWatch({ remote: away });
    expect(watch.awaits('remote')).toBe('accelerator');
    const seen = performance.now();
    for (const later of [0, 0.5, 900, 998, 999, 999.5, 999.9, 1_000, 1_000.1, 1_001, 5_000]) {
      const said = watch.lasting('remote', seen + later);
      const wait = watch.untilLasting(seen + later);
      expect([said, wait ?? 0], `${later} ms`).toSatisfy(([word, ms]) => (word === undefined) === ms > 0);
    }
    expect(watch.lasting('remote', seen + 5_000)).toBe('accelerator');
  });

  it('is said of a browser that is paired with nothing', () => {
    expect(new LaneWatch({}).lasting('remote', 0)).toBe('accelerator');
  });
});
