import fc from 'fast-check';
import { allClips } from '../domain/timeline/cut.ts';
import { FRAME_RATES } from '../domain/timeline/frame-rate.ts';
import type { Sha256, TakeId } from '../schema/ids.ts';
import type { ClipId } from '../schema/project-ids.ts';
import type { Project } from '../schema/project.ts';
import type { Transition } from '../schema/transition.ts';
import { copyClips, copyScenes } from './clipboard/copy.ts';
import { pasteClips, pasteScenes } from './clipboard/paste.ts';
import { addClipAlternate, addSceneAlternate, putClipInCut, putSceneInCut } from './commands/alternate.ts';
import { addBriefPictures, markBriefPicture, moveBriefPicture, removeBriefPicture, setBrief } from './commands/brief.ts';
import { addCharacter, applyCharacter, editCharacter } from './commands/character.ts';
import { addClip, duplicateClip, editClip, moveClips, removeClips, restoreClip } from './commands/clip.ts';
import { addKeyframe, editKeyframe, inheritKeyframe, setStill, useKeyframe } from './commands/keyframe.ts';
import { addMarker, editMarker } from './commands/marker.ts';
import { addCaptions, editCaption } from './commands/caption.ts';
import { addNarration, editNarration, setSound } from './commands/sound.ts';
import { addStories, chooseStory, editStory, type NewStory } from './commands/story.ts';
import { addTitle, editTitle } from './commands/title.ts';
import { addNote, editNote, resolveNote } from './commands/note.ts';
import { placeClip, slipClip, trimClip } from './commands/place.ts';
import { addToPool, editPoolItem } from './commands/pool.ts';
import { renameProject, setFrameRate, setSettings } from './commands/project.ts';
import { addScene, duplicateScene, editScene, moveScenes, removeScenes, restoreScene } from './commands/scene.ts';
import { moveOnShelf, removeFromShelf, restoreToShelf } from './commands/shelf.ts';
import { joinClips, splitClip } from './commands/split-join.ts';
import { addStyle, applyStyle, duplicateStyle, editStyle } from './commands/style.ts';
import { addTakes, removeTakes, selectTake } from './commands/take.ts';
import { setTransition } from './commands/transition.ts';
import { saveVersion } from './commands/version.ts';
import { forkTakes, mergeTakes } from './branch/take-branch.ts';
import { NO_FACTS } from '../schema/pool-item.ts';
import type { Command, ProjectDocument } from './project-document.ts';

/** What someone does next, by numbers that pick among what is there. */
export interface Step {
  readonly what: string;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

interface Choice extends Step {
  readonly project: Project;
  /** A word that nobody else types. */
  readonly word: string;
}

const pick = <Value>(list: readonly Value[], number: number): Value | undefined => list[number % Math.max(1, list.length)];
const hash = (number: number): Sha256 => (number % 16).toString(16).repeat(64) as Sha256;
const takeId = (number: number): TakeId => `00000000-0000-4000-9000-${String(number % 50).padStart(12, '0')}` as TakeId;

const scenes = ({ project }: Choice) => project.scenes.flatMap(({ members }) => members);
const sceneId = (choice: Choice, number: number) => pick(scenes(choice), number)?.id;
const clips = ({ project }: Choice) => allClips(project).map(({ clip }) => clip);
const clipId = (choice: Choice, number: number): ClipId => (pick(clips(choice), number)?.id ?? 'none') as ClipId;
const sceneOrNull = (choice: Choice, number: number) => (number % 3 === 0 ? null : (sceneId(choice, number) ?? null));
const someStory = (title: string): NewStory => ({
  title, narrative: title, tone: 'calm', pacing: 'slow', visualStyle: '', keyMoments: [],
  segments: [{ name: 'One', happens: title, place: '', role: null, weight: 1 }], writer: { kind: 'built-in', structure: 'journey' },
});
const someTransition = (a: number, frames: number): Transition =>
  pick<Transition>(
    [
      { kind: 'cut' },
      { kind: 'dissolve', frames },
      { kind: 'wipe', frames, direction: 'left' },
      { kind: 'push', frames, direction: 'up' },
      { kind: 'fade', frames, direction: 'through' },
    ],
    a,
  ) as Transition;
/** Where a clip could go: a scene, and one of its clips or its end. */
function target(choice: Choice, number: number) {
  const scene = pick(scenes(choice), number);
  return { scene: scene?.id ?? ('none' as never), before: pick(scene?.clips ?? [], choice.c)?.inCut ?? null };
}

const keyframe = (choice: Choice) => pick(clips(choice).flatMap(({ keyframes }) => keyframes), choice.b);

/** Each kind of step as the command that it comes to; undefined where there is nothing to do it to. */
const STEPS: Record<string, (choice: Choice) => Command<unknown> | undefined> = {
  'rename project': ({ word }) => renameProject(word),
  'edit brief': ({ project, word }) => setBrief({ text: project.brief.text + word }),
  'set target length': ({ a }) => setBrief({ targetLength: a + 1 }),
  'add brief picture': ({ a, word }) => addBriefPictures([{ asset: hash(a), type: 'image/png', name: word, shows: 'product' }]),
  'mark brief picture': ({ a, b }) => markBriefPicture(hash(a), b % 2 ? 'product' : 'reference'),
  'move brief picture': ({ a, b }) => moveBriefPicture(hash(a), b % 3 === 0 ? null : hash(b)),
  'remove brief picture': ({ a }) => removeBriefPicture(hash(a)),
  'set compliance': ({ a }) => setSettings({ compliance: a % 2 ? 'open' : 'commercial' }),
  'set frame rate': ({ a }) => (a % 4 === 0 ? setFrameRate(pick(FRAME_RATES, a) as never) : undefined),
  'add scene': (choice) => addScene({ before: sceneOrNull(choice, choice.a), content: { name: choice.word, prompt: choice.word } }),
  'edit scene': (choice) => {
    const scene = pick(scenes(choice), choice.a);
    return scene && editScene(scene.id, choice.b % 2 ? { description: scene.description + choice.word } : { name: choice.word });
  },
  'move scene': (choice) => moveScenes([sceneId(choice, choice.a) as never], sceneOrNull(choice, choice.b)),
  'remove scene': (choice) => (choice.c % 3 === 0 ? removeScenes([sceneId(choice, choice.a) as never]) : undefined),
  'restore scene': ({ project, a }) => restoreScene(pick(project.bin.scenes, a)?.id as never),
  'duplicate scene': (choice) => (choice.b % 4 === 0 ? duplicateScene(sceneId(choice, choice.a) as never) : undefined),
  'add scene alternate': (choice) => (choice.b % 3 === 0 ? addSceneAlternate(sceneId(choice, choice.a) as never) : undefined),
  'put scene in cut': (choice) => putSceneInCut(sceneId(choice, choice.a) as never),
  'add clip': (choice) => addClip({ ...target(choice, choice.a), content: { length: (choice.b % 90) + 1, prompt: choice.word } }),
  'add another clip': (choice) => addClip({ ...target(choice, choice.b), content: { name: choice.word } }),
  'edit clip': (choice) => {
    const clip = pick(clips(choice), choice.a);
    const changes = [{ prompt: clip?.prompt + choice.word }, { name: choice.word }, { length: (choice.c % 200) + 1 }, { role: 'hook' as const }, { gain: (choice.c % 17) / 4, muted: choice.a % 2 === 0 }];
    return clip && editClip(clip.id, pick(changes, choice.b) as never);
  },
  'move clip': (choice) => moveClips([clipId(choice, choice.b)], target(choice, choice.a)),
  'move clips': (choice) => moveClips([clipId(choice, choice.b), clipId(choice, choice.c)], target(choice, choice.a)),
  'remove clip': (choice) => removeClips([clipId(choice, choice.a)], { ripple: choice.b % 2 === 0 }),
  'restore clip': (choice) => restoreClip(pick(choice.project.bin.clips, choice.a)?.clip.id as never, sceneId(choice, choice.b)),
  'duplicate clip': (choice) => duplicateClip(clipId(choice, choice.a)),
  'add clip alternate': (choice) => addClipAlternate(clipId(choice, choice.a)),
  'put clip in cut': (choice) => putClipInCut(clipId(choice, choice.a)),
  'place clip': (choice) => placeClip(clipId(choice, choice.a), (choice.b * 7) % 800),
  'trim clip': (choice) =>
    trimClip(clipId(choice, choice.a), { edge: choice.b % 2 ? 'start' : 'end', by: (choice.c % 60) - 25, ripple: choice.b % 4 < 2 }),
  'slip clip': (choice) => slipClip(clipId(choice, choice.a), choice.b - 20, 400),
  'split clip': (choice) => splitClip(clipId(choice, choice.a), choice.b % 60),
  'join clips': (choice) => {
    const stacks = pick(scenes(choice), choice.a)?.clips ?? [];
    const index = choice.b % Math.max(1, stacks.length - 1);
    return joinClips(stacks[index]?.inCut as never, stacks[index + 1]?.inCut as never);
  },
  'set transition': (choice) => setTransition(clipId(choice, choice.a), someTransition(choice.b, (choice.c % 20) + 1)),
  'add keyframe': (choice) => addKeyframe(clipId(choice, choice.a), choice.b % 2 ? 'first' : 'last', { prompt: choice.word }),
  'use keyframe': (choice) => {
    const clip = pick(clips(choice), choice.a);
    return clip && useKeyframe(clip.id, 'first', pick(clip.keyframes, choice.b)?.id ?? null);
  },
  'inherit keyframe': (choice) => inheritKeyframe(clipId(choice, choice.a)),
  'edit keyframe': (choice) => {
    const one = keyframe(choice);
    return one && editKeyframe(one.id, one.prompt + choice.word);
  },
  'set still': (choice) => setStill(keyframe(choice)?.id as never, { kind: 'picture', asset: hash(choice.a), type: 'image/png', name: choice.word }),
  'add keyframe take': (choice) => addTakes({ kind: 'keyframe', id: keyframe(choice)?.id as never }, [takeId(choice.a)]),
  'add takes': (choice) => addTakes({ kind: 'clip', id: clipId(choice, choice.a) }, [takeId(choice.b), takeId(choice.c)]),
  'select take': (choice) => {
    const clip = pick(clips(choice), choice.a);
    return clip && selectTake({ kind: 'clip', id: clip.id }, pick(clip.takes, choice.b)?.id ?? null);
  },
  'remove take': (choice) => {
    const clip = pick(clips(choice), choice.a);
    return clip && removeTakes({ kind: 'clip', id: clip.id }, clip.takes.slice(0, 1).map(({ id }) => id));
  },
  'fork takes': (choice) => {
    const clip = pick(clips(choice), choice.a);
    return clip && forkTakes(clip.id, pick(clip.takes, choice.b)?.id as never, []);
  },
  'merge takes': (choice) => {
    const clip = pick(clips(choice), choice.a);
    return clip && mergeTakes(clip.id, clipId(choice, choice.b));
  },
  'add character': ({ word }) => addCharacter({ name: word, references: [] }),
  'edit character': ({ project, a, b, word }) => {
    const character = pick(project.characters, a);
    const references = [b, b + 1, b + 2].map((number) => ({ asset: hash(number), type: 'image/png', name: '' }));
    return character && editCharacter(character.id, b % 2 ? { references } : { description: character.description + word });
  },
  'apply character': (choice) => applyCharacter(pick(choice.project.characters, choice.a)?.id as never, [clipId(choice, choice.b)], choice.c % 4 > 0),
  'add style': ({ word }) => addStyle({ name: word, loras: [{ asset: hash(1), name: 'film', weight: 0.5 }] }),
  'edit style': ({ project, a, b }) => editStyle(pick(project.styles, a)?.id as never, { steps: (b % 50) + 1 }),
  'duplicate style': ({ project, a }) => duplicateStyle(pick(project.styles, a)?.id as never),
  'apply style': (choice) => applyStyle(pick(choice.project.styles, choice.a)?.id ?? null, [clipId(choice, choice.b)]),
  'add to pool': ({ a, word }) =>
    addToPool([{ ...NO_FACTS, kind: 'image', asset: hash(a), type: 'image/png', name: word, description: '', tags: [word], take: null }]),
  'edit pool item': ({ project, a, word }) => {
    const item = pick(project.pool, a);
    return item && editPoolItem(item.id, { tags: [...item.tags, word], description: item.description + word });
  },
  'move on shelf': ({ project, a, b }) => {
    const table = pick(['characters', 'styles', 'pool'] as const, a) as 'pool';
    return moveOnShelf(table, pick(project[table], b)?.id ?? '', null);
  },
  'remove from shelf': ({ project, a, b }) => {
    const table = pick(['characters', 'styles', 'pool', 'markers', 'notes', 'stories', 'titles', 'captions', 'narration'] as const, a) as 'pool';
    return removeFromShelf(table, project[table].slice(b % 3, (b % 3) + 1).map(({ id }) => id));
  },
  'restore to shelf': ({ project, a, b }) => {
    const table = pick(['characters', 'styles', 'pool', 'markers', 'notes', 'stories', 'titles', 'captions', 'narration'] as const, a) as 'pool';
    return restoreToShelf(table, pick(project.bin[table], b)?.id ?? '');
  },
  'write stories': ({ word, a }) => addStories([someStory(word), someStory(`${word}${a}`)]),
  'edit story': ({ project, a, word }) => editStory(pick(project.stories, a)?.id as never, { narrative: word }),
  'choose story': ({ project, a }) => chooseStory(pick(project.stories, a)?.id ?? null),
  'add title': ({ a, word }) => addTitle(a, { text: word }),
  'edit title': ({ project, a, b }) => editTitle(pick(project.titles, a)?.id as never, { length: b + 1 }),
  'add captions': ({ a, b, c, word }) => addCaptions([{ start: a, end: a + b + 1, text: word }], { instead: c % 4 === 0 }),
  'move caption': ({ project, a, b }) => editCaption(pick(project.captions, a)?.id as never, { start: b, end: b + 10 }),
  'set the sound': ({ a, b }) => setSound({ songAt: a, duckBy: b % 60 }),
  'add narration': ({ a, word }) => addNarration({ asset: hash(a), type: 'audio/wav', name: word, at: a, length: 24, from: 0, gain: 1, text: word }),
  'move narration': ({ project, a, b }) => editNarration(pick(project.narration, a)?.id as never, { at: b }),
  'add marker': ({ a, word }) => addMarker(a, { name: word }),
  'move marker': ({ project, a, b }) => editMarker(pick(project.markers, a)?.id as never, { at: b }),
  'add note': (choice) =>
    addNote(choice.word, { about: choice.b % 2 ? { kind: 'clip', id: clipId(choice, choice.a) } : { kind: 'project' }, at: choice.b % 2 ? choice.c : null }),
  'edit note': ({ project, a, word }) => {
    const note = pick(project.notes, a);
    return note && editNote(note.id, note.text + word);
  },
  'resolve note': ({ project, a, b }) => resolveNote(pick(project.notes, a)?.id as never, b % 2 === 0),
  'save version': ({ word }) => saveVersion(word),
  'paste clips': (choice) => {
    const payload = copyClips(choice.project, [clipId(choice, choice.b)]);
    return payload && pasteClips(payload, target(choice, choice.a));
  },
  'paste scene': (choice) => {
    const id = sceneId(choice, choice.a);
    const payload = id && choice.b % 4 === 0 && copyScenes(choice.project, [id]);
    return payload ? pasteScenes(payload, null) : undefined;
  },
};

export const anyStep: fc.Arbitrary<Step> = fc.record({
  what: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...Object.keys(STEPS)) },
    { weight: 3, arbitrary: fc.constantFrom('add scene', 'add clip', 'add another clip') },
    { weight: 1, arbitrary: fc.constantFrom('undo', 'redo') },
  ),
  a: fc.nat(200),
  b: fc.nat(200),
  c: fc.nat(200),
});

/** Does a step. One that is refused must leave the document as it was. */
export function perform(document: ProjectDocument, step: Step, word: string): void {
  if (step.what === 'undo') return void document.undo();
  if (step.what === 'redo') return void document.redo();
  const { project } = document;
  const command = STEPS[step.what]?.({ ...step, project, word });
  if (!command) return;
  const done = document.run(command);
  if (!done.ok && document.project !== project) throw new Error(`${step.what} was refused and still changed something`);
}
