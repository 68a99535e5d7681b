import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAMERA_KEYS, CameraPath } from '../../schema/camera-path.ts';
import { CameraMove } from '../../schema/shot.ts';
import { cameraAt, pathOfMove } from './camera.ts';
import { addKey, changeKey, removeKey, seenCorners } from './edit-path.ts';

const any = fc.double({ min: -300, max: 300, noNaN: true });
const step = fc.oneof(
  fc.record({ kind: fc.constant('change' as const), index: fc.nat(40), change: fc.record({ at: any, x: any, y: any, zoom: any, turn: any }, { requiredKeys: [] }) }),
  fc.record({ kind: fc.constantFrom('add' as const, 'remove' as const), index: fc.nat(40) }),
);

describe('editing a camera path', () => {
  it('leaves a path that may be kept, from its first moment to its last in order, whatever is done', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CameraMove.options), fc.array(step, { maxLength: 60 }), (move, steps) => {
        let path = pathOfMove(move);
        for (const one of steps) {
          const index = one.index % path.keys.length;
          if (one.kind === 'change') path = changeKey(path, index, one.change);
          else if (one.kind === 'add') path = addKey(path, index)?.path ?? path;
          else path = removeKey(path, index) ?? path;
          expect(CameraPath.safeParse(path).success).toBe(true);
          expect([path.keys[0]!.at, path.keys.at(-1)!.at]).toEqual([0, 1]);
          path.keys.forEach(({ at }, i) => i > 0 && expect(at).toBeGreaterThan(path.keys[i - 1]!.at));
        }
      }),
    );
  });

  it('adds a key where the camera was, and no more than a path has', () => {
    const path = pathOfMove('pan-left');
    const added = addKey(path, 1)!;
    expect(added.index).toBe(1);
    expect(added.path.keys[1]!.x).toBeCloseTo(cameraAt(path, 0.5).x);
    let full = path;
    for (let more = addKey(full, 0); more && full.keys.length < CAMERA_KEYS + 1; more = addKey(full, 0)) full = more.path;
    expect(full.keys.length).toBeLessThanOrEqual(CAMERA_KEYS);
    expect(removeKey(path, 0)).toBeUndefined();
  });

  it('says what is seen of a picture', () => {
    const corners = seenCorners({ width: 200, height: 100 }, { width: 160, height: 90 }, { x: 0.5, y: 0.5, zoom: 2, turn: 0 });
    expect(corners[2]![1] - corners[0]![1]).toBeCloseTo(50);
    expect(corners[0]![0] + corners[2]![0]).toBeCloseTo(200);
  });
});
