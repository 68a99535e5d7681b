import { randomUUID } from 'node:crypto';
import { mkdir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CLOSED, MIT } from '../../../tests/fixtures/some-models.ts';
import { type Answer, type Asked, Door, MADE, sha256Of, someOrder, WORKFLOW } from '../../../tests/fixtures/http-door.ts';

interface Described {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: object }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Record<string, { readonly schema: object }> };
  readonly responses: Record<string, { readonly description: string; readonly content?: Record<string, { readonly schema: object }> }>;
}
interface Description {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Record<string, Record<string, Described>>;
  readonly components: { readonly schemas: Record<string, object>; readonly securitySchemes: Record<string, object> };
}

let door: Door;
let description: Description;
/** Every operation by its name, as it is asked rightly. */
let operations: readonly { readonly id: string; readonly method: string; readonly path: string; readonly described: Described }[];
const given = new Set<string>();

beforeAll(async () => {
  door = await Door.open({ limits: { jsonBytes: 10_000, mediaBytes: 100_000, address: { burst: 1e6, perSecond: 1 }, client: { burst: 1e6, perSecond: 1 } }, isEngineHere: true });
  door.engine.hangs = true;
  description = JSON.parse((await door.ask('GET', '/api/v1/openapi.json', { token: null })).body.toString()) as Description;
  operations = Object.entries(description.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, described]) => ({ id: described.operationId, method: method.toUpperCase(), path, described })));
});
afterAll(() => door.close());

const FILE = Buffer.from('some bytes of a file');

/** What stands in for the parameters of a path, and the body that is right there. */
async function rightly(id: string): Promise<{ readonly words: Record<string, string>; readonly query?: string; readonly body?: unknown; readonly bytes?: Buffer }> {
  const { id: job } = (await sendJob()).order;
  switch (id) {
    case 'generate':
      return { words: {}, body: someOrder() };
    case 'moveJob':
      return { words: { id: job }, body: { before: (await sendJob()).order.id } };
    case 'loadModel':
      return { words: { engine: 'onnx' }, body: { model: 'fake' } };
    case 'getWorkflow':
    case 'unmapWorkflow':
      return { words: { engine: 'onnx', file: encodeURIComponent(WORKFLOW) } };
    case 'mapWorkflow':
      return { words: { engine: 'onnx', file: encodeURIComponent(WORKFLOW) }, body: { schema: 1, slots: { prompt: [{ node: '2', input: 'text' }] }, output: '51' } };
    case 'complete':
      return { words: {}, body: { model: '127.0.0.1:11434/small', system: '', user: 'Hello', maxTokens: 10 } };
    case 'askAboutFile':
      return { words: {}, query: '?ask=describe&model=eye', bytes: FILE };
    case 'askAboutWords':
      return { words: {}, body: { ask: 'place', model: 'eye', text: 'a lantern' } };
    case 'collectedJob':
      return { words: { id: await door.done() }, body: { media: sha256Of(MADE) } };
    case 'forgetJob':
      return { words: { id: await door.done() } };
    case 'putMedia':
      return { words: { sha256: sha256Of(FILE) }, bytes: FILE };
    case 'getMedia':
      await door.shelf.keep(FILE);
      return { words: { sha256: sha256Of(FILE) } };
    case 'fetchModel':
      return { words: { model: 'listed' }, body: {} };
    case 'addModel':
      return { words: {}, body: { repository: 'some/body', accepts: true } };
    case 'setHubToken':
      return { words: {}, body: { token: 'hf_some' } };
    case 'forgetHubToken':
      door.kept.hub.setToken('hf_some');
      return { words: {} };
    case 'updateModel': {
      const { id: model } = await door.kept.keep(`m-${randomUUID()}`, '{"a":1}', MIT, { repository: 'o/n', revision: 'main' });
      return { words: { model }, body: {} };
    }
    case 'lookForUpdate':
    case 'pauseModel':
    case 'verifyModel':
    case 'removeModel':
    case 'getModelFile': {
      const { id: model, sha256 } = await door.kept.keep(`m-${randomUUID()}`, '{"a":1}');
      return { words: { model, sha256 } };
    }
    case 'renameClient':
      return { words: { id: door.pair(`renamed ${randomUUID()}`) }, body: { name: 'Living room' } };
    case 'revokeClient':
      return { words: { id: door.pair(`revoked ${randomUUID()}`) } };
    default:
      return { words: { id: job, engine: 'onnx' } };
  }
}

/** A job that is not over before the test is. */
async function sendJob() {
  const sent = await door.desk.submit(door.owner, someOrder());
  if (!sent.ok) throw new Error('not taken');
  return sent.value;
}

interface Otherwise extends Asked {
  readonly words?: Record<string, string>;
  readonly query?: string;
  readonly json?: unknown;
  readonly bytes?: Uint8Array;
  readonly at?: Door;
}

/** Asks an operation rightly, but for what is said. */
async function ask(id: string, otherwise: Otherwise = {}): Promise<Answer> {
  const operation = operations.find((one) => one.id === id)!;
  const right = await rightly(id);
  const words = { ...right.words, ...otherwise.words };
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => words[name]!) + (otherwise.query ?? right.query ?? '');
  const body = otherwise.bytes ?? right.bytes ?? ('json' in otherwise ? JSON.stringify(otherwise.json) : right.body === undefined ? undefined : JSON.stringify(right.body));
  const type = right.bytes ? 'application/octet-stream' : 'application/json';
  const headers = { ...(body !== undefined && { 'content-type': type }), ...otherwise.headers };
  const to = otherwise.at ?? door;
  return to.ask(operation.method, path, { headers, ...(body !== undefined && { body }), ...(otherwise.body !== undefined && { body: otherwise.body }), ...('token' in otherwise && { token: otherwise.token! }) });
}

/** Asks an operation rightly while something is wrong with us. */
async function inMood(mood: 'isBroken' | 'isFull' | 'isStopping', id: string, file?: Buffer): Promise<Answer> {
  const { words, query = '', body, bytes } = file ? { words: { sha256: sha256Of(file) } as Record<string, string>, query: undefined, body: undefined, bytes: file } : await rightly(id);
  const { method, path } = operations.find((one) => one.id === id)!;
  const sent = bytes ?? (body === undefined ? undefined : JSON.stringify(body));
  const headers = sent === undefined ? {} : { 'content-type': bytes ? 'application/octet-stream' : 'application/json' };
  door.moods[mood] = true;
  try {
    return await door.ask(method, path.replace(/\{(\w+)\}/g, (_, name: string) => words[name]!) + query, { headers, ...(sent !== undefined && { body: sent }) });
  } finally {
    door.moods[mood] = false;
  }
}

/** Notes that an answer was given, after holding it against its description. */
function expectGiven(id: string, status: number, answer: Answer): void {
  const { described } = operations.find((one) => one.id === id)!;
  expect(`${id} ${answer.status} ${answer.status === status ? '' : answer.body.toString()}`).toBe(`${id} ${status} `);
  const said = described.responses[String(status)];
  expect(said, `${id} ${status} is not documented`).toBeDefined();
  const type = String(answer.headers['content-type'] ?? '').split(';')[0]!;
  if (!said!.content) expect([type, answer.body.length]).toEqual(['', 0]);
  else {
    const shape = said!.content[type] ?? (id.startsWith('get') && status < 400 ? said!.content['application/octet-stream'] : undefined);
    expect(shape, `${id} ${status} as ${type}`).toBeDefined();
    if (type.endsWith('json')) schemaOf(shape!.schema).parse(JSON.parse(answer.body.toString()));
  }
  given.add(`${id} ${status}`);
}

const atHome = (text: string): string => text.replaceAll('#/components/schemas/', '#/$defs/');
const schemaOf = (schema: object) => z.fromJSONSchema(JSON.parse(atHome(JSON.stringify({ ...schema, $defs: description.components.schemas }))) as Parameters<typeof z.fromJSONSchema>[0]);

/** Those that take no body and can be refused by the model's own fault. */
const OF_A_MODEL = ['getModelFile', 'pauseModel', 'verifyModel', 'removeModel', 'lookForUpdate'];

const documented = (status: number): readonly string[] => operations.filter(({ described }) => String(status) in described.responses).map(({ id }) => id);

describe('every documented answer is really given', () => {
  it('where all is right', async () => {
    for (const { id, described } of operations) {
      const [status] = Object.keys(described.responses);
      expectGiven(id, Number(status), await ask(id));
    }
    await door.shelf.keep(FILE);
    for (const [id, sha256] of [['getMedia', sha256Of(FILE)], ['getModelFile', sha256Of('{"a":1}')]] as const) {
      expectGiven(id, 206, await ask(id, { headers: { range: 'bytes=2-5' } }));
      expectGiven(id, 304, await ask(id, { headers: { 'if-none-match': `"${sha256}"` } }));
      expectGiven(id, 416, await ask(id, { headers: { range: 'bytes=999-' } }));
    }
  });

  it('where the visitor is the wrong one', async () => {
    for (const id of documented(403)) expectGiven(id, 403, await ask(id, { headers: { origin: 'https://evil.example' } }));
    for (const id of documented(401)) expectGiven(id, 401, id === 'getMetrics' ? await door.askFrom('192.168.0.9', 'GET', '/metrics', { token: null }) : await ask(id, { token: null }));
    for (const id of documented(400)) expectGiven(id, 400, await ask(id, { query: '?token=x' }));
  });

  it('where there is nothing', async () => {
    for (const id of documented(404).filter((one) => one !== 'forgetHubToken')) expectGiven(id, 404, await ask(id, { words: { id: randomUUID(), sha256: 'f'.repeat(63), engine: 'comfyui', model: 'No%20such' } }));
    door.kept.hub.forgetToken();
    expectGiven('forgetHubToken', 404, await door.ask('DELETE', '/api/v1/hub/token'));
  });

  it('where the body is the wrong one', async () => {
    for (const id of documented(413)) expectGiven(id, 413, await ask(id, { body: Buffer.alloc(200_000) }));
    for (const id of documented(415)) expectGiven(id, 415, await ask(id, { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }));
    for (const id of documented(422).filter((one) => !['unmapWorkflow', ...OF_A_MODEL].includes(one))) expectGiven(id, 422, await ask(id, id === 'putMedia' ? { bytes: Buffer.from('other bytes') } : id === 'askAboutFile' ? { query: '?ask=describe&model=gone' } : { json: { surprise: 1 } }));
  });

  it('where there is no such model, or one that nobody may use yet', async () => {
    for (const id of OF_A_MODEL.slice(1)) expectGiven(id, 422, await ask(id, { words: { model: 'nowhere' } }));
    const { id: model, sha256 } = await door.kept.keep('closed', '{"a":2}', CLOSED);
    expectGiven('getModelFile', 422, await ask('getModelFile', { words: { model, sha256 } }));
  });

  it('where what is to go cannot be removed', async () => {
    const mapping = path.join(door.folder, 'workflows', WORKFLOW.replace('.json', '.mapping.json'));
    await rm(mapping, { force: true });
    await mkdir(mapping);
    expectGiven('unmapWorkflow', 422, await ask('unmapWorkflow'));
    await rmdir(mapping);
  });

  it('where it does not fit what is there', async () => {
    const job = await sendJob();
    expectGiven('generate', 409, await ask('generate', { json: { ...job.order, priority: 'low' } }));
    expectGiven('forgetJob', 409, await ask('forgetJob', { words: { id: job.order.id } }));
    expectGiven('collectedJob', 409, await ask('collectedJob', { json: { media: sha256Of('another') } }));
  });

  it('where the disk is full', async () => {
    for (const id of documented(507)) expectGiven(id, 507, await inMood('isFull', id, id === 'putMedia' ? Buffer.from('new') : undefined));
  });

  it('where it is about to end: nothing more is begun, and what is there can be read', async () => {
    for (const id of documented(503)) {
      const answer = await inMood('isStopping', id);
      expectGiven(id, 503, answer);
      expect(answer.headers['retry-after']).toBe('10');
    }
    door.moods.isStopping = true;
    expect((await door.ask('GET', '/api/v1/jobs')).status).toBe(200);
    door.moods.isStopping = false;
    for (const { id, method } of operations) expect(documented(503).includes(id)).toBe(method !== 'GET');
  });

  it('where something is broken, without a word of what', async () => {
    for (const id of documented(500)) {
      const answer = await inMood('isBroken', id);
      expectGiven(id, 500, answer);
      expect(answer.body.toString()).not.toContain('on purpose');
    }
    expect(door.logged.some((line) => line.includes('broken on purpose'))).toBe(true);
  });

  it('where it is asked too often, and each client and address has its own measure', async () => {
    const strict = await Door.open({ limits: { client: { burst: 1, perSecond: 0.01 }, address: { burst: 1, perSecond: 0.01 } } });
    try {
      const other = strict.tokens.give(strict.pair('other'), undefined).token;
      expect((await strict.ask('GET', '/api/v1/jobs')).status).toBe(200);
      expect((await strict.ask('GET', '/api/v1/health', { token: null })).status).toBe(200);
      for (const id of documented(429)) {
        const isOpen = !operations.find((one) => one.id === id)!.described.security;
        const answer = await ask(id, { at: strict, token: isOpen ? null : strict.token });
        expectGiven(id, 429, answer);
        expect(Number(answer.headers['retry-after'])).toBeGreaterThan(90);
      }
      expect((await strict.ask('GET', '/api/v1/jobs', { token: other })).status).toBe(200);
      // Guesses are measured by address, and keep nobody out who has a token.
      expect((await strict.ask('GET', '/api/v1/jobs', { token: 'guess' })).status).toBe(429);
    } finally {
      await strict.close();
    }
  });

  it('and none is left', () => {
    const all = operations.flatMap(({ id, described }) => Object.keys(described.responses).map((status) => `${id} ${status}`));
    expect([...given].sort()).toEqual(all.sort());
    expect(all.length).toBeGreaterThan(120);
  });
});

describe('the description', () => {
  it('is whole: every operation is named once, every reference leads somewhere, every parameter stands in its path', () => {
    expect(description.openapi).toBe('3.1.0');
    expect(description.info).toMatchObject({ title: 'Kinora accelerator', version: '1.2.3' });
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
    const text = JSON.stringify(description);
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name!);
    for (const name of references) expect(Object.keys(description.components.schemas)).toContain(name);
    // Nothing is described that no address gives or takes.
    expect([...new Set(references)].sort()).toEqual(Object.keys(description.components.schemas).sort());
    for (const { path, described, method } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
      const parameters = described.parameters ?? [];
      expect(parameters.filter((one) => one.in === 'path').map(({ name, required }) => (required ? name : `${name}?`)).sort()).toEqual(inPath);
      expect(described.summary.length).toBeGreaterThan(5);
      expect(description.tags.map(({ name }) => name)).toEqual(expect.arrayContaining([...described.tags]));
      if (['GET', 'DELETE'].includes(method)) expect(described.requestBody).toBeUndefined();
      expect(described.requestBody?.required ?? true).toBe(true);
      for (const { description: words } of Object.values(described.responses)) expect(words.length).toBeGreaterThan(3);
    }
    for (const schema of Object.values(description.components.schemas)) expect(() => schemaOf(schema)).not.toThrow();
    expect(description.components.securitySchemes).toHaveProperty('token.scheme', 'bearer');
  });

  it('says of every body that nothing else may stand in it', () => {
    for (const { described } of operations) {
      const schema = described.requestBody?.content['application/json']?.schema;
      if (schema) expect(JSON.stringify((schema as { $ref?: string }).$ref ? description.components.schemas[(schema as { $ref: string }).$ref.split('/').at(-1)!] : schema)).toContain('"additionalProperties":false');
    }
  });

  it('says where a token is needed, and the gate needs it there and nowhere else', async () => {
    for (const { id, described, method } of operations) {
      const { status } = await ask(id, { token: null });
      if (described.security) expect(`${id} ${status}`).toBe(`${id} 401`);
      else expect(`${id} ${method} ${status}`).toBe(`${id} GET 200`);
    }
  });
});
