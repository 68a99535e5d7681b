import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { addClip } from '#core/document/commands/clip.ts';
import { addScene } from '#core/document/commands/scene.ts';
import { createProject } from '#core/document/create-project.ts';
import { sampleOrigin } from '#core/document/sample-origin.ts';
import type { TimelineActions } from '#lib/state/project/timeline-actions.svelte.ts';
import { TimelineState } from '#lib/state/project/timeline.svelte.ts';
import { DragClip } from './drag-clip.svelte.ts';

let element: HTMLElement;
beforeEach(() => {
  element = document.body.appendChild(document.createElement('div'));
});
afterEach(() => {
  element.remove();
  vi.useRealTimers();
});

/** Three clips of 100 frames at two pixels a frame. */
function film(beats: readonly number[] = []) {
  const made = createProject({ name: 'Film' }, sampleOrigin());
  if (!made.ok) throw new Error(made.fault.reason);
  const document = made.value;
  const scene = document.run(addScene());
  if (!scene.ok) throw new Error(scene.fault.reason);
  for (let i = 0; i < 3; i += 1) document.run(addClip({ scene: scene.value, content: { length: 100 } }));
  const timeline = new TimelineState(() => document.project);
  timeline.look(0, 612);
  const actions = { trim: vi.fn(), slip: vi.fn(), place: vi.fn(), reorder: vi.fn() };
  const drag = new DragClip(timeline, actions as unknown as TimelineActions, () => 0, () => beats);
  return { timeline, actions, drag };
}

const pointer = (type: string, x: number, pointerType = 'mouse', pointerId = 1) => new PointerEvent(type, { clientX: x, clientY: 0, button: 0, pointerType, pointerId, isPrimary: pointerId === 1, bubbles: true, cancelable: true });

it('shows where an edge has snapped while it is drawn, and nothing once it is let go', () => {
  const { timeline, actions, drag } = film();
  const [first] = timeline.clips;
  element.addEventListener('pointerdown', (event) => drag.start(event, first!, 'end'));
  element.dispatchEvent(pointer('pointerdown', 200));
  dispatchEvent(pointer('pointermove', 300));
  flushSync();
  expect([drag.drawn?.by, drag.snappedTo]).toEqual([50, undefined]);
  dispatchEvent(pointer('pointermove', 396));
  expect([drag.drawn?.by, drag.snappedTo]).toEqual([100, 200]);
  dispatchEvent(pointer('pointerup', 396));
  expect([drag.snappedTo, actions.trim.mock.calls[0]!.slice(1)]).toEqual([undefined, ['end', -100]]);
});

it('takes hold under a finger that rests, and leaves one that moves at once to the page', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { timeline, actions, drag } = film();
  const [first] = timeline.clips;
  element.addEventListener('pointerdown', (event) => drag.hold(event, first!));
  const touchmove = () => {
    const event = new TouchEvent('touchmove', { cancelable: true, bubbles: true });
    element.dispatchEvent(event);
    return event.defaultPrevented;
  };
  element.dispatchEvent(pointer('pointerdown', 100, 'touch'));
  dispatchEvent(pointer('pointermove', 140, 'touch'));
  vi.advanceTimersByTime(400);
  dispatchEvent(pointer('pointermove', 300, 'touch'));
  expect([drag.drawn, touchmove()]).toEqual([null, false]);
  dispatchEvent(pointer('pointerup', 300, 'touch'));

  element.dispatchEvent(pointer('pointerdown', 100, 'touch'));
  vi.advanceTimersByTime(400);
  dispatchEvent(pointer('pointermove', 410, 'touch'));
  expect([drag.drawn?.grip, touchmove()]).toEqual(['body', true]);
  dispatchEvent(pointer('pointerup', 410, 'touch'));
  expect(actions.reorder).toHaveBeenCalledOnce();
  expect(touchmove()).toBe(false);
});

it('lets go when a second finger comes, which zooms: nothing is taken hold of, nothing is changed', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { timeline, actions, drag } = film();
  const [first] = timeline.clips;
  const start = (event: PointerEvent) => (event.pointerId === 1 && event.clientX === 200 ? drag.start(event, first!, 'end') : event.pointerId === 1 && drag.hold(event, first!));
  element.addEventListener('pointerdown', start);
  element.dispatchEvent(pointer('pointerdown', 100, 'touch'));
  element.dispatchEvent(pointer('pointerdown', 160, 'touch', 2));
  vi.advanceTimersByTime(400);
  dispatchEvent(pointer('pointermove', 300, 'touch', 2));
  expect(drag.drawn).toBeNull();

  element.dispatchEvent(pointer('pointerdown', 200, 'touch'));
  dispatchEvent(pointer('pointermove', 150, 'touch'));
  expect(drag.drawn?.by).toBe(-25);
  element.dispatchEvent(pointer('pointerdown', 260, 'touch', 2));
  expect(drag.drawn).toBeNull();
  dispatchEvent(pointer('pointerup', 150, 'touch'));
  expect(actions.trim).not.toHaveBeenCalled();
});

it('trims nothing while two fingers zoom, also where each lies on an edge of the same clip', () => {
  const { timeline, actions, drag } = film();
  const [first] = timeline.clips;
  element.addEventListener('pointerdown', (event) => drag.start(event, first!, event.clientX < 100 ? 'start' : 'end'));
  element.dispatchEvent(pointer('pointerdown', 2, 'touch'));
  element.dispatchEvent(pointer('pointerdown', 198, 'touch', 2));
  dispatchEvent(pointer('pointermove', 260, 'touch', 2));
  expect(drag.drawn).toBeNull();
  dispatchEvent(pointer('pointerup', 260, 'touch', 2));
  dispatchEvent(pointer('pointerup', 2, 'touch'));
  expect(actions.trim).not.toHaveBeenCalled();
});

it('snaps an edge to a beat of the song', () => {
  const { timeline, actions, drag } = film([77]);
  const [first] = timeline.clips;
  element.addEventListener('pointerdown', (event) => drag.start(event, first!, 'end'));
  element.dispatchEvent(pointer('pointerdown', 200));
  dispatchEvent(pointer('pointermove', 158));
  flushSync();
  expect(drag.snappedTo).toBe(77);
  dispatchEvent(pointer('pointerup', 158));
  expect(actions.trim.mock.calls[0]!.slice(1)).toEqual(['end', 23]);
});
