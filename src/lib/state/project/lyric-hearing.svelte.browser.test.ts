import { describe, expect, it } from 'vitest';
import { ok, fail, type Result } from '#core/schema/result.ts';
import type { Fault } from '#core/schema/fault.ts';
import { Sha256 } from '#core/schema/ids.ts';
import type { Heard } from '#core/pipelines/transformers/listen.ts';
import type { HearFileOptions } from '#lib/engine/assist/browser-speech.ts';
import type { ModelHere } from '#lib/engine/transformers/model-worker.ts';
import { type HearSource, type HeardReview, LyricHearing } from './lyric-hearing.svelte.ts';

const model = (id: string): ModelHere => ({ id, version: '1', name: id.toUpperCase(), paths: [], readFile: async () => undefined });
const song: HearSource = { id: 'song', kind: 'song', file: { asset: Sha256.parse('0'.repeat(64)), type: 'audio/wav', name: 'song.wav' }, place: { at: 48, from: 24 } };
const segments = [{ start: 0, end: 1, text: 'Before', words: [] }, { start: 2, end: 3, text: 'Heard', words: [] }, { start: 3, end: 4, text: 'Too', words: [] }];

/** A hearing whose engine answers when it is told to. */
function open({ isGone = false, models = [model('one'), model('two')] } = {}) {
  const asked: { readonly model: string; readonly options: HearFileOptions; readonly answer: (result: Result<Heard, Fault>) => void }[] = [];
  const reviews: HeardReview[] = [];
  const hearing = new LyricHearing({
    engine: {
      models: async () => models,
      hear: ({ id }, _file, _name, options) => new Promise((answer) => {
        options.signal.addEventListener('abort', () => answer(fail({ reason: 'cancelled', facts: {} })));
        asked.push({ model: id, options, answer });
      }),
      dispose: () => {},
    },
    blobs: { get: async () => (isGone ? undefined : new Blob(['x'])) },
    rate: () => ({ numerator: 24, denominator: 1 }),
    onheard: (review) => reviews.push(review),
  });
  return { hearing, asked, reviews };
}

describe('the words of a song', () => {
  it('are laid out where they lie in the film, read, changed and left out before anything is kept', async () => {
    const { hearing, asked, reviews } = open();
    await hearing.look();
    hearing.choose('two');
    const work = hearing.begin(song, 'en');
    await expect.poll(() => asked.length).toBe(1);
    expect([asked[0]!.model, asked[0]!.options.language]).toEqual(['two', 'en']);
    asked[0]!.options.onProgress(0.5);
    expect(hearing.progress).toBe(0.5);
    asked[0]!.answer(ok({ segments, language: 'en' }));
    await work;
    expect([hearing.progress, reviews.length, hearing.review?.model]).toEqual([undefined, 1, 'TWO']);
    // The first second is left out of the song, which begins at frame 48.
    expect(hearing.kept).toEqual([{ start: 72, end: 96, text: 'Heard' }, { start: 96, end: 120, text: 'Too' }]);
    const [first, second] = hearing.review!.lines;
    hearing.write(first!.key, ' Read ');
    hearing.leaveOut(second!.key);
    expect(hearing.kept).toEqual([{ start: 72, end: 96, text: 'Read' }]);
    hearing.putAway();
    expect([hearing.review, hearing.kept]).toEqual([undefined, []]);
  });

  it('are nothing where it is stopped, and an answer that comes late is none', async () => {
    const { hearing, asked, reviews } = open();
    await hearing.look();
    const first = hearing.begin(song, undefined);
    await expect.poll(() => asked.length).toBe(1);
    const second = hearing.begin(song, undefined);
    await expect.poll(() => asked.length).toBe(2);
    expect(asked[0]!.options.signal.aborted).toBe(true);
    asked[0]!.options.onProgress(0.9);
    expect(hearing.progress).toBe(0);
    hearing.cancel();
    await Promise.all([first, second]);
    expect([hearing.fault, hearing.review, hearing.progress, reviews]).toEqual([undefined, undefined, undefined, []]);
  });

  it('say why they could not be heard', async () => {
    const gone = open({ isGone: true });
    await gone.hearing.look();
    await gone.hearing.begin(song, undefined);
    expect(gone.hearing.fault).toEqual({ reason: 'song-missing', facts: { file: 'song.wav' } });
    const { hearing, asked } = open();
    await hearing.look();
    const work = hearing.begin(song, undefined);
    await expect.poll(() => asked.length).toBe(1);
    asked[0]!.answer(fail({ reason: 'out-of-memory', facts: {} }));
    await work;
    expect(hearing.fault?.reason).toBe('out-of-memory');
  });

  it('wait for a model that can hear', async () => {
    const { hearing, asked } = open({ models: [] });
    expect(hearing.models).toBeUndefined();
    await hearing.look();
    await hearing.begin(song, undefined);
    expect([hearing.models, hearing.model, asked]).toEqual([[], undefined, []]);
  });
});
