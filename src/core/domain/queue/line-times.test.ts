import { describe, expect, it } from 'vitest';
import { foresee } from './line-times.ts';

describe('foresee', () => {
  it('lets each job begin when those before it are over', () => {
    const times = foresee([
      { id: 'a', lane: 'browser', leftMs: 10 },
      { id: 'b', lane: 'browser', leftMs: 20 },
      { id: 'c', lane: 'browser', leftMs: 5 },
    ]);
    expect(times.get('a')).toEqual({ beginsInMs: 0, endsInMs: 10 });
    expect(times.get('b')).toEqual({ beginsInMs: 10, endsInMs: 30 });
    expect(times.get('c')).toEqual({ beginsInMs: 30, endsInMs: 35 });
  });

  it('counts each lane for itself', () => {
    const times = foresee([
      { id: 'a', lane: 'browser', leftMs: 10 },
      { id: 'b', lane: 'remote', leftMs: 20 },
    ]);
    expect(times.get('b')).toEqual({ beginsInMs: 0, endsInMs: 20 });
  });

  it('claims nothing behind a job that nobody can judge', () => {
    const times = foresee([
      { id: 'a', lane: 'browser', leftMs: null },
      { id: 'b', lane: 'browser', leftMs: 20 },
    ]);
    expect(times.get('a')).toEqual({ beginsInMs: 0, endsInMs: null });
    expect(times.get('b')).toEqual({ beginsInMs: null, endsInMs: null });
  });
});
