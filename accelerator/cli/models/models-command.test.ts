import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { onnxOf } from '#core/domain/models/model-bytes.test-support.ts';
import { HubStandIn } from '../../../tests/stand-ins/hub/stand-in.ts';
import { HubTokenFile } from '../../models/hub-token.ts';
import { modelsCommand } from './models-command.ts';

const TOKEN = 'hf_' + 'verysecret';

let hub: HubStandIn;
let data: string;
beforeAll(async () => {
  hub = await HubStandIn.open();
  const files = new Map<string, Uint8Array>([['onnx/model_quantized.onnx', onnxOf(20_000)], ['config.json', new TextEncoder().encode('{}')]]);
  hub.repositories.set('Xenova/modnet', { smallUpTo: 1000, files });
  hub.repositories.set('me/mine', { smallUpTo: 1000, files: new Map([['w.onnx', onnxOf(5000)], ['evil.pkl', new Uint8Array(9)]]) });
});
afterAll(() => hub.close());
beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'kinora-cli-models-'));
  hub.log = { sent: 0, asked: [] };
  hub.gated.clear();
});
afterEach(() => rm(data, { recursive: true, force: true }));

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}
const run = async (words: readonly string[], env: Record<string, string> = {}): Promise<Ran> => {
  const said = { out: '', err: '' };
  const code = await modelsCommand([...words, '--data', data], {
    env,
    signal: new AbortController().signal,
    out: (line) => void (said.out += `${line}\n`),
    err: (line) => void (said.err += `${line}\n`),
  });
  return { code: code ?? -1, ...said };
};
const here = async () => (await readdir(path.join(data, 'models'), { recursive: true }).catch((): string[] => [])).filter((name) => !name.endsWith('.lock')).sort();

describe('npm run models', () => {
  it('says which models have a newer version, and puts it in place', async () => {
    const before = hub.repositories.get('Xenova/modnet')!;
    await run(['fetch', 'modnet', '--variant', 'q8', '--mirror', hub.address]);
    expect((await run(['update', '--mirror', hub.address])).out).toBe('No model here has a newer version.\n');
    try {
      hub.repositories.set('Xenova/modnet', { ...before, commit: 'b'.repeat(40), files: new Map([...before.files, ['config.json', new TextEncoder().encode('{"new":1}')]]) });
      expect((await run(['update', '--mirror', hub.address])).out).toMatch(/^modnet: [0-9a-f]{12} → b{12}: 1 file differs, 1 MB to fetch; the same licence\n$/);
      expect(await readFile(path.join(data, 'models/modnet/config.json'), 'utf8')).toBe('{}');
      hub.log.sent = 0;
      expect(await run(['update', 'modnet', '--mirror', hub.address])).toMatchObject({ code: 0, out: expect.stringContaining('modnet: 2 files') });
      expect(hub.log.sent).toBe(9);
      expect(await readFile(path.join(data, 'models/modnet/config.json'), 'utf8')).toBe('{"new":1}');
      expect((await run(['update', '--mirror', hub.address])).out).toBe('No model here has a newer version.\n');
      expect(await run(['update', 'nothing'])).toMatchObject({ code: 2 });
    } finally {
      hub.repositories.set('Xenova/modnet', before);
    }
  });

  it('lists, fetches, verifies and removes', async () => {
    const fetched = await run(['fetch', 'modnet', '--variant', 'q8', '--mirror', hub.address]);
    expect(fetched).toMatchObject({ code: 0, err: '' });
    expect(fetched.out).toContain('modnet: 2 files');
    expect(fetched.out).not.toContain('nothing uses it yet');
    expect(await here()).toEqual(['modnet', 'modnet.model.json', 'modnet/config.json', 'modnet/onnx', 'modnet/onnx/model_quantized.onnx']);
    const listed = JSON.parse((await run(['list', '--json'])).out) as { here: { model: { id: string }; status: string }[]; catalogue: unknown[] };
    expect(listed.here).toMatchObject([{ model: { id: 'modnet' }, status: 'ready' }]);
    expect(listed.catalogue.length).toBeGreaterThan(15);
    const lines = (await run(['list'])).out.split('\n');
    const said = (id: string) => /; (nothing uses it yet|used by browsers.*)$/.exec(lines.find((line) => line.startsWith(`  ${id} `)) ?? '')?.[1];
    expect([said('modnet'), said('qwen3-0.6b'), said('siglip-base-patch16-224'), said('smolvlm-256m-instruct'), said('wan2.2-ti2v-5b-gguf')]).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect((await run(['verify'])).out).toContain('modnet: 2 files as it should be');
    await writeFile(path.join(data, 'models/modnet/config.json'), '[]');
    expect(await run(['verify', 'modnet'])).toMatchObject({ code: 1, out: expect.stringContaining('SHA-256') });
    expect((await run(['remove', 'modnet'])).code).toBe(0);
    expect(await here()).toEqual([]);
  });

  it('asks for a licence to be accepted before anything is fetched', async () => {
    const refused = await run(['fetch', 'llama-3.2-1b-instruct', '--mirror', hub.address, '--json']);
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.out)).toMatchObject({ error: { reason: 'model-licence-not-accepted', sentence: expect.stringContaining('https://www.llama.com/llama3_2/license/') } });
    expect(hub.log.asked).toEqual([]);
  });

  it('asks where the settings of the accelerator say, in whose name the studio said', async () => {
    hub.gated.set('Xenova/modnet', TOKEN);
    await writeFile(path.join(data, 'settings.json'), JSON.stringify({ hubMirror: hub.address }));
    new HubTokenFile(path.join(data, 'hub-token'), () => undefined).set(TOKEN);
    expect(await run(['fetch', 'modnet', '--variant', 'q8'])).toMatchObject({ code: 0, err: '' });
    await run(['remove', 'modnet']);
    // What is named now counts more.
    const file = path.join(data, 'token');
    await writeFile(file, 'hf_another');
    expect((await run(['fetch', 'modnet', '--variant', 'q8', '--token-file', file])).code).toBe(1);
    await writeFile(path.join(data, 'settings.json'), '{"hubMirror":"http://u:p@x"}');
    const refused = await run(['list']);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('hubMirror') });
    expect(refused.err).not.toContain('u:p');
  });

  it('takes a token from a file or the environment, and says it nowhere', async () => {
    hub.gated.set('Xenova/modnet', TOKEN);
    const words = ['fetch', 'modnet', '--variant', 'q8', '--mirror', hub.address, '--json'];
    const refused = await run(words, { HF_TOKEN: 'hf_other-secret' });
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({ error: { reason: 'model-not-allowed' } });
    expect(refused.out + refused.err).not.toContain('secret');
    const file = path.join(data, 'token');
    await writeFile(file, `${TOKEN}\n`);
    const fetched = await run([...words, '--token-file', file]);
    expect(fetched.code).toBe(0);
    expect(fetched.out + fetched.err + (await readFile(path.join(data, 'models/modnet.model.json'), 'utf8'))).not.toContain('secret');
  });

  it('adds a folder and a zip with no network, and nothing of what can run', async () => {
    const folder = path.join(data, 'own');
    await mkdir(path.join(folder, 'onnx'), { recursive: true });
    await writeFile(path.join(folder, 'onnx/m.onnx'), onnxOf(3000));
    await writeFile(path.join(folder, 'config.json'), '{}');
    await writeFile(path.join(folder, 'run.py'), 'x');
    expect((await run(['add', folder])).code).toBe(2);
    expect(await run(['add', folder, '--accept-licence'])).toMatchObject({ code: 0, err: '' });
    expect(await here()).toEqual(['own', 'own.model.json', 'own/config.json', 'own/onnx', 'own/onnx/m.onnx']);
    const zip = path.join(data, 'packed.zip');
    await writeFile(zip, await zipOf({ 'top/onnx/m.onnx': onnxOf(3000), 'top/config.json': new TextEncoder().encode('{}') }));
    expect(await run(['add', zip, '--accept-licence', '--name', 'From a zip'])).toMatchObject({ code: 0, err: '' });
    expect(await readFile(path.join(data, 'models/from-a-zip/onnx/m.onnx'))).toEqual(Buffer.from(onnxOf(3000)));
    expect(hub.log.asked).toEqual([]);
  });

  it('says of a model that nothing could use what it lacks or says wrongly, and keeps no such folder', async () => {
    const tiny = fileURLToPath(new URL('../../../tests/fixtures/tiny-qwen3', import.meta.url));
    const own = async (name: string, change: (folder: string) => Promise<unknown>) => {
      const folder = path.join(data, name);
      await cp(tiny, folder, { recursive: true });
      await change(folder);
      return folder;
    };
    const whole = await own('writer', async () => undefined);
    expect(await run(['add', whole, '--accept-licence'])).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse((await run(['list', '--json'])).out)).toMatchObject({ here: [{ status: 'ready', model: { purpose: 'language' } }] });
    expect((await run(['list'])).out).toMatch(/writer +here, .*; for stories and prompts/);
    const mute = await own('mute', (folder) => rm(path.join(folder, 'tokenizer.json')));
    expect(await run(['add', mute, '--accept-licence'])).toMatchObject({ code: 1, err: expect.stringMatching(/^It looks like a model that writes, and tokenizer\.json is missing\./) });
    const config = JSON.parse(await readFile(path.join(tiny, 'config.json'), 'utf8')) as object;
    const absurd = await own('absurd', (folder) => writeFile(path.join(folder, 'config.json'), JSON.stringify({ ...config, num_hidden_layers: 2_000_000_000 })));
    expect(await run(['add', absurd, '--accept-licence'])).toMatchObject({ code: 1, err: expect.stringContaining('config.json cannot be believed: num_hidden_layers is 2000000000') });
    expect((await here()).filter((name) => !name.startsWith('writer'))).toEqual([]);

    // What was fetched stays, and is told of wherever it is named.
    const files = new Map<string, Uint8Array>();
    for (const name of ['config.json', 'tokenizer_config.json', 'onnx/model.onnx']) files.set(name, new Uint8Array(await readFile(path.join(tiny, name))));
    hub.repositories.set('me/mute', { smallUpTo: 10_000, files });
    const said = expect.stringContaining('tokenizer.json is missing');
    hub.log = { sent: 0, asked: [] };
    expect(await run(['add', 'me/mute', '--mirror', hub.address, '--accept-licence'])).toMatchObject({ code: 1, err: said });
    // Its weights were not even asked for.
    expect(hub.log.sent).toBe(files.get('config.json')!.length + files.get('tokenizer_config.json')!.length);
    expect((await run(['list'])).out).toMatch(/me-mute +cannot be used, /);
    expect(await run(['verify', 'me-mute'])).toMatchObject({ code: 1 });
    // Once its makers have put that right, the newer version can be used.
    hub.repositories.set('me/mute', { smallUpTo: 10_000, commit: 'c'.repeat(40), files: new Map([...files, ['tokenizer.json', new Uint8Array(await readFile(path.join(tiny, 'tokenizer.json')))]]) });
    expect(await run(['update', 'me-mute', '--mirror', hub.address])).toMatchObject({ code: 0, err: '' });
    expect(await run(['verify', 'me-mute'])).toMatchObject({ code: 0 });
  });

  it('keeps nothing of a zip that points out of its folder, that lies, or that holds a pickle', async () => {
    const m = onnxOf(3000);
    const pickle = new Uint8Array([0x80, 4, 0x95, 0, 0, 0, 0, 0]);
    for (const [what, files] of Object.entries({ outside: { 'm.onnx': m, '../../x.onnx': m }, pickle: { 'a.onnx': m, 'm.safetensors': pickle }, kind: { 'pytorch_model.bin': pickle }, twins: { 'm.onnx': m, 'M.onnx': m } })) {
      const zip = path.join(data, `${what}.zip`);
      await writeFile(zip, await zipOf(files));
      const ran = await run(['add', zip, '--accept-licence', '--json']);
      expect(ran.code, what).toBe(1);
      expect(JSON.parse(ran.out), what).toMatchObject({ error: { reason: 'model-file-unsafe' } });
    }
    const bytes = await zipOf({ 'm.onnx': m });
    bytes[60]! ^= 0xff;
    await writeFile(path.join(data, 'torn.zip'), bytes.slice(0, -30));
    await writeFile(path.join(data, 'flipped.zip'), bytes);
    for (const name of ['torn.zip', 'flipped.zip']) expect((await run(['add', path.join(data, name), '--accept-licence'])).code, name).toBe(1);
    expect(await here()).toEqual([]);
  });

  it('adds a repository of the hub and an address', async () => {
    expect(await run(['add', 'me/mine', '--mirror', hub.address, '--accept-licence'])).toMatchObject({ code: 0, err: '' });
    expect(await run(['add', `${hub.address}/me/mine/resolve/main/w.onnx`, '--accept-licence', '--name', 'by-address'])).toMatchObject({ code: 0, err: '' });
    expect(await run(['add', `${hub.address}/me/mine/resolve/main/w.onnx`, '--accept-licence', '--sha256', 'a'.repeat(64), '--json'])).toMatchObject({ code: 1, out: expect.stringContaining('model-file-wrong-hash') });
    // Another model under a name that is taken is not gone on with.
    expect(await run(['add', `${hub.address}/me/mine/resolve/main/w.onnx`, '--accept-licence', '--sha256', 'b'.repeat(64)])).toMatchObject({ code: 2, err: expect.stringContaining('--name') });
    expect(await run(['add', 'Xenova/modnet', '--mirror', hub.address, '--accept-licence', '--name', 'me-mine'])).toMatchObject({ code: 2 });
    expect(await here()).toContain('me-mine/w.onnx');
    expect(await here()).not.toContain('me-mine/evil.pkl');
    expect(await here()).not.toContain('w/w.onnx');
  });

  it('says what cannot be meant, and ends with 2', async () => {
    for (const words of [['fly'], ['fetch'], ['fetch', 'a', 'b'], ['list', 'x'], ['fetch', 'no-such-model'], ['add', 'nowhere'], ['list', '--variant', 'q8'], ['fetch', 'modnet', '--mirror', 'http://u:p@x'], ['fetch', 'modnet', '--variant', 'q99', '--mirror', hub.address], ['remove', 'modnet'], ['list', '--token-file', path.join(data, 'none')]]) {
      const ran = await run(words);
      expect(ran.code, words.join(' ')).toBe(2);
      expect(ran.err.trim(), words.join(' ')).toMatch(/[.?]$/);
      expect(ran.err, words.join(' ')).not.toMatch(/ {4}at /);
    }
    expect((await run(['--help'])).out).toContain('Usage: npm run models');
  });

  it('says which model may have been meant, and what can be added', async () => {
    const said = async (...words: string[]) => (await run(words)).err.trim();
    expect(await said('fetch', 'qwen3')).toBe('There is no model qwen3. Did you mean qwen3-0.6b?');
    expect(await said('fetch', 'zzz')).toBe('There is no model zzz. "list" names all there are.');
    expect(await said('verify', 'kokoro-82m')).toBe('kokoro-82m is not here. "fetch kokoro-82m" brings it.');
    expect(await said('remove', 'zzz')).toMatch(/^There is no model zzz here\. /);
    // What ends as a file does is not asked of the hub.
    expect(await said('add', 'models/gone.zip', '--accept-licence')).toContain('cannot be models/gone.zip');
    // Nobody has said which licence a person's own model has.
    expect(await said('add', 'me/mine', '--mirror', hub.address)).toContain('Nobody has said here what me-mine may be used for.');
    expect(await said('add', 'nowhere')).toContain('Allowed: a folder, file or zip on this machine, the address of a file, or a name of the hub (owner/name).');
  });
});

async function zipOf(files: Record<string, Uint8Array>): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  for (const [name, bytes] of Object.entries(files)) await writer.add(name, new Uint8ArrayReader(bytes as Uint8Array<ArrayBuffer>));
  return writer.close();
}
