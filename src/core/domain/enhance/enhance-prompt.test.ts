import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROMPT_LIMIT } from '../../schema/request.ts';
import { WordList } from '../../schema/words.ts';
import type { Dialect } from './dialect.ts';
import { dialectOf } from './dialect.ts';
import { enhancePrompt } from './enhance-prompt.ts';
import { applyParts, changesOf, type Enhancement } from './enhancement.ts';
import { aspectsIn, FILM_TERMS, termsIn } from './film-terms.ts';
import { readIn } from './known-words.ts';
import { wordMeanings } from './word-meanings.ts';

const words = WordList.parse(JSON.parse(readFileSync(new URL('../../../../models/kinora-mini/tokenizer/words.json', import.meta.url), 'utf8')));
const enhance = (prompt: string, dialect: Dialect = 'sentences', more: object = {}) => enhancePrompt(prompt, { dialect, limit: PROMPT_LIMIT, words, ...more });
const changes = ({ parts }: Enhancement, kind: string) => parts.filter((part) => part.kind === kind).map(({ from, to }) => (from && to ? `${from.trim()} → ${to.trim()}` : (from + to).trim()));

const dialects: Dialect[] = ['vocabulary', 'sentences', 'tags'];
const anything = fc.string({ unit: 'binary', maxLength: 200 });
const terms = FILM_TERMS.flatMap((term) => term.words);
const sentence = fc.array(fc.constantFrom('A lonely keeper', 'watches', 'the storm', 'masterpiece', '8k,', 'at dusk.', 'a red ball', 'no people', 'xyzzy', ...terms, ...words.small), { maxLength: 15 }).map((parts) => parts.join(' '));

describe('a better prompt', () => {
  it('says beside the subject what a film maker would say, as sentences for models that read them', () => {
    const made = enhance('An old man rows across the lake');
    expect(made.text).toBe(
      'An old man rows across the lake. Low golden hour light casts long shadows. The camera tracks along smoothly. Medium shot. Balanced composition by the rule of thirds. 50mm lens with a shallow depth of field. Warm tones. Cinematic, with fine detail and natural motion.',
    );
    for (const { kind, why } of made.parts) expect(why === '').toBe(kind === 'kept');
  });

  it('and as tags for models that read those', () => {
    expect(enhance('a wolf in a forest at night', 'tags').text).toBe(
      'a wolf in a forest at night, slow pan, wide shot, rule of thirds, wide-angle lens, deep focus, cool tones, cinematic, highly detailed, sharp focus',
    );
  });

  it.each(['sentences', 'tags'] as const)('speaks of nothing that moves to a model that draws stills, in %s', (dialect) => {
    const { text, negative } = enhance('An old man rows across the lake', dialect, { isStill: true });
    expect(text).not.toMatch(/camera|motion|track|pan\b|push/i);
    expect(text).toMatch(/medium shot/i);
    expect(negative.join()).not.toMatch(/static|walking|subtitles/);
    expect(negative).toContain('watermark');
  });

  it('says nothing that the prompt or what is sent with it says already', () => {
    const { text } = enhance('A cat sleeps, backlit, 35mm lens', 'sentences', { sentWith: 'zoom in, close-up, warm tones' });
    expect(text).toBe('A cat sleeps, backlit, 35mm lens. Balanced composition by the rule of thirds. Cinematic, with fine detail and natural motion.');
  });

  it('leaves out praise that tells a model of sentences nothing', () => {
    expect(changes(enhance('masterpiece, 8k, a watch on a table'), 'left-out')).toEqual(['masterpiece,', '8k,']);
    expect(enhance('masterpiece, a watch', 'tags').text).toContain('masterpiece');
  });

  it('is told in the words of a model that knows few, word by word', () => {
    const made = enhance('A lonely lighthouse keeper watches the storm roll in at dusk', 'vocabulary');
    expect(changes(made, 'swapped')).toEqual(['keeper → person', 'watches → stands still']);
    expect(changes(made, 'left-out')).toEqual(['lonely', 'lighthouse', 'roll']);
    expect(changes(made, 'added')).toEqual(['sea', 'slow zoom in']);
    expect(Object.fromEntries(readIn(made.text, words).understood)).toEqual({ subject: 'person', motion: 'still', weather: 'rain', time: 'sunset', place: 'sea', camera: 'zoom_in' });
  });

  it('says how two stand in words that the model has, though it knows the others', () => {
    const made = enhance('a bird flies over a blue house at night, zoom in', 'vocabulary');
    expect(changes(made, 'swapped')).toEqual(['over → above']);
    expect(Object.fromEntries(readIn(made.text, words).understood)).toMatchObject({ subject: 'bird', relation: 'above', second: 'house', second_colour: 'blue', motion: 'right' });
    expect(enhance('a red ball and a blue box at night, zoom in', 'vocabulary').text).toBe('a red ball and a blue box at night, zoom in');
  });

  it('keeps within the limit, says so, and what is worth most comes first', () => {
    const made = enhance('A woman walks.', 'sentences', { limit: 60 });
    expect(made.text).toBe('A woman walks. Low golden hour light casts long shadows.');
    expect(made.note).toContain('60 characters');
  });

  it('offers words for the negative prompt that are not there yet and fit', () => {
    const { negative } = enhance('A still picture with subtitles', 'sentences', { negative: 'watermark' });
    expect(negative).toContain('extra fingers');
    for (const out of ['watermark', 'subtitles', 'static picture']) expect(negative).not.toContain(out);
    expect(enhance('a ball', 'vocabulary').negative).toEqual([]);
  });

  it('can be taken in parts', () => {
    const made = enhance('A woman walks');
    const [light, , shot] = changesOf(made);
    expect(applyParts(made, new Set([light!, shot!]))).toBe('A woman walks. Low golden hour light casts long shadows. Medium shot.');
    expect(applyParts(made, new Set())).toBe('A woman walks');
  });

  it('of a scene or a style names no subject and no camera', () => {
    const fragment = { isFragment: true };
    expect(enhance('gloomy harbour at dusk', 'vocabulary', fragment).text).toBe('fog harbour at dusk');
    expect(enhance('misty harbour at dusk', 'vocabulary', fragment).text).toBe('misty harbour at dusk');
    expect([...aspectsIn(enhance('an old harbour', 'sentences', fragment).text)]).toEqual(['light', 'lens', 'colour', 'quality']);
  });

  it('is nothing for no prompt', () => {
    expect([enhance('').parts, enhance(' ', 'vocabulary').text]).toEqual([[], ' ']);
  });

  it('changes nothing the second time, holds the limit, and gives the first prompt back where nothing is taken', () => {
    fc.assert(
      fc.property(fc.oneof(sentence, anything), fc.constantFrom(...dialects), (prompt, dialect) => {
        const once = enhance(prompt, dialect);
        expect(applyParts(once, new Set())).toBe(prompt);
        expect(once.text.length).toBeLessThanOrEqual(Math.max(PROMPT_LIMIT, prompt.length * 2));
        if (prompt.length < 150) expect(once.text.length).toBeLessThanOrEqual(PROMPT_LIMIT);
        const twice = enhance(once.text, dialect);
        expect(changesOf(twice).map((at) => twice.parts[at])).toEqual([]);
      }),
      { numRuns: 600 },
    );
  });

  it('for a model with a word list is known to the last word, whichever parts are swapped in it', () => {
    fc.assert(
      fc.property(fc.oneof(sentence, anything), (prompt) => {
        fc.pre(prompt.trim() !== '');
        const { spans, understood } = readIn(enhance(prompt, 'vocabulary').text, words);
        expect(spans.filter(({ kind }) => kind === 'ignored')).toEqual([]);
        expect(understood.has('subject')).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});

describe('what words do', () => {
  it('is said of two subjects apart', () => {
    const does = Object.fromEntries(wordMeanings('a red ball left of a blue box', { dialect: 'vocabulary', words }).map(({ word, does: said }) => [word, said]));
    expect(does).toEqual({
      red: 'Sets its colour: red.',
      ball: 'Sets what is seen: ball.',
      'left of': 'Sets how the two stand to each other: left of.',
      blue: 'Sets the colour of the second: blue.',
      box: 'Sets who or what is seen too: box.',
    });
  });
});

describe('film terms', () => {
  it('each say what they do, once', () => {
    expect(new Set(terms).size).toBe(terms.length);
    for (const { does } of FILM_TERMS) expect(does).toMatch(/^[A-Z].*\.$/);
  });

  it('are found as whole words, the longest', () => {
    expect(termsIn('An extreme close-up, 50mm lens; the nightingale').map(({ word }) => word)).toEqual(['extreme close-up', 'close-up', '50mm lens']);
    expect([...aspectsIn('the camera rests in candlelight')]).toEqual(['light', 'camera']);
  });
});

describe('the dialect', () => {
  it('is that of the model', () => {
    expect([dialectOf('kinora-mini', true), dialectOf('wan2.2-ti2v-5b', false), dialectOf('sd-turbo', false), dialectOf('sdxl-turbo', false), dialectOf(undefined, false)]).toEqual(['vocabulary', 'sentences', 'tags', 'tags', 'sentences']);
  });
});
