import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findClip, firstKeyframe } from '../../domain/timeline/cut.ts';
import { stillInStyle } from '../../domain/generate/still-in-style.ts';
import { ModelManifest } from '../../schema/manifest.ts';
import { StyleId } from '../../schema/project-ids.ts';
import { STYLE_DEFAULTS } from '../../schema/style.ts';
import { castCharacter, styleClips } from './cast-clips.ts';
import { removeFromShelf } from './shelf.ts';
import { addClipAlternate } from './alternate.ts';
import { addCharacter, applyCharacter, duplicateCharacter } from './character.ts';
import { addStyle, applyStyle } from './style.ts';
import { sampleFilm, take } from '../sample-film.test-support.ts';
import { Sha256 } from '../../schema/ids.ts';
import { clipsInStyle, clipsWithCharacter } from '../../domain/pool/cast-uses.ts';

const lora = Sha256.parse('d'.repeat(64));
const manifest = ModelManifest.parse(JSON.parse(readFileSync('models/kinora-mini/manifest.json', 'utf8')));

it('finds the clips, alternates too, and says which are in the cut', () => {
  const { document, clips } = sampleFilm();
  const ada = take(document.run(addCharacter({ name: 'Ada' })));
  const oil = take(document.run(addStyle({ name: 'Oil' })));
  take(document.run(applyCharacter(ada, [clips[1]!])));
  take(document.run(applyStyle(oil, [clips[0]!])));
  take(document.run(addClipAlternate(clips[1]!)));
  expect(clipsWithCharacter(document.project, ada).map(({ inCut }) => inCut).sort()).toEqual([false, true]);
  expect(clipsInStyle(document.project, oil)).toMatchObject([{ id: clips[0], slate: '1A', inCut: true }]);
});

it('copies a character with all that it has, but to no clip', () => {
  const { document, clips } = sampleFilm();
  const references = ['b', 'a'].map((letter) => ({ asset: Sha256.parse(letter.repeat(64)), type: 'image/png', name: letter }));
  const ada = take(document.run(addCharacter({ name: 'Ada', triggerWords: 'adalady', references })));
  take(document.run(applyCharacter(ada, [clips[0]!])));
  const copy = take(document.run(duplicateCharacter(ada)));
  expect(document.project.characters[1]).toEqual({ ...document.project.characters[0], id: copy });
  expect(clipsWithCharacter(document.project, copy)).toEqual([]);
  expect(document.undoName).toBe('duplicate character');
});

describe('which clips have it', () => {
  const still = { kind: 'picture', asset: Sha256.parse('c'.repeat(64)), type: 'image/png', name: 'Ada' } as const;

  it('is one change, with the picture that they start on', () => {
    const { document, clips } = sampleFilm();
    const ada = take(document.run(addCharacter({ name: 'Ada' })));
    take(document.run(applyCharacter(ada, [clips[2]])));
    take(document.run(castCharacter(ada, { on: [clips[0], clips[1]], off: [clips[2]] }, still)));
    expect(document.undoName).toBe('apply a character to 2 clips');
    expect(clipsWithCharacter(document.project, ada).map(({ id }) => id)).toEqual([clips[0], clips[1]]);
    expect(firstKeyframe(document.project, findClip(document.project, clips[1])!)?.still).toEqual(still);
    take(document.run(castCharacter(ada, { on: [clips[0]], off: [] }, still)));
    expect(findClip(document.project, clips[0])!.clip.keyframes).toHaveLength(1);
    document.undo();
    expect(clipsWithCharacter(document.project, ada).map(({ id }) => id)).toEqual([clips[2]]);
    expect(findClip(document.project, clips[1])!.clip.first).toBe('inherit');
  });

  it('is said of styles alike, and of one that is not there not at all', () => {
    const { document, clips } = sampleFilm();
    const oil = take(document.run(addStyle({ name: 'Oil' })));
    take(document.run(styleClips(oil, { on: [...clips], off: [] })));
    take(document.run(styleClips(oil, { on: [], off: [clips[1]] })));
    expect(document.undoName).toBe('take a style off clip 2');
    expect(clipsInStyle(document.project, oil).map(({ id }) => id)).toEqual([clips[0], clips[2]]);
    document.run(removeFromShelf('styles', [oil]));
    expect(document.run(styleClips(oil, { on: [clips[1]], off: [] }))).toEqual({ ok: false, fault: { reason: 'not-found', what: 'style' } });
  });
});

it('asks for a still in a style: its words behind, its numbers before the model\'s', () => {
  const { document } = sampleFilm();
  const style = { ...STYLE_DEFAULTS, id: StyleId.parse('00000000-0000-4000-8000-00000000000c'), prompt: 'at night', steps: 9, loras: [{ asset: lora, name: 'ink', weight: 0.5 }] };
  const asked = stillInStyle(document.project, style, 'a ball', manifest);
  expect(asked).toMatchObject({ ok: true, value: { mode: 't2i', frames: 1, prompt: 'a ball, at night', steps: 9, guidance: 3, loras: style.loras } });
  expect(stillInStyle(document.project, { ...style, prompt: '' }, ' ', manifest)).toMatchObject({ ok: false, fault: { reason: 'prompt-empty' } });
  expect(stillInStyle(document.project, style, 'ball '.repeat(100), manifest)).toMatchObject({ ok: false, fault: { reason: 'prompt-too-long' } });
});
