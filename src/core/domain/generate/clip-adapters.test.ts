import { describe, expect, it } from 'vitest';
import { CHARACTER_DEFAULTS } from '../../schema/character.ts';
import { Sha256 } from '../../schema/ids.ts';
import { CharacterId, StyleId } from '../../schema/project-ids.ts';
import { STYLE_DEFAULTS } from '../../schema/style.ts';
import { adaptersOfClip, inRequest, leftOutOfClip } from './clip-adapters.ts';

const hash = (letter: string) => Sha256.parse(letter.repeat(64));
const [ada, bob] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'].map((id) => CharacterId.parse(id)) as [CharacterId, CharacterId];
const oil = StyleId.parse('00000000-0000-4000-8000-00000000000c');
const lora = (letter: string, weight: number) => ({ asset: hash(letter), name: letter, weight });
const picture = (letter: string) => ({ asset: hash(letter), type: 'image/png', name: letter });
const film = {
  characters: [
    { ...CHARACTER_DEFAULTS, id: ada, lora: lora('a', 0.8), triggerWords: 'adalady', references: [picture('1'), picture('2')] },
    { ...CHARACTER_DEFAULTS, id: bob, lora: lora('b', 0), references: [picture('2')] },
  ],
  styles: [{ ...STYLE_DEFAULTS, id: oil, loras: [lora('a', 2), lora('c', -1)], model: 'wan' }],
};
const mini = { id: 'mini', name: 'Mini', adapters: { loras: false, references: false } };

describe('what goes with a clip', () => {
  it('is its cast and then its style, each LoRA once, none of weight 0', () => {
    const adapters = adaptersOfClip(film, { characters: [bob, ada], style: oil });
    expect(adapters).toEqual({ loras: [lora('a', 0.8), lora('c', -1)], references: [hash('1'), hash('2')] });
    expect(inRequest(adapters)).toEqual(adapters);
  });

  it('is left out of the request where there is nothing', () => {
    expect(inRequest(adaptersOfClip(film, { characters: [], style: null }))).toEqual({});
  });
});

describe('what a model cannot take', () => {
  it('is said, with what becomes of it', () => {
    expect(leftOutOfClip(film, { characters: [ada], style: null }, mini)).toEqual([
      'Mini cannot use LoRAs. The trigger words are sent.',
      'Mini cannot look at reference pictures. A clip can start on one instead.',
    ]);
    expect(leftOutOfClip(film, { characters: [], style: oil }, mini)).toEqual([
      'The style asks for the model wan, which is not here. Mini is used.',
      'Mini cannot use LoRAs. Only the words are sent.',
    ]);
  });

  it('is a LoRA for another model, where a model says which layers it has', () => {
    const model = { ...mini, adapters: { loras: true, references: true, layers: ['blocks.0.into'] } };
    const [own] = film.characters;
    const knowing = { ...film, characters: [{ ...own!, lora: { ...lora('a', 0.8), base: 'mini' } }] };
    expect(leftOutOfClip(knowing, { characters: [ada], style: null }, model)).toEqual([]);
    expect(leftOutOfClip(film, { characters: [ada], style: null }, model)).toEqual(['a: not made for Mini, so it stays out. The trigger words are sent.']);
  });

  it('is nothing where it takes them, or nothing is asked', () => {
    expect(leftOutOfClip(film, { characters: [ada], style: null }, { ...mini, adapters: { loras: true, references: true } })).toEqual([]);
    expect(leftOutOfClip(film, { characters: [], style: null }, mini)).toEqual([]);
  });
});
