import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import { LanguageStandIn } from '../../tests/stand-ins/language/open-stand-in.ts';
import type { Patience } from './chat-client.ts';
import { LocalLanguage } from './local-language.ts';
import { serversOf } from './servers.ts';

let server: LanguageStandIn;
let logged: string[] = [];
const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
beforeAll(async () => {
  server = await LanguageStandIn.open();
});
afterAll(() => server.close());
beforeEach(() => server.behave());
afterEach(() => {
  logged = [];
});

const language = (patience: Partial<Patience> = {}, addresses = [server.address]) => new LocalLanguage({ addresses, log, patience });
const host = () => new URL(server.address).host;
const order = (more: object = {}) => ({ model: `${host()}/small-writer`, system: 'You write.', user: 'Say hello.', maxTokens: 50, ...more });
const never = new AbortController().signal;
const faultOf = async (asked: Promise<unknown>) => {
  const error = await asked.catch((thrown: unknown) => thrown);
  return error instanceof FaultError ? error.fault : error;
};

describe('servers', () => {
  it('are looked for on this machine alone, unless others are set', () => {
    expect(serversOf([]).map(({ name, base }) => `${name} ${base.href}`)).toEqual(['Ollama http://127.0.0.1:11434/', 'llama.cpp http://127.0.0.1:8080/', 'LM Studio http://127.0.0.1:1234/']);
    expect(serversOf(['http://box:11434/v1/', 'http://box:11434', 'http://box/llm/v1']).map(({ name, base }) => `${name} ${base.href}`)).toEqual(['Ollama http://box:11434/', 'box http://box/llm/']);
  });

  it('are listed with their models, and with why where they have none', async () => {
    const offer = await language({}, [server.address, 'http://127.0.0.1:1']).list();
    expect(offer.models).toEqual([{ id: `${host()}/small-writer`, name: 'small-writer', server: host() }]);
    expect(offer.servers.map(({ address, fault }) => [address, fault?.reason])).toEqual([[host(), undefined], ['127.0.0.1:1', 'language-away']]);
  });

  it('show a model of llama.cpp by the name of its file', async () => {
    await server.behave({ models: ['/home/me/models/Qwen3-0.6B-Q8_0.gguf', '..\\x\\y.gguf'] });
    expect((await language().list()).models.map(({ name }) => name)).toEqual(['Qwen3-0.6B-Q8_0', 'y']);
  });

  it.each([
    ['something else answers', { garbage: '<!doctype html>' }, 'language-unfit'],
    ['the list has no end', { garbage: 'x'.repeat(1000), times: 3000 }, 'language-unfit'],
    ['they are too slow', { slowMs: 400 }, 'language-away'],
  ])('are passed over where %s', async (_what, manners, reason) => {
    await server.behave(manners);
    const { models, servers } = await language({ listMs: 200, bytes: 100_000 }).list();
    expect([models, servers[0]?.fault?.reason]).toEqual([[], reason]);
  });

  it('outside the own network are never asked', async () => {
    const far = language({}, ['http://203.0.113.7:11434']);
    expect((await far.list()).servers[0]?.fault?.reason).toBe('address-not-allowed');
    expect(await faultOf(far.complete(order({ model: '203.0.113.7:11434/x' }), never))).toMatchObject({ reason: 'address-not-allowed' });
  });
});

describe('a question', () => {
  it('goes to its model as it is, held to a schema, and comes back as it came', async () => {
    await server.behave({ says: ['{"a": "<b>"}'] });
    const schema = { type: 'object', properties: { a: { type: 'string' } } };
    expect(await language().complete(order({ schema }), never)).toBe('{"a": "<b>"}');
    const { chats } = await server.log();
    expect(chats).toEqual([
      {
        model: 'small-writer', stream: false, temperature: 0.8, max_tokens: 50,
        messages: [{ role: 'system', content: 'You write.' }, { role: 'user', content: 'Say hello.' }],
        response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } },
      },
    ]);
    expect(logged.join('')).not.toMatch(/You write|Say hello|<b>/);
  });

  it('goes without the schema to a server that knows none, and the next one at once', async () => {
    await server.behave({ knowsNoSchemas: true });
    const desk = language();
    for (const _ of [1, 2]) expect(await desk.complete(order({ schema: {} }), never)).toBe('Hello.');
    expect((await server.log()).chats.map(({ response_format: form }) => form)).toEqual([undefined, undefined]);
  });

  it.each([
    ['an error of the server', { status: 500 }, 'language-away', 'It answered with status 500. It said: the stand-in was told to fail.'],
    ['a refusal', { status: 403 }, 'language-unfit', 'It answered with status 403. It said: the stand-in was told to fail.'],
    ['a model that is gone', { models: [] }, 'language-unfit', 'It answered with status 404. It said: model "small-writer" not found, try pulling it first.'],
    ['garbage', { garbage: '\u0000\u0001 not JSON' }, 'language-unfit', 'Its answer is not what servers of this kind answer.'],
    ['another shape', { garbage: '{"choices":[]}' }, 'language-unfit', 'Its answer is not what servers of this kind answer.'],
    ['an answer of 2 MB', { garbage: 'x'.repeat(20_000), times: 100 }, 'language-unfit', 'Its answer is longer than 1048576 bytes.'],
    ['half an answer', { breaksOff: true }, 'language-away', 'broke off'],
    ['silence', { slowMs: 500 }, 'language-away', 'It took too long to answer.'],
  ])('that meets %s fails and says so', async (_what, manners, reason, detail) => {
    await server.behave(manners);
    const fault = await faultOf(language({ answerMs: 250 }).complete(order(), never));
    expect(fault).toMatchObject({ reason, facts: { model: host() } });
    expect((fault as FaultError['fault']).facts.detail).toContain(detail);
  });

  it('for a server that nobody has set goes nowhere', async () => {
    expect(await faultOf(language().complete(order({ model: '127.0.0.1:9/x' }), never))).toMatchObject({ reason: 'language-away' });
    expect((await server.log()).chats).toEqual([]);
  });

  it('follows nobody who sends it elsewhere', async () => {
    const elsewhere = await LanguageStandIn.open();
    try {
      await server.behave({ redirect: `${elsewhere.address}/v1/chat/completions` });
      expect(await faultOf(language().complete(order(), never))).toMatchObject({ reason: 'language-away' });
      expect((await elsewhere.log()).chats).toEqual([]);
    } finally {
      await elsewhere.close();
    }
  });

  it('that is cancelled ends at once, on the server too', async () => {
    await server.behave({ slowMs: 20_000 });
    const cancel = new AbortController();
    const asked = faultOf(language().complete(order(), cancel.signal));
    setTimeout(() => cancel.abort(), 50);
    const begun = performance.now();
    expect(await asked).toMatchObject({ reason: 'cancelled' });
    expect(performance.now() - begun).toBeLessThan(5_000);
    await expect.poll(async () => (await server.log()).hungUp).toBe(1);
  });

  it('is one of four at a time', async () => {
    await server.behave({ slowMs: 100 });
    const desk = language();
    const asked = [1, 2, 3, 4].map(() => desk.complete(order(), never));
    expect(desk.isBusy).toBe(true);
    await Promise.all(asked);
    expect(desk.isBusy).toBe(false);
  });
});
