import { describe, expect, it } from 'vitest';
import { findClip } from '#core/domain/timeline/cut.ts';
import { sampleFilm } from '#core/document/sample-film.test-support.ts';
import type { NewPoolItem } from '#core/document/commands/pool.ts';
import { Sha256, TakeId } from '#core/schema/ids.ts';
import { NO_FACTS } from '#core/schema/pool-item.ts';
import type { ToastAction } from '../shell/shell.svelte.ts';
import { materialOf, PoolActions, usesOf } from './pool-actions.ts';

const TAKE = TakeId.parse('00000000-0000-4000-8000-000000000001');
const newItem = (letter: string, changes: Partial<NewPoolItem> = {}): NewPoolItem => ({
  ...{ ...NO_FACTS, kind: 'image', asset: Sha256.parse(letter.repeat(64)), type: 'image/png', name: letter, description: '', tags: [], take: null },
  ...changes,
});

function open() {
  const { document, clips } = sampleFilm();
  const said: string[] = [];
  let offered: ToastAction | undefined;
  const shell = {
    announce: (text: string) => void said.push(text),
    toast: (_kind: string, text: string, action?: ToastAction) => (said.push(text), (offered = action), 1),
  };
  const editor = {
    get film() {
      return document.project;
    },
    get undoName() {
      return document.undoName;
    },
    run: document.run.bind(document),
    undo: () => document.undo(),
  };
  return { document, clips, said, actions: new PoolActions(editor, shell), undo: () => offered!.run(), pool: () => document.project.pool };
}

describe('taking things out of the pool', () => {
  it('offers the way back, which is Undo where nothing else was done since', () => {
    const { actions, pool, undo, document, said } = open();
    actions.add([newItem('a'), newItem('b')]);
    actions.remove(pool());
    expect([pool(), said.at(-1)]).toEqual([[], '2 items are out of the pool.']);
    undo();
    expect(pool().map(({ name }) => name)).toEqual(['a', 'b']);
    expect(document.redoName).toBe('remove 2 pool items');
  });

  it('puts them back by themselves where something was done since', () => {
    const { actions, pool, undo, document } = open();
    actions.add([newItem('a')]);
    actions.remove(pool());
    actions.add([newItem('b')]);
    undo();
    expect(pool().map(({ name }) => name).toSorted()).toEqual(['a', 'b']);
    expect(document.undoName).toBe('restore pool item');
  });
});

describe('using what lies in the pool', () => {
  it('makes new clips of pictures and takes, called as they are, and leads to the first of them', () => {
    const { actions, document, said, undo } = open();
    const stored = (item: NewPoolItem) => ({ ...item, id: '' as never, addedAt: 0 });
    const materials = [
      materialOf(stored(newItem('a')), false, undefined),
      materialOf(stored(newItem('b', { kind: 'video', type: 'video/mp4', name: 'a red ball', take: TAKE, length: 2_000_000 })), true, 'a red ball'),
      materialOf(stored(newItem('c', { kind: 'audio', type: 'audio/mpeg' })), false, undefined),
    ];
    expect(materials.map((one) => one && [one.name, one.prompt, one.shows.kind])).toEqual([['a', '', 'still'], ['', 'a red ball', 'take'], undefined]);
    let shown: string | undefined;
    expect(actions.newClips(materials.filter((one) => one !== undefined), (first) => (shown = first))).toBe(true);
    expect(said.at(-1)).toBe('2 new clips stand at the end of the film.');
    undo();
    expect(findClip(document.project, shown as never)?.clip.name).toBe('a');
    expect(actions.newClips([], () => undefined)).toBe(false);
  });

  it('offers what a clip can make of it', () => {
    const of = (changes: Partial<NewPoolItem>, here = true) => usesOf({ ...newItem('a', changes), id: '' as never, addedAt: 0 }, here);
    expect(of({})).toEqual(['first', 'last']);
    expect(of({ take: TAKE })).toEqual(['take', 'first', 'last']);
    expect(of({ kind: 'video', take: TAKE })).toEqual(['take', 'first', 'last']);
    expect(of({ kind: 'video', take: TAKE }, false)).toEqual(['take', 'first', 'last']);
    expect(of({ take: TAKE }, false)).toEqual(['first', 'last']);
    expect([of({ kind: 'video' }), of({ kind: 'audio' }), of({ kind: 'lora' })]).toEqual([['take', 'first', 'last'], [], []]);
  });

  it('lets a clip start on the bytes of a picture, and on a take with its recipe', () => {
    const { actions, clips, pool, document, said } = open();
    actions.add([newItem('a', { take: TAKE }), newItem('b', { kind: 'video', take: TAKE })]);
    const [picture, video] = pool();
    const stillOf = () => findClip(document.project, clips[0])!.clip;
    expect(actions.use(picture!, clips[0], '1A', 'first')).toBe(true);
    expect(stillOf().keyframes[0]!.still).toEqual({ kind: 'picture', asset: picture!.asset, type: 'image/png', name: 'a' });
    expect(actions.use(video!, clips[0], '1A', 'last')).toBe(true);
    expect(stillOf().keyframes.find(({ id }) => id === stillOf().last)!.still).toEqual({ kind: 'take', take: TAKE });
    expect(actions.use(video!, clips[0], '1A', 'take')).toBe(true);
    expect(stillOf().selected).toBe(TAKE);
    expect(said).toEqual(['Clip 1A starts on “a”.', 'Clip 1A ends on “b”.', 'Clip 1A shows “b”.']);
    expect(actions.use(video!, 'gone' as never, '9Z', 'take')).toBe(false);
    expect(said.at(-1)).toMatch(/no longer there/);
  });

  it('makes a sound the song of the brief', () => {
    const { actions, pool, document } = open();
    actions.add([newItem('a', { kind: 'audio', type: 'audio/wav' })]);
    actions.setSong(pool()[0]!);
    expect(document.project.brief.song).toEqual({ asset: pool()[0]!.asset, type: 'audio/wav', name: 'a' });
  });
});
