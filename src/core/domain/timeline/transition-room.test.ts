import { expect, it } from 'vitest';
import { CUT, type Transition } from '../../schema/transition.ts';
import { fadedFrames, ofKind, transitionRoom } from './transition-room.ts';

const piece = (length: number, transition: Transition = CUT, gap = 0) => ({ length, gap, transition });
const dissolve: Transition = { kind: 'dissolve', frames: 5 };
const fade = (direction: 'in' | 'out' | 'through') => ({ kind: 'fade', frames: 4, direction }) as const;

it('leaves each clip a frame of its own between two overlaps', () => {
  const pieces = [piece(20, dissolve), piece(10), piece(30)];
  expect(transitionRoom(pieces, 1, { kind: 'wipe', frames: 3, direction: 'up' })).toBe(4);
  expect(transitionRoom([piece(1), piece(10)], 0, { kind: 'dissolve', frames: 3 })).toBe(0);
});

it('needs a clip that follows directly, but for a fade to black; a fade may lead over black', () => {
  expect(transitionRoom([piece(20)], 0, { kind: 'dissolve', frames: 3 })).toBeUndefined();
  expect(transitionRoom([piece(20), piece(20, CUT, 3)], 0, { kind: 'dissolve', frames: 3 })).toBeUndefined();
  expect([transitionRoom([piece(20)], 0, fade('out')), transitionRoom([piece(20)], 0, fade('through'))]).toEqual([20, undefined]);
  expect([transitionRoom([piece(20), piece(8, CUT, 3)], 0, fade('in')), transitionRoom([piece(20), piece(8)], 0, fade('through'))]).toEqual([8, 16]);
});

it('keeps the length from one kind to another as far as it fits', () => {
  expect(ofKind('wipe', [piece(20, { kind: 'dissolve', frames: 7 }), piece(20)], 0)).toEqual({ kind: 'wipe', frames: 7, direction: 'left' });
  expect(ofKind('dissolve', [piece(20), piece(6)], 0)).toEqual({ kind: 'dissolve', frames: 5 });
  expect(ofKind('fade', [piece(20)], 0)).toEqual({ kind: 'fade', frames: 12, direction: 'out' });
  expect(ofKind('cut', [piece(20, dissolve), piece(6)], 0)).toEqual(CUT);
});

it('says how much of a clip fades in and out', () => {
  expect(fadedFrames(fade('through'), fade('out'))).toEqual({ in: 2, out: 4 });
  expect(fadedFrames(fade('out'), fade('in'))).toEqual({ in: 0, out: 0 });
  expect(fadedFrames(fade('in'), dissolve)).toEqual({ in: 4, out: 0 });
});
