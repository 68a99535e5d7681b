import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Fault } from '#core/schema/fault.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { Provider } from '../engines/onnx/provider.ts';
import { CardOrProcessor } from './card-or-processor.ts';

const never = { aborted: false };
const faulty = (reason: Fault['reason']) => fail<Fault>({ reason, facts: {} });

let lines: { model: string; provider: string; reason: string }[];
const open = (best: Provider) => new CardOrProcessor(async () => best, pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[number]) }));
/** Asks, with what the card comes to, and answers what computed in turn. */
async function ask(at: CardOrProcessor, onCard: () => Result<string, Fault>, signal = never) {
  const used: Provider[] = [];
  const outcome = await at.work<string>('whisper 1', signal, async ({ provider, watch }) => {
    const now = await provider();
    used.push(now);
    return watch((async () => (now === 'cpu' ? ok('by the processor') : onCard()))());
  });
  return { used, outcome };
}

beforeEach(() => {
  lines = [];
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

describe('a model that helps', () => {
  it.each(['cuda', 'dml', 'coreml'] as const)('works on %s where that is best', async (best) => {
    expect(await ask(open(best), () => ok('by the card'))).toEqual({ used: [best], outcome: ok('by the card') });
  });

  it.each(['cpu', 'webgpu'] as const)('works on the processor where %s is best', async (best) => {
    expect((await ask(open(best), () => ok('by the card'))).used).toEqual(['cpu']);
  });

  it.each(['device-lost', 'provider-unavailable', 'out-of-memory', 'engine-died', 'timed-out', 'model-graph-invalid'] as const)('whose card says %s is answered by the processor, and the log says so', async (reason) => {
    expect(await ask(open('cuda'), () => faulty(reason))).toEqual({ used: ['cuda', 'cpu'], outcome: ok('by the processor') });
    expect(lines).toMatchObject([{ model: 'whisper 1', provider: 'cuda', reason }]);
  });

  it('whose card throws what nobody expected is answered by the processor', async () => {
    const thrown = () => {
      throw new Error('CUDA failure 700');
    };
    expect((await ask(open('cuda'), thrown)).outcome).toEqual(ok('by the processor'));
    expect(lines).toMatchObject([{ reason: 'Error: CUDA failure 700' }]);
    await expect(open('cpu').work('whisper 1', never, ({ watch }) => watch(Promise.reject(new Error('a bug'))))).rejects.toThrow('a bug');
  });

  it('leaves the card alone for a while after, and then tries it again', async () => {
    const at = open('cuda');
    await ask(at, () => faulty('out-of-memory'));
    expect((await ask(at, () => ok('by the card'))).used).toEqual(['cpu']);
    vi.advanceTimersByTime(600_000);
    expect((await ask(at, () => ok('by the card'))).used).toEqual(['cuda']);
  });

  it('is heard of before the next one’s turn', async () => {
    const at = open('cuda');
    await at.work<string>('whisper 1', never, async ({ provider, watch }) => {
      if ((await provider()) === 'cpu') return ok('by the processor');
      const met = await watch(Promise.resolve(faulty('out-of-memory')));
      expect((await ask(at, () => ok('by the card'))).used).toEqual(['cpu']);
      return met;
    });
    expect(lines).toHaveLength(1);
  });

  it.each(['picture-unreadable', 'language-unspoken', 'model-file-missing'] as const)('says %s once, whatever computes', async (reason) => {
    expect(await ask(open('cuda'), () => faulty(reason))).toEqual({ used: ['cuda'], outcome: faulty(reason) });
    expect(lines).toEqual([]);
  });

  it('is not asked again once nobody wants the answer', async () => {
    expect((await ask(open('cuda'), () => faulty('engine-died'), { aborted: true })).used).toEqual(['cuda']);
  });
});
