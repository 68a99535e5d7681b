import { request } from 'node:http';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Completion, LanguageOffer } from '#core/schema/accelerator/language.ts';
import { Door } from '../../../tests/fixtures/http-door.ts';
import { LanguageStandIn } from '../../../tests/stand-ins/language/open-stand-in.ts';
import { LocalLanguage } from '../../language/local-language.ts';

let server: LanguageStandIn;
let door: Door;
beforeAll(async () => {
  server = await LanguageStandIn.open();
  door = await Door.open({ language: new LocalLanguage({ addresses: [server.address], log: pino({ level: 'silent' }) }) });
});
afterAll(async () => {
  await door.close();
  await server.close();
});
beforeEach(() => server.behave());

const parsed = (body: Buffer): Record<string, unknown> => JSON.parse(body.toString()) as Record<string, unknown>;
const order = (more: object = {}) => ({ model: `${new URL(server.address).host}/small-writer`, system: 'You write.', user: 'Say hello.', maxTokens: 50, ...more });
const ask = (body: unknown) => door.json('POST', '/api/v1/language/completions', body);

describe('language models', () => {
  it('are listed and asked by who is paired', async () => {
    const list = await door.ask('GET', '/api/v1/language/models');
    expect(LanguageOffer.parse(parsed(list.body)).models.map(({ name }) => name)).toEqual(['small-writer']);
    expect(Completion.parse(parsed((await ask(order())).body))).toEqual({ text: 'Hello.' });
  });

  it('that fail say why in a sentence and as a fault', async () => {
    await server.behave({ status: 500 });
    const answer = await ask(order());
    expect([answer.status, parsed(answer.body).fault]).toMatchObject([422, { reason: 'language-away' }]);
    expect(parsed(answer.body).detail).toContain('It said: the stand-in was told to fail.');
  });

  it.each([
    ['no model', { model: '' }, '/model'],
    ['tokens without end', { maxTokens: 1e9 }, '/maxTokens'],
    ['an address beside it', { base: 'http://evil.example' }, '/base'],
    ['a text too long', { user: 'x'.repeat(200_001) }, '/user'],
  ])('are not asked with %s', async (_what, more, pointer) => {
    const answer = await ask(order(more));
    expect([answer.status, parsed(answer.body).pointer]).toEqual([422, pointer]);
    expect((await server.log()).chats).toEqual([]);
  });

  it('stop writing when who asked hangs up', async () => {
    await server.behave({ slowMs: 5_000 });
    const body = JSON.stringify(order());
    const headers = { host: `localhost:${door.port}`, authorization: `Bearer ${door.token}`, 'content-type': 'application/json', 'content-length': String(body.length) };
    const sent = request({ port: door.port, host: '127.0.0.1', path: '/api/v1/language/completions', method: 'POST', headers, agent: false });
    sent.on('error', () => undefined);
    sent.end(body);
    setTimeout(() => sent.destroy(), 100);
    await expect.poll(async () => (await server.log()).hungUp, { timeout: 2_000 }).toBe(1);
    expect(door.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
  });

  it('that have their hands full take nothing more', async () => {
    await server.behave({ slowMs: 300 });
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => ask(order())));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 503, 503]);
    expect(answers.find(({ status }) => status === 503)?.headers['retry-after']).toBe('10');
  });
});
