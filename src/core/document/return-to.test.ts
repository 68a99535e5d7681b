import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TakeId } from '../schema/ids.ts';
import type { Clip } from '../schema/clip.ts';
import type { Project } from '../schema/project.ts';
import type { Scene } from '../schema/scene.ts';
import { addClipAlternate } from './commands/alternate.ts';
import { addClip, editClip, removeClips, restoreClip } from './commands/clip.ts';
import { renameProject } from './commands/project.ts';
import { addScene, restoreScene } from './commands/scene.ts';
import { addTakes, selectTake } from './commands/take.ts';
import { saveVersion } from './commands/version.ts';
import { expectInvariants } from './invariants.test-support.ts';
import { openMoment } from './log/moments.ts';
import { openPast } from './log/open-log.ts';
import { seal } from './log/sealed.ts';
import type { ProjectDocument } from './project-document.ts';
import { anyStep, perform } from './random-steps.test-support.ts';
import { order, sampleFilm, take } from './sample-film.test-support.ts';
import { sampleOrigin } from './sample-origin.ts';

const SEED = process.env['KINORA_SEED'];
const RUNS = { numRuns: Number(process.env['KINORA_RUNS'] ?? 100), ...(SEED && { seed: Number(SEED) }) };

const someTake = (n: number) => `00000000-0000-4000-8000-00000000200${n}` as TakeId;

/** A film whose log is kept, so that its past can be opened. */
function keptFilm() {
  const film = sampleFilm();
  const log = [{ bytes: seal(film.document.encode()), at: film.origin.now() }];
  film.document.onUpdate((update) => log.push({ bytes: seal(update), at: film.origin.now() }));
  const past = (snapshot: Uint8Array): ProjectDocument =>
    take(openPast(log.map(({ bytes }) => bytes), snapshot, sampleOrigin())).document;
  return { ...film, log, past };
}

/** What a version that is returned to brings back; the rest was collected meanwhile and stays. */
function returned({ scenes, brief, settings, name, characters, styles, markers }: Project) {
  const clip = ({ takes: _, keyframes: __, ...rest }: Clip) => rest;
  const scene = ({ clips, ...rest }: Scene) => ({ ...rest, clips: clips.map((stack) => ({ ...stack, members: stack.members.map(clip) })) });
  return { brief, settings, name, characters, styles, markers, scenes: scenes.map((stack) => ({ ...stack, members: stack.members.map(scene) })) };
}

it('is the film of that moment again, as one change, and loses nothing that was made since', () => {
  const { document, scene, clips, past } = keptFilm();
  const owner = { kind: 'clip', id: clips[0] } as const;
  take(document.run(addTakes(owner, [someTake(1)])));
  const version = take(document.run(saveVersion('First cut')));
  const before = document.project;
  const then = past(document.snapshotOf(version) as Uint8Array);

  take(document.run(addTakes(owner, [someTake(2)])));
  take(document.run(selectTake(owner, someTake(2))));
  take(document.run(editClip(clips[0], { prompt: 'since' })));
  take(document.run(removeClips([clips[1]])));
  take(document.run(addClipAlternate(clips[2])));
  const newClip = take(document.run(addClip({ scene })));
  const newScene = take(document.run(addScene()));
  const inNewScene = take(document.run(addClip({ scene: newScene })));
  take(document.run(renameProject('Since')));
  const since = document.project;

  take(document.returnTo(then));
  expect(returned(document.project)).toEqual(returned(before));
  expect(document.project.versions).toEqual(since.versions);
  expect(document.project.scenes[0]?.members[0]?.clips[0]?.members[0]?.takes.map(({ id }) => id)).toEqual([someTake(1), someTake(2)]);
  take(document.run(restoreClip(newClip)));
  take(document.run(restoreScene(newScene)));
  expect(order(document)).toEqual([...clips, newClip, inNewScene]);
  document.undo();
  document.undo();
  expect(document.undo()).toBe('return to an earlier version');
  expect(document.project).toEqual(since);
  expect(document.redo()).toBe('return to an earlier version');
  expect(returned(document.project)).toEqual(returned(before));
});

it('is refused in a past version', () => {
  const { document, log, past, origin } = keptFilm();
  const then = past(document.snapshot());
  expect(then.returnTo(document)).toEqual({ ok: false, fault: { reason: 'past-version' } });
  expect(openMoment({ entries: log, points: [] }, origin.now() - 1, sampleOrigin()).ok).toBe(false);
});

it('comes back to any moment, whatever was done since, and undoes that', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 20 }), fc.array(anyStep, { maxLength: 30 }), (first, since) => {
      const { document, past } = keptFilm();
      first.forEach((step, i) => perform(document, step, ` 0.${i}.`));
      const then = past(document.snapshot());
      const before = document.project;
      since.forEach((step, i) => perform(document, step, ` 1.${i}.`));
      const after = document.project;
      take(document.returnTo(then));
      expect(returned(document.project)).toEqual(returned(before));
      expectInvariants(document.project);
      // Where nothing was to be brought back there is nothing to undo.
      if (document.undoName === 'return to an earlier version') document.undo();
      expect(document.project).toEqual(after);
    }),
    RUNS,
  );
}, 600_000);
