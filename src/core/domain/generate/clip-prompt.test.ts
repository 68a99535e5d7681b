import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Character, CHARACTER_DEFAULTS } from '../../schema/character.ts';
import { type Clip, CLIP_DEFAULTS } from '../../schema/clip.ts';
import type { CharacterId, ClipId, SceneId, StyleId } from '../../schema/project-ids.ts';
import { type Scene, SCENE_DEFAULTS } from '../../schema/scene.ts';
import { type Style, STYLE_DEFAULTS } from '../../schema/style.ts';
import { WordList } from '../../schema/words.ts';
import { readIn } from '../enhance/known-words.ts';
import { negativePromptOfClip, promptOfClip, promptParts, SHOT_WORDS } from './clip-prompt.ts';

const clip = (changes: Partial<Clip>): Clip => ({
  ...CLIP_DEFAULTS,
  id: 'clip' as ClipId,
  alternate: 0,
  characters: [],
  takes: [],
  keyframes: [],
  ...changes,
});
const scene = (prompt = ''): Scene => ({ ...SCENE_DEFAULTS, id: 'scene' as SceneId, alternate: 0, clips: [], prompt });
const keeper: Character = { ...CHARACTER_DEFAULTS, id: 'keeper' as CharacterId, triggerWords: 'kpr person', styleNotes: 'red coat' };
const gull: Character = { ...CHARACTER_DEFAULTS, id: 'gull' as CharacterId, triggerWords: 'gull' };
const flat: Style = { ...STYLE_DEFAULTS, id: 'flat' as StyleId, prompt: 'flat colours', negativePrompt: 'photo' };
const cast = { characters: [keeper, gull], styles: [flat] };

describe('the prompt of a clip', () => {
  it('is its own words, then all that it inherits', () => {
    const found = {
      clip: clip({ prompt: 'a red ball', cameraMove: 'zoom-in', shot: 'wide', style: flat.id, characters: [keeper.id] }),
      scene: scene('on the beach at dawn'),
    };
    expect(promptParts(cast, found).map(({ from }) => from)).toEqual(['clip', 'camera', 'shot', 'character', 'character', 'scene', 'style']);
    expect(promptOfClip(cast, found)).toBe('a red ball, zoom in, wide shot, kpr person, red coat, on the beach at dawn, flat colours');
  });

  it('says the shot size in words that Kinora Mini draws', () => {
    const words = WordList.parse(JSON.parse(readFileSync(new URL('../../../../models/kinora-mini/tokenizer/words.json', import.meta.url), 'utf8')));
    const drawn = Object.fromEntries(Object.entries(SHOT_WORDS).map(([size, said]) => [size, [...readIn(`a red ball, zoom in, ${said}`, words).understood].filter(([slot]) => slot === 'shot' || slot === 'size')]));
    const as = (value: string) => [['shot', value]];
    expect(drawn).toEqual({
      'extreme-wide': as('wide'), wide: as('wide'), full: as('medium'), medium: as('medium'),
      'medium-close-up': as('close_up'), 'close-up': as('close_up'), 'extreme-close-up': as('close_up'),
    });
  });

  it('is the scene\'s where the clip has none', () => {
    expect(promptOfClip(cast, { clip: clip({ prompt: ' \n ' }), scene: scene('a quiet sea') })).toBe('a quiet sea');
    expect(promptOfClip(cast, { clip: clip({}), scene: scene() })).toBe('');
  });

  it('says nothing twice, and keeps the marks of sentences', () => {
    expect(promptOfClip(cast, { clip: clip({ prompt: 'A ball rolls.' }), scene: scene('A ball rolls.') })).toBe('A ball rolls.');
    expect(promptOfClip(cast, { clip: clip({ prompt: 'A ball rolls.\nIt stops,' }), scene: scene('Night') })).toBe('A ball rolls. It stops, Night');
  });

  it('forgets a style and characters that are gone', () => {
    const found = { clip: clip({ prompt: 'a ball', style: flat.id, characters: [keeper.id] }), scene: scene() };
    expect(promptOfClip({ characters: [], styles: [] }, found)).toBe('a ball');
  });

  it('keeps out what the clip and what its style says', () => {
    expect(negativePromptOfClip(cast, { clip: clip({ negativePrompt: 'text', style: flat.id }) })).toBe('text, photo');
    expect(negativePromptOfClip(cast, { clip: clip({}) })).toBe('');
  });
});
