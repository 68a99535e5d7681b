import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import { fail, ok } from '#core/schema/result.ts';
import { LocalLanguage } from '../../../../accelerator/language/local-language.ts';
import { Door } from '../../../../tests/fixtures/http-door.ts';
import { LanguageStandIn } from '../../../../tests/stand-ins/language/open-stand-in.ts';
import type { AcceleratorLink } from '../remote/ports.ts';
import { AcceleratorLanguageModel, languageOffer } from './accelerator-models.ts';

let server: LanguageStandIn;
let door: Door;
let line: Pick<AcceleratorLink, 'ask'>;
beforeAll(async () => {
  server = await LanguageStandIn.open();
  door = await Door.open({ language: new LocalLanguage({ addresses: [server.address], log: pino({ level: 'silent' }) }) });
  line = {
    ask: async (path, init = {}) => {
      try {
        return ok(await fetch(`http://localhost:${door.port}/api/v1${path}`, { ...init, headers: { ...(init.headers as Record<string, string>), Authorization: `Bearer ${door.token}` } }));
      } catch {
        return fail({ reason: 'accelerator-away', facts: {} });
      }
    },
  };
});
afterAll(async () => {
  await door.close();
  await server.close();
});
beforeEach(() => server.behave());

const first = async () => {
  const offer = await languageOffer(line);
  if (!offer.ok) throw new Error(offer.fault.reason);
  return new AcceleratorLanguageModel(line, offer.value.models[0]!);
};
const question = { system: 'You write.', user: 'Say hello.', maxTokens: 20 };
const faultOf = async (asked: Promise<unknown>) => {
  const error = await asked.catch((thrown: unknown) => thrown);
  return error instanceof FaultError ? error.fault : error;
};

describe('a language model beside the accelerator', () => {
  it('is found and asked through it', async () => {
    const model = await first();
    expect([model.name, model.server]).toEqual(['small-writer', new URL(server.address).host]);
    expect(await model.complete(question)).toBe('Hello.');
    expect((await server.log()).chats[0]?.messages.map(({ content }) => content)).toEqual(['You write.', 'Say hello.']);
  });

  it('says why it cannot answer', async () => {
    const model = await first();
    await server.behave({ status: 500 });
    expect(await faultOf(model.complete(question))).toEqual({ reason: 'language-away', facts: { model: 'small-writer', detail: 'It answered with status 500. It said: the stand-in was told to fail.' } });
  });

  it('stops writing when it is cancelled', async () => {
    const model = await first();
    await server.behave({ slowMs: 5_000 });
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 50);
    expect(await faultOf(model.complete({ ...question, signal: cancel.signal }))).toMatchObject({ reason: 'cancelled' });
    await expect.poll(async () => (await server.log()).hungUp, { timeout: 2_000 }).toBe(1);
  });

  it('is not there without the accelerator, or with one that is too old or answers nonsense', async () => {
    const away = { ask: async () => fail({ reason: 'accelerator-away' as const, facts: {} }) };
    const model = new AcceleratorLanguageModel(away, { id: 'a/b', name: 'b', server: 'a' });
    expect(await faultOf(model.complete(question))).toMatchObject({ reason: 'accelerator-away' });
    const answering = (body: unknown, status: number) => ({ ask: async () => ok(Response.json(body, { status })) });
    expect(await languageOffer(answering({}, 404))).toMatchObject({ fault: { reason: 'accelerator-too-old' } });
    expect(await languageOffer(answering({ models: 'many' }, 200))).toMatchObject({ fault: { reason: 'accelerator-away' } });
    const odd = new AcceleratorLanguageModel(answering({ text: 7 }, 200), { id: 'a/b', name: 'b', server: 'a' });
    expect(await faultOf(odd.complete(question))).toMatchObject({ reason: 'language-away', facts: { model: 'b' } });
  });
});
