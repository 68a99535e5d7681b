#!/usr/bin/env node
/**
 * Stands in for stable-diffusion.cpp's sd-cli where there is none: reads its command line as strictly, says what it
 * says in its own format, writes frames and previews as it does. It computes nothing. KINORA_STAND_IN, as JSON, tells
 * it what is to go wrong (`fault`), how long a step takes (`stepMs`), its devices and version, options that it does
 * not know, and a file that it adds a line of JSON to for each call (`journal`).
 */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { avi, pixels, png } from './draw.mjs';
import { help, readOptions } from './options.mjs';
import { bar, compute, info, log, raw } from './say.mjs';

const wish = JSON.parse(process.env.KINORA_STAND_IN ?? '{}');
const { fault, stepMs = 15, devices = 'CUDA0\tNVIDIA GeForce RTX 4080\nCPU\tAMD EPYC\n', version = 'master-700-97d2990', unknown = [] } = wish;
const args = process.argv.slice(2);
/** @param {object} entry */
const note = (entry) => wish.journal && appendFileSync(wish.journal, `${JSON.stringify(entry)}\n`);
note({ pid: process.pid, keeper: process.ppid, cwd: process.cwd(), args });

if (args[0] === '--version') end(0, `stable-diffusion.cpp version ${version}, commit 97d2990\n`);
if (args.includes('--list-devices')) {
  if (fault === 'silent-probe') for (;;) compute(1000);
  end(0, devices);
}
const { options, refusal, throws } = readOptions(args, unknown);
if (throws) abort(throws);
if (!options || options['--mode'] !== 'vid_gen' || !options['--diffusion-model']) {
  log('ERROR', 'common.cpp:321 ', refusal ?? 'error: the following arguments are required: model_path/diffusion_model');
  end(1, help());
}
if (fault === 'deaf') process.on('SIGTERM', () => {});
if (fault === 'child') {
  const child = spawn('sleep', ['600'], { stdio: 'inherit' });
  child.unref();
  note({ child: child.pid, args: [] });
}

const twoExperts = options['--high-noise-diffusion-model'] !== undefined;
const [width, height, seed] = [options['--width'], options['--height'], Number(options['--seed'] ?? 42)];
const frames = Math.floor((Math.max(1, options['--video-frames'] ?? 1) - 1) / 4) * 4 + 1;
if (fault === 'no-gpu') {
  log('ERROR', 'ggml_extend.hpp:70 ', 'ggml_cuda_init: failed to initialize CUDA: no CUDA-capable device is detected');
  fail();
}

const PARTS = [
  ['--diffusion-model', 'diffusion model'],
  ['--high-noise-diffusion-model', 'high noise diffusion model'],
  ['--t5xxl', 't5xxl'],
  ['--vae', 'vae'],
];
for (const [option, name] of PARTS) {
  const file = options[option];
  if (file === undefined) continue;
  info(`loading ${name} from '${file}'`, 'stable-diffusion.cpp:720 ');
  const format = formatOf(file);
  if (format) {
    info(`load ${file} using ${format} format`, 'model_loader.cpp:236 ');
    continue;
  }
  log('WARN', 'model_loader.cpp:254 ', existsSync(file) ? `unknown format ${file}` : `file ${file} not found`);
  log('WARN', 'stable-diffusion.cpp:722 ', `loading ${name.replace('high noise ', '')} from '${file}' failed`);
  if (option === '--diffusion-model') {
    log('ERROR', 'stable-diffusion.cpp:905 ', "get sd version from file failed: ''");
    fail();
  }
}
for (const picture of ['--init-img', '--end-img']) {
  if (options[picture] === undefined) continue;
  if (!existsSync(options[picture]) || readFileSync(options[picture]).toString('latin1', 1, 4) !== 'PNG') {
    log('ERROR', 'main.cpp:700 ', `load image from '${options[picture]}' failed`);
    process.exit(1);
  }
}
info('Version: Wan 2.2 T2V ', 'stable-diffusion.cpp:908 ');
info('using VAE for encoding / decoding', 'stable-diffusion.cpp:1512');
info('running in FLOW mode', 'stable-diffusion.cpp:1864');

const prompt = withoutLoras(options['--prompt'] ?? '');
if (fault === 'silent') for (;;) compute(1000);
if (fault === 'flood') raw('x'.repeat(10_000_000));
if (fault === 'noise') raw('\u001b[31m\u001b[2K caf\u00e9 ');
if (fault === 'noise') process.stdout.write(Buffer.from([0xff, 0xfe, 0x80, 0x0a, 0xc3]));

info('sampling using Euler method', 'stable-diffusion.cpp:4380');
if (twoExperts) info('sampling(high noise) using Euler method', 'stable-diffusion.cpp:4385');
if (options['--init-img']) {
  info('IMG2VID', 'stable-diffusion.cpp:6294');
  load(196);
  info('encode_first_stage completed, taking 12 ms', 'stable-diffusion.cpp:6345');
}
load(242);
info(`get_learned_condition completed, taking 0.10s`, 'stable-diffusion.cpp:6552');
info(`generate_video ${width}x${height}x${frames}`, 'stable-diffusion.cpp:6914');

const low = options['--steps'] ?? 20;
const asked = twoExperts ? (options['--high-noise-steps'] ?? -1) : 0;
const total = low + Math.max(0, asked);
const high = asked > 0 || !twoExperts ? asked : Math.max(1, Math.floor(total * 0.4));
let done = 0;
if (high > 0) {
  load(1095);
  await sample(high);
  info('sampling(high noise) completed, taking 1.00s', 'stable-diffusion.cpp:6972');
}
load(1095);
await sample(total - high);
info('sampling completed, taking 1.00s', 'stable-diffusion.cpp:7012');
info('generating latent video completed, taking 2.00s', 'stable-diffusion.cpp:7155');
if (fault === 'oom-vae') {
  log('ERROR', 'ggml_extend.hpp:2833', 'wan_vae alloc compute graph failed');
  log('ERROR', 'stable-diffusion.cpp:6585', 'decode_first_stage failed for video');
  fail('generate failed', 'ERROR');
}
if (options['--vae-tiling']) for (let tile = 1; tile <= 6; tile += 1) bar(tile, 6, '9.50it/s');
info('decode_first_stage completed, taking 0.20s', 'stable-diffusion.cpp:6583');
info('generate_video completed in 3.00s', 'stable-diffusion.cpp:7215');
save();

function save() {
  const count = fault === 'no-frames' ? 0 : fault === 'fewer-frames' ? frames - 4 : frames;
  let saved = 0;
  for (let i = 0; i < count; i += 1) {
    const file = options['--output'].replace(/%0(\d)d/, (_, digits) => String(i).padStart(Number(digits), '0'));
    const unsaved = fault === 'unsaved' && i > 0;
    const shrink = fault === 'other-size' || (fault === 'mixed-sizes' && i > 0) ? 16 : 0;
    if (!unsaved) {
      const bytes = png(width - shrink, height, pixels(width - shrink, height, seed + prompt.length, i));
      writeFileSync(file, fault === 'torn-frame' && i === 1 ? bytes.subarray(0, bytes.length / 2) : bytes);
      saved += 1;
    }
    info(`save result image ${i} to '${file}' (${unsaved ? 'failure' : 'success'})`, 'main.cpp:484 ');
  }
  info(`${saved}/${count} images saved`, 'main.cpp:524 ');
}

/** Draws the bar of one expert, and a preview before each of its steps is told. */
async function sample(steps) {
  for (let step = 1; step <= steps; step += 1) {
    compute(stepMs);
    done += 1;
    if (done === 2) go(fault);
    await preview(done);
    bar(step, steps, stepMs < 1000 ? `${(1000 / Math.max(1, stepMs)).toFixed(2)}it/s` : `${(stepMs / 1000).toFixed(2)}s/it`);
  }
}

/** What goes wrong in the middle of sampling. */
function go(wrong) {
  if (wrong === 'crash') process.kill(process.pid, 'SIGSEGV');
  if (wrong === 'killed') process.kill(process.pid, 'SIGKILL');
  if (wrong === 'exit') process.exit(3);
  if (wrong === 'oom-cuda') {
    log('ERROR', 'ggml_extend.hpp:72 ', 'ggml_backend_cuda_buffer_type_alloc_buffer: allocating 9866.00 MiB on device 0: cudaMalloc failed: out of memory');
    log('ERROR', 'ggml_extend.hpp:72 ', 'ggml_gallocr_reserve_n: failed to allocate CUDA0 buffer of size 10345253120');
    log('ERROR', 'stable-diffusion.cpp:6966', 'sampling(high noise) failed after 1.00s');
    fail('generate failed', 'ERROR');
  }
  if (wrong === 'oom-vulkan') {
    raw('ggml_vulkan: Device memory allocation of size 1184972800 failed.\nggml_vulkan: vk::Device::allocateMemory: ErrorOutOfDeviceMemory\n', 2);
    process.kill(process.pid, 'SIGABRT');
  }
  if (wrong === 'device-lost') {
    raw("terminate called after throwing an instance of 'vk::DeviceLostError'\n  what():  vk::Queue::submit: ErrorDeviceLost\n", 2);
    process.kill(process.pid, 'SIGABRT');
  }
  if (wrong === 'disk-full') {
    raw('write: No space left on device\n', 2);
    fail('generate failed', 'ERROR');
  }
  if (wrong === 'stuck') for (;;) compute(1000);
}

async function preview(step) {
  const file = options['--preview-path'];
  if (options['--preview'] !== 'proj' || file === undefined || step % (options['--preview-interval'] ?? 1) !== 0) return;
  const [w, h] = [Math.floor(width / 8), Math.floor(height / 8)];
  if (frames <= 4) return writeFileSync(file, png(w, h, pixels(w, h, seed, step)));
  const { default: sharp } = await import('sharp');
  const groups = (frames - 1) / 4 + 1;
  const picture = (i) => sharp(pixels(w, h, seed, step + i), { raw: { width: w, height: h, channels: 3 } }).jpeg().toBuffer();
  writeFileSync(file, avi(await Promise.all(Array.from({ length: groups }, (_, i) => picture(i)))));
}

/** Loads weights where they are first needed. */
function load(tensors) {
  for (const part of [0.3, 0.8, 1]) bar(Math.max(1, Math.floor(tensors * part)), tensors, '1.25GB/s', '#');
  info('loading tensors completed, taking 0.10s (read: 0.05s, memcpy: 0.00s, convert: 0.00s, copy_to_backend: 0.05s)', 'model_loader.cpp:1304');
}

/** Finds LoRAs as sd-cli does: by tags in the prompt, in the folder that is named, and only where one is. */
function withoutLoras(text) {
  const folder = options['--lora-model-dir'];
  if (folder === undefined) return text;
  return text.replace(/<lora:([^:>]+):([^>]+)>/g, (_, tag) => {
    const name = tag.replace('|high_noise|', '');
    const file = path.isAbsolute(name) ? name : path.join(folder, name);
    if (!['', '.gguf', '.safetensors'].some((ending) => existsSync(file + ending))) log('WARN', 'common.cpp:2179', `can not found lora ${file}`);
    return '';
  });
}

function formatOf(file) {
  if (!existsSync(file)) return undefined;
  const start = Buffer.alloc(9);
  readSync(openSync(file, 'r'), start, 0, 9, 0);
  if (start.toString('latin1', 0, 4) === 'GGUF') return 'gguf';
  return start[8] === 0x7b ? 'safetensors' : undefined;
}

function fail(words = 'new_sd_ctx_t failed', level = 'INFO') {
  log(level, 'main.cpp:910 ', words);
  process.exit(1);
}

function abort(words) {
  raw(`${words}\n`, 2);
  process.kill(process.pid, 'SIGABRT');
}

function end(code, text) {
  raw(text);
  process.exit(code);
}
