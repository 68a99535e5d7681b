import { describe, expect, it } from 'vitest';
import type { ClipId, SceneId } from '../../schema/project-ids.ts';
import { type BoardScene, type Direction, stepClips, stepScenes } from './board-order.ts';

const row = (scene: string, ...clips: string[]): BoardScene => ({ scene: scene as SceneId, clips: clips as ClipId[] });
const board = [row('1', 'a', 'b', 'c'), row('2', 'd'), row('3')];
const step = (direction: Direction, ...ids: string[]) => stepClips(board, new Set(ids as ClipId[]), direction);

describe('a step of clips', () => {
  it('passes one clip in a scene', () => {
    expect(step('left', 'b')).toEqual({ scene: '1', before: 'a' });
    expect(step('right', 'a')).toEqual({ scene: '1', before: 'c' });
    expect(step('right', 'b')).toEqual({ scene: '1', before: null });
  });

  it('leads out of a scene into the next', () => {
    expect(step('right', 'c')).toEqual({ scene: '2', before: 'd' });
    expect(step('left', 'd')).toEqual({ scene: '1', before: null });
    expect(step('right', 'd')).toEqual({ scene: '3', before: null });
  });

  it('keeps its place in the scene above or below', () => {
    expect(step('down', 'a')).toEqual({ scene: '2', before: 'd' });
    expect(step('down', 'b')).toEqual({ scene: '2', before: null });
    expect(step('up', 'd')).toEqual({ scene: '1', before: 'a' });
  });

  it('ends where the board does', () => {
    expect(step('left', 'a')).toBeUndefined();
    expect(step('up', 'b')).toBeUndefined();
    expect(stepClips([row('1', 'a')], new Set(['a' as ClipId]), 'right')).toBeUndefined();
    expect(step('left')).toBeUndefined();
  });

  it('takes several together', () => {
    expect(step('left', 'b', 'c')).toEqual({ scene: '1', before: 'a' });
    expect(step('right', 'a', 'b')).toEqual({ scene: '1', before: null });
    expect(step('right', 'b', 'c')).toEqual({ scene: '2', before: 'd' });
  });
});

describe('a step of scenes', () => {
  const scenes = (direction: 'up' | 'down', ...ids: string[]) => stepScenes(board, new Set(ids as SceneId[]), direction);

  it('passes one scene, and ends where the film does', () => {
    expect(scenes('up', '2')).toBe('1');
    expect(scenes('down', '1')).toBe('3');
    expect(scenes('down', '2')).toBeNull();
    expect(scenes('up', '1')).toBeUndefined();
    expect(scenes('down', '3')).toBeUndefined();
    expect(scenes('down', '1', '2')).toBeNull();
  });
});
