import { flushSync } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import { addClip, editClip, moveClips, removeClips } from '#core/document/commands/clip.ts';
import { addScene } from '#core/document/commands/scene.ts';
import { trimClip } from '#core/document/commands/place.ts';
import { setTransition } from '#core/document/commands/transition.ts';
import { createProject } from '#core/document/create-project.ts';
import { sampleOrigin } from '#core/document/sample-origin.ts';
import { take } from '#core/document/sample-film.test-support.ts';
import { OneOfMany } from '../one-of-many.svelte.ts';
import { TimelineState } from './timeline.svelte.ts';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** Two scenes of three clips, 48 frames each. */
function film() {
  const document = take(createProject({ name: 'Film' }, sampleOrigin()));
  closers.push(() => document.dispose());
  let now = $state.raw(document.project);
  closers.push(document.onUpdate(() => (now = document.project)));
  const scenes = [0, 1].map(() => take(document.run(addScene())));
  const clips = scenes.flatMap((scene) => [0, 1, 2].map(() => take(document.run(addClip({ scene, content: { length: 48 } })))));
  const timeline = new TimelineState(() => now);
  return { document, timeline, clips };
}

/** Which blocks a change left as they were, by the places of their clips. */
function untouched({ timeline }: ReturnType<typeof film>, change: () => void): boolean[] {
  const before = new Set(timeline.clips.map(({ block }) => block));
  change();
  return timeline.clips.map(({ block }) => before.has(block));
}

it('draws the clips of one scene again when one of them is trimmed, and moves those behind it as they are', () => {
  const it = film();
  const same = untouched(it, () => take(it.document.run(trimClip(it.clips[1]!, { edge: 'end', by: 8, ripple: true, source: undefined }))));
  // The one before it stays; the first of the next scene knows the clip before it, which is the same.
  expect(same).toEqual([true, false, false, true, true, true]);
  expect(it.timeline.clips.map(({ place }) => place.start)).toEqual([0, 48, 88, 136, 184, 232]);
  expect(it.timeline.clips.map(({ block }) => block.from)).toEqual([0, 48, 88, 0, 48, 96]);
});

it('draws again what knows of the clip that changed: itself and the one behind it, over scenes too', () => {
  const it = film();
  expect(untouched(it, () => take(it.document.run(editClip(it.clips[2]!, { prompt: 'rain' }))))).toEqual([true, true, false, false, true, true]);
  expect(untouched(it, () => take(it.document.run(setTransition(it.clips[2]!, { kind: 'dissolve', frames: 12 }))))).toEqual([true, true, false, false, true, true]);
  expect(it.timeline.clips[3]!.block).toMatchObject({ overlap: 12, from: 0, into: { kind: 'dissolve' } });
});

it('gives new slates where the order changed', () => {
  const it = film();
  const scene = it.timeline.scenes[0]!.scene.id;
  untouched(it, () => take(it.document.run(moveClips([it.clips[2]!], { scene, before: it.clips[0]! }))));
  expect(it.timeline.clips.map(({ block }) => [block.clip.id, block.slate, block.before?.slate])).toEqual([
    [it.clips[2], '1A', undefined],
    [it.clips[0], '1B', '1A'],
    [it.clips[1], '1C', '1B'],
    [it.clips[3], '2A', '1C'],
    [it.clips[4], '2B', '2A'],
    [it.clips[5], '2C', '2B'],
  ]);
});

it('goes on to the clip that stands where the removed one stood, also where something came or went before it', () => {
  const it = film();
  it.timeline.focus(it.clips[4]!);
  expect(it.timeline.current?.key).toBe(it.clips[4]);
  take(it.document.run(removeClips([it.clips[0]!])));
  expect(it.timeline.current?.key).toBe(it.clips[4]);
  take(it.document.run(removeClips([it.clips[4]!])));
  // As a key does when it has removed what it stood on.
  it.timeline.focus(it.clips[4]!);
  expect(it.timeline.current?.key).toBe(it.clips[5]);
  take(it.document.run(removeClips([it.clips[5]!])));
  expect(it.timeline.current?.key).toBe(it.clips[3]);
});

it('tells the one that is meant now and the one that was, and asks no other', () => {
  const one = new OneOfMany();
  const heard: string[] = [];
  closers.push(
    $effect.root(() => {
      for (const key of ['a', 'b', 'c']) {
        const asked = one.ask(key);
        $effect(() => void heard.push(`${key} ${asked.is}`));
      }
    }),
  );
  flushSync();
  heard.length = 0;
  for (const key of ['a', 'b', 'b', null, 'unasked']) {
    one.choose(key);
    flushSync();
  }
  expect(heard).toEqual(['a true', 'a false', 'b true', 'b false']);
  expect(one.ask('unasked').is).toBe(true);
});

it('passes on what all blocks read only where it became another', () => {
  const it = film();
  const { shown } = it.timeline;
  it.timeline.look(0, 600);
  let scales = 0;
  closers.push(
    $effect.root(() => {
      $effect.pre(() => shown.follow(it.timeline));
      $effect(() => void [shown.scale, shown.rate, shown.notes, scales++]);
    }),
  );
  flushSync();
  const before = scales;
  take(it.document.run(editClip(it.clips[0]!, { prompt: 'rain' })));
  flushSync();
  expect(scales).toBe(before);
  it.timeline.zoom(2, 0);
  flushSync();
  expect([scales - before, shown.scale]).toEqual([1, it.timeline.scale]);
});

it('draws a scene from the same list of clips while they lie where they lay in it', () => {
  const it = film();
  it.timeline.look(0, 600);
  const before = it.timeline.rows;
  take(it.document.run(trimClip(it.clips[4]!, { edge: 'end', by: 8, ripple: true, source: undefined })));
  expect(it.timeline.rows[0]).toBe(before[0]);
  expect(it.timeline.rows[1]!.blocks).not.toBe(before[1]!.blocks);
  const then = it.timeline.rows;
  take(it.document.run(trimClip(it.clips[1]!, { edge: 'end', by: 8, ripple: true, source: undefined })));
  expect(it.timeline.rows.map(({ blocks }, i) => blocks === then[i]!.blocks)).toEqual([false, true]);
  expect(it.timeline.rows.map(({ row }) => row.place.start)).toEqual([0, 136]);
});
