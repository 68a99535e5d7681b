/** The real command as a child process, on the tiny model: what it makes, what it refuses, what it leaves behind. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readRecipe } from '#core/film/read-recipe.ts';
import { Recipe } from '#core/schema/recipe.ts';
import { decodeFilm } from '../../tests/fixtures/decode-film.ts';
import { drawnClip } from '../../tests/fixtures/drawn-clip.ts';
import { AS_ON_TERMINAL, shows } from '../../tests/fixtures/on-terminal.ts';
import { safetensors, tinyLora } from '../../tests/fixtures/some-loras.ts';
import { registerCodecs } from '../media/register.ts';

const COMMAND = path.resolve('accelerator/cli/generate.ts');
const TINY = path.resolve('tests/fixtures/tiny-model');

let folder: string;
const at = (name: string) => path.join(folder, name);
beforeAll(registerCodecs);
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-generate-'));
});
afterEach(() => rm(folder, { recursive: true }));

const start = (execArgv: readonly string[], ...words: string[]) =>
  spawn(process.execPath, [...execArgv, COMMAND, ...words, '--model', TINY, '--provider', 'cpu'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });

async function run(...words: string[]) {
  const child = start([], ...words);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

async function drawPicture(name: string, frame: number): Promise<void> {
  const { width, height, rgb } = drawnClip();
  const bytes = rgb.subarray(frame * width * height * 3, (frame + 1) * width * height * 3);
  await sharp(bytes, { raw: { width, height, channels: 3 } }).png().toFile(at(name));
}

const QUICK = ['--steps', '2', '--frames', '5', '--seed', '7'];

describe('generate makes', { timeout: 60_000 }, () => {
  it('a clip from words, with one JSON object on standard output', async () => {
    const { code, stdout, stderr } = await run('a red ball over the sea', '-o', 'clip.mp4', '--json', ...QUICK);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const told = JSON.parse(stdout);
    expect(told.file).toBe(at('clip.mp4'));
    expect(Object.keys(told.timings)).toEqual(['load', 'encode-text', 'denoise', 'decode', 'encode-media', 'total']);
    const film = await readFile(told.file);
    expect(await readRecipe(film)).toEqual(Recipe.parse(told.recipe));
    const decoded = await decodeFilm(film);
    expect([decoded.width, decoded.height, decoded.frames.length]).toEqual([160, 96, 5]);
    expect(await readdir(folder)).toEqual(['clip.mp4']);
  });

  it('the same clip from the same seed', async () => {
    for (const name of ['a.webm', 'b.webm']) expect((await run('a blue star', '-o', name, '--quiet', ...QUICK)).code).toBe(0);
    const [a, b] = await Promise.all(['a.webm', 'b.webm'].map(async (name) => decodeFilm(await readFile(at(name)))));
    expect(a?.frames).toEqual(b?.frames);
  });

  it('a picture from words', async () => {
    const { code, stdout } = await run('a green tree', '-o', 'tree.png', '--size', '128x128', '--steps', '2');
    expect(code).toBe(0);
    expect(stdout).toContain('tree.png: 128×128, one picture');
    expect(await sharp(at('tree.png')).metadata()).toMatchObject({ format: 'png', width: 128, height: 128 });
  });

  it('a GIF, saying which words it left out and what it changed', async () => {
    const { code, stderr } = await run('a purple zzzqqq boat', '-o', 'boat.gif', '--size', '150x100', '--steps', '2', '--frames', '6');
    expect(code).toBe(0);
    expect(stderr).toContain('zzzqqq');
    expect(stderr).toContain('144 pixels instead of 150');
    expect(stderr).toContain('5 frames instead of 6');
    expect(await sharp(at('boat.gif'), { pages: -1 }).metadata()).toMatchObject({ pages: 5, width: 144, pageHeight: 96 });
  });

  it('a clip from a picture, from a picture and words, and between two pictures', async () => {
    await drawPicture('first.png', 0);
    await drawPicture('last.png', 16);
    const modes = [
      ['i2v', ['--image', 'first.png']],
      ['ti2v', ['a red ball', '--image', 'first.png']],
      ['flf2v', ['--image', 'first.png', '--last', 'last.png']],
    ] as const;
    for (const [mode, words] of modes) {
      const { code, stdout, stderr } = await run(...words, '-o', `${mode}.mp4`, '--json', ...QUICK);
      expect(stderr).toBe('');
      expect(code).toBe(0);
      const { recipe } = JSON.parse(stdout) as { recipe: Recipe };
      expect(recipe.mode).toBe(mode);
      expect(recipe.inputs.first).toMatch(/^[0-9a-f]{64}$/);
      expect(recipe.inputs.last === undefined).toBe(mode !== 'flf2v');
      expect((await decodeFilm(await readFile(at(`${mode}.mp4`)))).frames).toHaveLength(5);
    }
  });

  it('nothing but errors in quiet', async () => {
    expect(await run('a purple zzzqqq boat', '-o', 'boat.png', '--quiet', '--steps', '1')).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('generate refuses', { timeout: 60_000 }, () => {
  it.each([
    ['no words', ['', '-o', 'x.mp4'], 'There are no words'],
    ['too many words', ['ball '.repeat(2000), '-o', 'x.mp4'], 'The prompt has 10000 characters; 400 fit'],
    ['only unknown words', ['zzzqqq wwwvvv', '-o', 'x.mp4'], 'zzzqqq, wwwvvv'],
    ['an unknown option', ['a ball', '-o', 'x.mp4', '--fast'], "Unknown option '--fast'"],
    ['a picture that is not there', ['-o', 'x.mp4', '--image', 'nope.png'], 'nope.png, and there is no such file'],
    ['a mode without its picture', ['a ball', '-o', 'x.mp4', '--mode', 'i2v'], 'starts from a picture'],
    ['a last picture alone', ['-o', 'x.mp4', '--last', 'words.txt'], 'words.txt is damaged'],
    ['a LoRA that is not there', ['a ball', '-o', 'x.mp4', '--lora', 'nope.safetensors'], 'nope.safetensors, and there is no such file'],
    ['a LoRA for a model that takes none', ['a ball', '-o', 'x.mp4', '--lora', 'words.txt'], 'Tiny test model takes no LoRAs'],
    ['a file that is no picture', ['-o', 'x.mp4', '--image', 'words.txt'], 'words.txt is damaged or not a PNG'],
  ])('%s', async (_what, words, sentence) => {
    await writeFile(at('words.txt'), 'no picture');
    const { code, stdout, stderr } = await run(...words);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\n\s+at |Error:/);
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect(await readdir(folder)).toEqual(['words.txt']);
  });

  it('an output that cannot be written, before it works', async () => {
    await writeFile(at('a-file'), '');
    for (const output of ['nowhere/x.mp4', 'a-file/x.mp4']) {
      const { code, stderr } = await run('a ball', '-o', output);
      expect(stderr).toContain(`${output} cannot be written`);
      expect(code).toBe(1);
    }
  });

  it('tells failures as JSON, too', async () => {
    const { stdout } = await run('zzzqqq', '-o', 'x.mp4', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ error: { reason: 'prompt-unknown-words' } });
  });

  it('a provider that this machine lacks', async () => {
    const elsewhere = process.platform === 'darwin' ? 'dml' : 'coreml';
    const child = spawnSync(process.execPath, [COMMAND, 'a ball', '-o', at('x.mp4'), '--model', TINY, '--provider', elsewhere], { encoding: 'utf8' });
    expect(child.stderr).toContain(`${elsewhere} does not work on this machine`);
    expect(child.status).toBe(1);
  });
});

describe('generate with a LoRA', { timeout: 60_000 }, () => {
  const generate = (...words: string[]) => generateWith({}, ...QUICK, ...words);

  /** With a model whose manifest says more. */
  async function generateWith(more: object, ...words: string[]) {
    const model = at('model');
    await cp(TINY, model, { recursive: true });
    const manifest = JSON.parse(await readFile(`${model}/manifest.json`, 'utf8')) as object;
    await writeFile(`${model}/manifest.json`, JSON.stringify({ ...manifest, adapters: { loras: true, references: false }, ...more }));
    return spawnSync(process.execPath, [COMMAND, 'a red ball', '-o', at('x.png'), '--json', '--provider', 'cpu', '--model', model, ...words], { encoding: 'utf8' });
  }

  it('draws otherwise, and says so in the recipe', async () => {
    await writeFile(at('style.safetensors'), await tinyLora(1));
    const [without, with_] = [await generate(), await generate('--lora', `${at('style.safetensors')}:0.75`)];
    expect(JSON.parse(without.stdout).recipe.loras).toBeUndefined();
    expect(JSON.parse(with_.stdout).recipe.loras).toMatchObject([{ name: 'style.safetensors', weight: 0.75 }]);
  });

  it('takes the few steps of a LoRA that comes with the model, from its folder, and refuses where none does', async () => {
    await mkdir(at('model/loras'), { recursive: true });
    const file = await tinyLora(1);
    await writeFile(at('model/loras/quick.safetensors'), file);
    const sha256 = createHash('sha256').update(file).digest('hex');
    const quick = { file: 'loras/quick.safetensors', bytes: file.length, sha256, name: 'Quick', about: 'Two steps.', weight: 1, sampling: { steps: 2, guidance: 1 } };
    expect(JSON.parse((await generateWith({ loras: [quick] }, '--quick')).stdout).recipe).toMatchObject({ steps: 2, guidance: 1, loras: [{ name: 'Quick', asset: sha256, weight: 1 }] });
    const { stderr, status } = await generate('--quick');
    expect(stderr).toContain('Tiny test model has no LoRA for few steps. Leave out --quick.');
    expect(status).toBe(2);
  });

  it('says what is wrong with a file that is none, and leaves one for another model out', async () => {
    await writeFile(at('style.safetensors'), 'no tensors');
    expect((await generate('--lora', at('style.safetensors'))).stderr).toContain('style.safetensors is not a safetensors file');
    const pair = { shape: [1, 1], numbers: new Float32Array(1) };
    await writeFile(at('style.safetensors'), safetensors({ 'unet.down.lora_A.weight': pair, 'unet.down.lora_B.weight': pair }));
    const { stderr, stdout, status } = await generate('--lora', at('style.safetensors'));
    expect(stderr).toContain('The model works with no LoRA instead of 1.');
    expect(JSON.parse(stdout).recipe.loras).toBeUndefined();
    expect(status).toBe(0);
  });
});

describe('generate with a broken model', { timeout: 60_000 }, () => {
  const runWith = (model: string) =>
    spawnSync(process.execPath, [COMMAND, 'a red ball', '-o', at('x.mp4'), '--provider', 'cpu', '--model', model], { encoding: 'utf8' });

  it.each([
    ['without its folder', (model: string) => rm(model, { recursive: true }), 'was not found'],
    ['without a manifest', (model: string) => unlink(`${model}/manifest.json`), 'was not found'],
    ['with a manifest that is no JSON', (model: string) => writeFile(`${model}/manifest.json`, '{'), 'manifest.json does not describe'],
    ['with a missing graph', (model: string) => unlink(`${model}/vae_decoder/model.onnx`), 'vae_decoder/model.onnx is not in the model'],
    ['with a cut-off graph', (model: string) => truncate(`${model}/transformer/model.onnx`, 1000), 'transformer/model.onnx has 1000 bytes instead of'],
    ['with a longer graph', (model: string) => appendFile(`${model}/text_encoder/model.onnx`, 'x'), 'text_encoder/model.onnx is not the one its manifest names'],
    ['with a cut-off tokenizer', (model: string) => truncate(`${model}/tokenizer/tokenizer.json`, 100), 'tokenizer/tokenizer.json has 100 bytes instead of'],
    ['with a changed graph', async (model: string) => {
      const graph = await readFile(`${model}/vae_encoder/model.onnx`);
      graph[graph.length >> 1]! ^= 1;
      await writeFile(`${model}/vae_encoder/model.onnx`, graph);
    }, 'its SHA-256 differs'],
  ] as const)('%s', async (_what, harm, sentence) => {
    const model = at('model');
    await cp(TINY, model, { recursive: true });
    await harm(model);
    const { status, stderr, stdout } = runWith(model);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect((await readdir(folder)).filter((name) => name !== 'model')).toEqual([]);
  });
});

describe('generate interrupted', { timeout: 60_000 }, () => {
  it.each([['SIGINT', 130], ['SIGTERM', 143]] as const)('by %s ends with %i and leaves what was there before', async (signal, expected) => {
    await writeFile(at('clip.mp4'), 'the one before');
    const child = start(AS_ON_TERMINAL, 'a red ball', '-o', 'clip.mp4', '--steps', '200');
    const ended = once(child, 'close') as Promise<[number | null]>;
    await shows(child, /Drawing \d+\/200/);
    child.kill(signal);
    const [code] = await ended;
    expect(code).toBe(expected);
    expect(await readdir(folder)).toEqual(['clip.mp4']);
    expect(await readFile(at('clip.mp4'), 'utf8')).toBe('the one before');
  });
});

const canMount = process.platform === 'linux' && spawnSync('unshare', ['-rm', 'true']).status === 0;
describe.runIf(canMount)('generate on a full disk', { timeout: 60_000 }, () => {
  it('says so and leaves nothing', async () => {
    const command = `mount -t tmpfs -o size=8k tmpfs "${folder}" && "${process.execPath}" "${COMMAND}" "a red ball" -o "${at('x.png')}" --model "${TINY}" --provider cpu --steps 1; code=$?; ls -A "${folder}"; exit $code`;
    const { status, stdout, stderr } = spawnSync('unshare', ['-rm', 'sh', '-c', command], { encoding: 'utf8' });
    expect(stderr).toContain(`${at('x.png')} does not fit on the disk`);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  });
});
