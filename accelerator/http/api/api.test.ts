import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RemoteJob } from '#core/schema/accelerator/remote-job.ts';
import { JobId } from '#core/schema/ids.ts';
import { type Answer, Door, READING, sha256Of, someOrder } from '../../../tests/fixtures/http-door.ts';

let door: Door;
beforeAll(async () => {
  door = await Door.open();
});
afterAll(() => door.close());

const parsed = ({ body }: Answer): Record<string, unknown> => JSON.parse(body.toString()) as Record<string, unknown>;
const send = (order: object, token = door.token) => door.json('POST', '/api/v1/generate', order, { token });

describe('health', () => {
  it('is told to everybody who may speak to us, and nothing secret with it', async () => {
    for (const canPair of [true, false]) {
      door.moods.canPair = canPair;
      const answer = await door.ask('GET', '/api/v1/health', { token: null });
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(parsed(answer)).toEqual({ name: 'kinora', version: '1.2.3', protocol: 1, pairing: canPair });
    }
  });
});

describe('jobs', () => {
  it('are taken once, however often they are sent', async () => {
    const order = someOrder();
    const first = await send(order);
    expect([first.status, first.headers.location]).toEqual([202, `/api/v1/jobs/${order.id}`]);
    expect(RemoteJob.parse(parsed(first)).order).toEqual(order);
    expect((await send(order)).body.toString()).toBe(first.body.toString());
    const other = await send({ ...order, priority: 'high' });
    expect([other.status, parsed(other).pointer]).toEqual([409, '/id']);
  });

  it('wait for their files and for one another, and say for which', async () => {
    const order = someOrder();
    const picture = { width: 1, height: 1, sha256: sha256Of('file'), rgb: sha256Of('rgb') };
    const missing = await send({ ...order, request: { ...order.request, mode: 'i2v', first: picture } });
    expect([missing.status, parsed(missing).media]).toEqual([409, [picture.rgb]]);
    await door.put(Buffer.from('rgb'));
    const unfit = await send({ ...order, request: { ...order.request, mode: 'i2v', first: { ...picture, height: 2 } } });
    expect([unfit.status, parsed(unfit).fault]).toEqual([422, { reason: 'picture-unreadable', facts: {} }]);
    expect((await send({ ...order, request: { ...order.request, mode: 'i2v', first: picture } })).status).toBe(202);
    const alone = await send(someOrder({ dependsOn: [order.id, JobId.parse(randomUUID())] }));
    expect([alone.status, parsed(alone).pointer]).toEqual([422, '/dependsOn/1']);
  });

  it.each([
    ['an unknown field', { surprise: 1 }, '/surprise'],
    ['an unknown field of the request', { request: { surprise: 1 } }, '/request/surprise'],
    ['an unknown field of a picture', { request: { first: { width: 1, height: 1, sha256: sha256Of('a'), rgb: sha256Of('b'), path: '/etc/passwd' } } }, '/request/first/path'],
    ['an unknown field of a LoRA', { request: { loras: [{ asset: sha256Of('a'), name: 'x', weight: 1, file: 'x' }] } }, '/request/loras/0/file'],
    ['a field whose name has slashes', { 'a/b~c': 1 }, '/a~1b~0c'],
    ['no id', { id: undefined }, '/id'],
    ['an id that is none', { id: '../../x' }, '/id'],
    ['a prompt too long', { request: { prompt: 'x'.repeat(401) } }, '/request/prompt'],
    ['a seed too large', { request: { seed: 2 ** 32 } }, '/request/seed'],
    ['half a frame', { request: { frames: 0.5 } }, '/request/frames'],
    ['no width', { request: { width: 0 } }, '/request/width'],
    ['steps without end', { request: { steps: 1e9 } }, '/request/steps'],
    ['an engine that is none', { engine: 'browser' }, '/engine'],
    ['a hundred dependencies', { dependsOn: Array.from({ length: 100 }, () => randomUUID()) }, '/dependsOn'],
    ['a list of something else', { dependsOn: [1] }, '/dependsOn/0'],
  ])('with %s are refused, and the place is named', async (_what, { request, ...more }: Record<string, unknown>, pointer) => {
    const order = someOrder();
    const answer = await send({ ...order, ...more, request: { ...order.request, ...(request as object) } });
    expect([answer.status, answer.headers['content-type'], parsed(answer).pointer]).toEqual([422, 'application/problem+json', pointer]);
    expect((await door.ask('GET', `/api/v1/jobs/${order.id}`)).status).toBe(404);
  });

  it.each([
    ['{', 400], ['', 400], ['{"id":1,}', 400], ['\u0000', 400], ['NaN', 400], ['{"a":1}{"b":2}', 400], ['[]', 422], ['null', 422], ['"x"', 422], ['1', 422], [`${'['.repeat(20_000)}`, 400], [`${'['.repeat(20_000)}${']'.repeat(20_000)}`, 422], ['{"__proto__":{"id":"x"}}', 422],
  ])('that are no job at all are refused: %.20j', async (text, status) => {
    const answer = await door.json('POST', '/api/v1/generate', text);
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/problem+json']);
    expect(parsed(answer)).toMatchObject({ status, type: expect.stringMatching(/^\/api\/v1\/docs#body-/) });
  });

  it('are listed page after page in their order, and by state', async () => {
    const token = door.tokens.give(door.pair('lister'), undefined).token;
    const orders = Array.from({ length: 5 }, () => someOrder());
    for (const order of orders) await send(order, token);
    const seen: string[] = [];
    for (let after = ''; ; ) {
      const page = parsed(await door.ask('GET', `/api/v1/jobs?limit=2${after}`, { token })) as { jobs: RemoteJob[]; next?: string; seq: number };
      expect(page.seq).toBe(door.desk.seq);
      seen.push(...page.jobs.map(({ order }) => order.id));
      if (!page.next) break;
      after = `&after=${page.next}`;
    }
    expect(seen).toEqual(orders.map(({ id }) => id));
    await door.ask('POST', `/api/v1/jobs/${orders[3]!.id}/cancel`, { token });
    const cancelled = parsed(await door.ask('GET', '/api/v1/jobs?state=cancelled', { token })) as { jobs: RemoteJob[] };
    expect(cancelled.jobs.map(({ order }) => order.id)).toEqual([orders[3]!.id]);
    const moved = await door.json('POST', `/api/v1/jobs/${orders[4]!.id}/move`, { before: orders[0]!.id }, { token });
    expect(moved.status).toBe(200);
    const [first] = (parsed(await door.ask('GET', '/api/v1/jobs', { token })) as { jobs: RemoteJob[] }).jobs;
    expect(first?.order.id).toBe(orders[4]!.id);
  });

  it.each([['limit=0', '/limit'], ['limit=1001', '/limit'], ['limit=x', '/limit'], ['limit=1&limit=2', '/limit'], ['state=lost', '/state'], ['after=1', '/after'], [`after=${randomUUID()}`, '/after'], ['sort=up', '/sort'], ['__proto__=1', '/__proto__']])('cannot be listed with %s', async (query, pointer) => {
    const answer = await door.ask('GET', `/api/v1/jobs?${query}`);
    expect([answer.status, parsed(answer).pointer]).toEqual([400, pointer]);
  });

  it('of another client are not there, whatever is asked of them', async () => {
    const token = door.tokens.give(door.pair('stranger'), undefined).token;
    const order = someOrder();
    await send(order);
    const path = `/api/v1/jobs/${order.id}`;
    for (const [method, address] of [['GET', path], ['DELETE', path], ['POST', `${path}/cancel`], ['POST', `${path}/retry`]] as const) expect((await door.ask(method, address, { token })).status).toBe(404);
    expect((await door.json('POST', `${path}/move`, { before: order.id }, { token })).status).toBe(404);
    expect((await door.json('POST', `${path}/collected`, { media: sha256Of('x') }, { token })).status).toBe(404);
    expect(parsed(await door.ask('GET', '/api/v1/jobs', { token }))).toMatchObject({ jobs: [] });
    expect((await door.desk.get(door.owner, order.id))?.job.state).toBe('waiting');
  });

  it('are moved before or after another, not both', async () => {
    for (const body of [{}, { before: randomUUID(), after: randomUUID() }, { before: 1 }, { beside: randomUUID() }]) expect((await door.json('POST', `/api/v1/jobs/${randomUUID()}/move`, body)).status).toBe(422);
  });
});

describe('addresses', () => {
  it.each([
    ['POST', '/api/v1/health', 'GET, HEAD'],
    ['PUT', '/api/v1/jobs', 'GET, HEAD'],
    ['GET', '/api/v1/generate', 'POST'],
    ['PATCH', `/api/v1/jobs/${randomUUID()}`, 'GET, HEAD, DELETE'],
    ['POST', `/api/v1/media/${sha256Of('x')}`, 'PUT, GET, HEAD'],
    ['OPTIONS', '/api/v1/clients', 'GET, HEAD'],
    ['DELETE', '/metrics', 'GET, HEAD'],
  ])('%s %s says what is possible there', async (method, address, allowed) => {
    const answer = await door.ask(method, address);
    expect([answer.status, answer.headers.allow?.split(', ').sort()]).toEqual([405, allowed.split(', ').sort()]);
    expect(answer.headers['content-type']).toBe('application/problem+json');
  });

  it.each(['/api', '/api/', '/api/v1', '/api/v2/jobs', '/api/v1/jobs/', '/api/v1/Jobs', '/api/v1/nothing', '/api/v1/jobs/x/y/z', '/api/v1/media', '/metrics/x'])('%s is not there', async (address) => {
    const answer = await door.ask('GET', address);
    expect(answer.status).toBe(404);
    if (address.startsWith('/api')) expect(answer.headers['content-type']).toBe('application/problem+json');
  });

  it('explain every kind of refusal where it says so', async () => {
    const page = (await door.ask('GET', '/api/v1/docs', { token: null })).body.toString();
    const { type } = parsed(await door.ask('GET', '/api/v1/nothing')) as { type: string };
    expect(type).toBe('/api/v1/docs#not-found');
    expect(page).toContain('id="not-found"');
  });
});

describe('the machine', () => {
  it('is told with the jobs in numbers, and over time', async () => {
    const system = parsed(await door.ask('GET', '/api/v1/system'));
    expect(system).toMatchObject({ version: '1.2.3', protocol: 1, machine: READING });
    expect(system.uptime).toBeGreaterThanOrEqual(0);
    expect(parsed(await door.ask('GET', `/api/v1/system/history?since=${READING.at}`))).toEqual({ readings: [READING] });
    expect(parsed(await door.ask('GET', `/api/v1/system/history?since=${READING.at + 1}`))).toEqual({ readings: [] });
    for (const query of ['since=-1', 'most=0', 'most=5001', 'since=1e400', 'until=1']) expect((await door.ask('GET', `/api/v1/system/history?${query}`)).status).toBe(400);
  });

  it('lists its models with what each lacks, or that their engine is away', async () => {
    const models = async () => parsed(await door.ask('GET', '/api/v1/models'));
    expect(await models()).toMatchObject({ models: [{ id: 'fake', engine: 'onnx', status: 'away', fault: { reason: 'engine-away' } }] });
    door.engine.goAway(false);
    expect(await models()).toMatchObject({ models: [{ id: 'fake', engine: 'onnx', status: 'ready', missing: [] }] });
    door.engine.lackFile(true);
    expect(await models()).toMatchObject({ models: [{ status: 'incomplete', missing: [{ file: 'fake.onnx', folder: 'models/fake' }] }] });
    door.engine.lackFile(false);
    door.engine.goAway(true);
  });

  it('has an engine load a model, and give back its memory', async () => {
    const load = (engine: string, model: string) => door.json('POST', `/api/v1/engines/${engine}/load`, { model });
    expect((await load('onnx', 'fake')).status).toBe(204);
    expect(parsed(await door.ask('GET', '/api/v1/models'))).toMatchObject({ models: [{ id: 'fake', loaded: true }] });
    expect([(await load('onnx', 'other')).status, (await load('sdcpp', 'fake')).status, (await load('onnx', '')).status]).toEqual([422, 404, 422]);
    expect((await door.ask('POST', '/api/v1/engines/onnx/unload')).status).toBe(204);
    expect(door.engine.unloads).toBe(1);
    expect((await door.ask('POST', '/api/v1/engines/sdcpp/unload')).status).toBe(404);
  });
});

describe('clients', () => {
  it('are listed, renamed and revoked', async () => {
    const id = door.pair('guest');
    expect(parsed(await door.ask('GET', '/api/v1/clients'))).toMatchObject({ you: door.owner });
    expect(parsed(await door.json('PATCH', `/api/v1/clients/${id}`, { name: '  Living room ' }))).toMatchObject({ id, name: 'Living room' });
    for (const name of ['', '   ', 'x'.repeat(101), 1, null]) expect((await door.json('PATCH', `/api/v1/clients/${id}`, { name })).status).toBe(422);
    expect((await door.ask('DELETE', `/api/v1/clients/${id}`)).status).toBe(204);
    expect((await door.ask('DELETE', `/api/v1/clients/${id}`)).status).toBe(404);
    expect(door.clients.list().some((client) => client.id === id)).toBe(false);
  });
});
