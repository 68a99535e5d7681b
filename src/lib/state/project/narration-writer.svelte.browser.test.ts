import { describe, expect, it } from 'vitest';
import { FaultError, type Fault } from '#core/schema/fault.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { ProjectId } from '#core/schema/project-ids.ts';
import type { ReadAloudOptions } from '#lib/engine/assist/browser-voice.ts';
import type { ModelHere } from '#lib/engine/transformers/model-worker.ts';
import type { ReadText } from '#lib/workers/transformers.worker.ts';
import { NarrationWriter } from './narration-writer.svelte.ts';

const model: ModelHere = { id: 'kokoro', version: '', name: 'Kokoro', paths: ['voices/af_heart.bin', 'voices/bm_fable.bin', 'voices/jf_alpha.bin'], licence: 'Apache-2.0', revision: 'main', readFile: async () => undefined };
const project = ProjectId.parse('0197a000-0000-7000-8000-000000000001');

class Shelf implements Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  readonly kept = new Map<string, string>();
  isFull = false;
  getItem = (key: string) => this.kept.get(key) ?? null;
  removeItem = (key: string) => void this.kept.delete(key);
  setItem = (key: string, value: string) => {
    if (this.isFull) throw new DOMException('full', 'QuotaExceededError');
    this.kept.set(key, value);
  };
}

/** A writer whose engine answers when it is told to. */
function open({ models = [model] as readonly ModelHere[], store = new Shelf() } = {}) {
  const asked: { readonly text: string; readonly options: ReadAloudOptions; readonly answer: (result: Result<ReadText, Fault>) => void }[] = [];
  const writer = new NarrationWriter({
    project,
    store,
    engine: {
      models: async () => models,
      read: (_model, text, options) => new Promise((answer) => {
        options.signal.addEventListener('abort', () => answer(fail({ reason: 'cancelled', facts: {} })));
        asked.push({ text, options, answer });
      }),
      dispose: () => {},
    },
  });
  return { writer, asked, store };
}

describe('a text that is read aloud', () => {
  it('is held with its recipe until somebody has heard it', async () => {
    const { writer, asked } = open();
    await writer.look();
    expect(writer.voices.map(({ name, accent }) => [name, accent])).toEqual([['Heart', 'american'], ['Fable', 'british']]);
    writer.write('The lamps go out.');
    writer.speakAs('bm_fable');
    writer.speed = 1.2;
    const work = writer.read();
    expect(asked[0]).toMatchObject({ text: 'The lamps go out.', options: { voice: 'bm_fable', accent: 'british', speed: 1.2 } });
    asked[0]!.options.onProgress(0.5);
    expect(writer.progress).toBe(0.5);
    asked[0]!.answer(ok({ file: new ArrayBuffer(8), seconds: 2 }));
    expect(await work).toBe(true);
    expect(writer.draft).toMatchObject({ seconds: 2, voice: 'Fable', recipe: { text: 'The lamps go out.', voice: 'bm_fable', speed: 1.2, model: 'Kokoro', revision: 'main', licence: 'Apache-2.0' } });
    expect(writer.progress).toBeUndefined();
    writer.putAway();
    expect(writer.draft).toBeUndefined();
  });

  it('is kept as it is typed, until it is empty; it is said where there is no room', () => {
    const { writer, store } = open();
    writer.write('Half a sent');
    expect(open({ store }).writer.text).toBe('Half a sent');
    store.isFull = true;
    writer.write('Half a sentence');
    expect([writer.text, writer.isKept]).toEqual(['Half a sentence', false]);
    writer.write('');
    expect([store.kept.size, writer.isKept]).toEqual([0, true]);
  });

  it('is nothing where it is stopped, and an answer that comes late is none', async () => {
    const { writer, asked } = open();
    await writer.look();
    writer.write('Night.');
    const [first, second] = [writer.read(), writer.read()];
    expect(asked[0]!.options.signal.aborted).toBe(true);
    asked[0]!.options.onProgress(0.9);
    expect(writer.progress).toBe(0);
    writer.cancel();
    expect(await Promise.all([first, second])).toEqual([false, false]);
    expect([writer.fault, writer.draft, writer.progress]).toEqual([undefined, undefined, undefined]);
  });

  it('says what went wrong, that it is not English, and waits for a model', async () => {
    const { writer, asked } = open();
    await writer.look();
    writer.write('Die Lampe ist aus und das Meer ist laut, sagt der Wind.');
    expect(writer.foreign).toBe('German');
    const work = writer.read();
    asked[0]!.answer(fail(new FaultError('out-of-memory').fault));
    await work;
    expect(writer.fault?.reason).toBe('out-of-memory');
    const none = open({ models: [] });
    await none.writer.look();
    none.writer.write('Night.');
    expect([none.writer.model, none.writer.voice, await none.writer.read(), none.asked]).toEqual([undefined, undefined, false, []]);
  });
});
