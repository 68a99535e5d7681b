import { describe, expect, it } from 'vitest';
import { CHARACTER_DEFAULTS } from '../../schema/character.ts';
import { Sha256 } from '../../schema/ids.ts';
import { CharacterId, StyleId } from '../../schema/project-ids.ts';
import { STYLE_DEFAULTS } from '../../schema/style.ts';
import { castInWords, missingOf, missingSaid } from './lora-words.ts';

const hash = (letter: string) => Sha256.parse(letter.repeat(64));
const [ada, bob] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'].map((id) => CharacterId.parse(id)) as [CharacterId, CharacterId];
const oil = StyleId.parse('00000000-0000-4000-8000-00000000000c');
const lora = (letter: string, name: string, weight = 1, base?: string) => ({ asset: hash(letter), name, weight, ...(base && { base }) });
const film = {
  characters: [
    { ...CHARACTER_DEFAULTS, id: ada, name: 'Ada', lora: lora('a', 'ada'), triggerWords: 'adalady', description: 'an engineer' },
    { ...CHARACTER_DEFAULTS, id: bob, name: 'Bob', lora: lora('b', 'bob', 1, 'mini'), description: 'a tall man' },
  ],
  styles: [{ ...STYLE_DEFAULTS, id: oil, loras: [lora('c', 'thick_oil-paint'), lora('d', 'grain', 0)] }],
};
const all = { id: 'mini', adapters: { loras: true, references: false } };
const knowing = { id: 'mini', adapters: { loras: true, references: false, layers: ['blocks.0'] } };
const gone = (...letters: string[]) => new Set(letters.map(hash));

describe('a cast whose LoRAs cannot act', () => {
  it('stays as it is where all of them can', () => {
    expect(castInWords(film, all, gone())).toEqual(film);
  });

  it('says trigger words, else the description, and asks for what is missing no more', () => {
    const { characters, styles } = castInWords(film, all, gone('a', 'b', 'c'));
    expect(characters.map(({ lora, triggerWords }) => [lora, triggerWords])).toEqual([[null, 'adalady'], [null, 'a tall man']]);
    expect(styles[0]).toMatchObject({ prompt: 'thick oil paint', loras: [lora('d', 'grain', 0)] });
  });

  it('says the same of those that are made for another model, which another engine may still want', () => {
    const { characters, styles } = castInWords({ ...film, styles: [{ ...film.styles[0]!, prompt: 'oil on canvas' }] }, knowing, gone());
    expect(characters.map(({ lora, triggerWords }) => [lora?.name, triggerWords])).toEqual([['ada', 'adalady'], ['bob', '']]);
    expect(styles[0]).toMatchObject({ prompt: 'oil on canvas', loras: film.styles[0]!.loras });
  });

  it('misses a pair of LoRAs where the file of either expert is missing', () => {
    const pair = { ...film, styles: [{ ...film.styles[0]!, loras: [{ ...lora('c', 'oil'), low: { asset: hash('e'), name: 'oil-low' } }] }] };
    expect(missingOf(pair, (file) => file === hash('e'))).toEqual(gone('e'));
    expect(missingSaid(pair, { characters: [], style: oil }, gone('e'))[0]).toContain('oil: the file of this LoRA');
  });

  it('tells before sending which are missing from a clip, and of no others', () => {
    const clip = { characters: [ada], style: oil };
    expect(missingSaid(film, clip, gone('b', 'd'))).toEqual([]);
    expect(missingSaid(film, clip, gone('a'))).toEqual(['ada: the file of this LoRA is not in this browser, so words are sent in its place. Choose it again in Cast & styles.']);
    expect(missingSaid(film, clip, gone('a', 'c'))[0]).toContain('ada, thick_oil-paint: the files of these LoRAs are');
  });
});
