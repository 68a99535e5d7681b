import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EngineOffer } from '#core/schema/accelerator/offer.ts';
import type { GpuSource } from '../machine/gpu-source.ts';
import { NVIDIA } from '../machine/nvidia.ts';
import { ROCM } from '../machine/rocm.ts';
import { lookAtCards } from './look-at-cards.ts';
import { engineFindings } from './look-at-engines.ts';
import { lookAtMachine } from './look-at-machine.ts';
import { lookAtEncoders, lookAtFfmpeg, providerFindings } from './look-at-providers.ts';
import { reportWords } from './report.ts';

const standIn = (name: string) => fileURLToPath(new URL(`../../tests/stand-ins/${name}.mjs`, import.meta.url));
const nvidia = { ...NVIDIA, program: standIn('nvidia-smi') };
const rocm = { ...ROCM, program: standIn('rocm-smi') };
afterEach(() => vi.unstubAllEnvs());

const works = (milliseconds: number) => ({ works: true, milliseconds }) as const;
const fails = (why: string) => ({ works: false, why }) as const;

describe('the doctor', () => {
  it('names cards with memory and driver, and what they are good for', async () => {
    vi.stubEnv('NVIDIA_SMI_STAND_IN', 'two');
    const [large, small] = await lookAtCards([nvidia], 64e9);
    expect(large).toMatchObject({ state: 'works', found: 'NVIDIA GeForce RTX 4090, 24.0 GiB, 6.2 GiB of it free, driver 570.124.06.' });
    expect(large!.allows).toBe('As planned, with nothing else at work: Wan 2.2 T2V A14B at 1280 × 720, Wan 2.2 TI2V 5B at 1280 × 704.');
    // With little memory beside it, what does not fit on the card has no place.
    const [beside] = await lookAtCards([nvidia], 12e9);
    expect(beside!.allows).not.toBe(large!.allows);
    expect(small!.allows).toBe('As planned, with nothing else at work: Wan 2.2 T2V A14B up to 448 × 256, Wan 2.2 TI2V 5B up to 576 × 320.');
    const tiny: GpuSource = { ...nvidia, read: () => [{ name: 'a card', memoryTotal: 2e9 }] };
    expect((await lookAtCards([tiny], 64e9))[0]!.allows).toBe('Too small for Wan 2.2; small models run.');
  });

  it('says that a driver does not work, and what to do', async () => {
    vi.stubEnv('NVIDIA_SMI_STAND_IN', 'broken');
    vi.stubEnv('ROCM_SMI_STAND_IN', 'none');
    const findings = await lookAtCards([nvidia, rocm, { ...ROCM, program: '/nowhere/rocm-smi' }]);
    expect(findings.map(({ state }) => state)).toEqual(['broken', 'missing', 'missing']);
    expect(findings[0]).toMatchObject({ what: 'NVIDIA graphics card', found: expect.stringContaining("couldn't communicate with the NVIDIA driver") as string });
    expect(findings[0]!.next).toContain('Install the driver again');
  });

  it('claims nothing of memory that it could not read', async () => {
    vi.stubEnv('NVIDIA_SMI_STAND_IN', 'unsupported');
    const [card] = await lookAtCards([nvidia]);
    expect(card).toMatchObject({ found: 'NVIDIA GeForce RTX 4090, driver 570.124.06.', allows: 'How much memory it has could not be read.' });
  });

  it('takes for a provider only what computes', () => {
    const findings = providerFindings([
      ['cuda', { processor: works(40), provider: works(2) }],
      ['webgpu', { processor: works(40), provider: fails('/onnxruntime_src/x.cc:1 words') }],
    ]);
    expect(findings.map(({ what, state }) => `${what}: ${state}`)).toEqual(['ONNX Runtime on cuda: works', 'ONNX Runtime on webgpu: missing', 'ONNX Runtime on the processor: works']);
    expect(findings[0]!.allows).toBe('Models in the ONNX layout run on it.');
    expect(findings[1]!.found).toBe('It does not work here: it could not be started.');
    const dead = providerFindings([['cuda', undefined], ['webgpu', { processor: fails('no such thing'), provider: fails('no') }]]);
    expect(dead.map(({ state }) => state)).toEqual(['missing', 'missing', 'broken']);
    expect(dead[0]!.next).toContain('npm run accelerator:cuda');
  });

  it('has encoded a clip before it says that it can', async () => {
    const [encoder] = await lookAtEncoders();
    expect(encoder).toMatchObject({ state: 'works', found: expect.stringMatching(/^A clip of 4 frames became an MP4 of \d{3,} bytes/) as string });
    expect(await lookAtFfmpeg('/nowhere/ffmpeg')).toMatchObject({ state: 'missing', found: 'It is not in PATH.' });
  });

  it('says of an engine what it can make, and which files go where', () => {
    const model = { ...MODEL, missing: Array.from({ length: 6 }, (_, index) => ({ file: `part-${index}.gguf`, folder: '/models', ...(index === 0 && { source: 'https://models.example' }) })) };
    const findings = engineFindings(EngineOffer.parse({ id: 'comfyui', version: '0.3', provider: 'RTX', why: 'It answers.', models: [{ ...MODEL, name: 'Whole' }, model] }));
    expect(findings.map(({ state }) => state)).toEqual(['works', 'missing']);
    expect(findings[0]!.allows).toBe('It can make clips with Whole.');
    expect(findings[1]!.next).toBe('Put part-0.gguf into /models (from https://models.example); part-1.gguf into /models; part-2.gguf into /models; part-3.gguf into /models; and 2 more.');
    const away = { id: 'comfyui', version: 'unknown', provider: 'none', why: 'It is away.', models: [], fault: { reason: 'engine-away', facts: {} } };
    expect(engineFindings(EngineOffer.parse(away))[0]!.state).toBe('missing');
    expect(engineFindings(EngineOffer.parse({ ...away, id: 'onnx' }))[0]!.state).toBe('broken');
    expect(engineFindings(EngineOffer.parse({ ...away, fault: { reason: 'engine-refused', facts: {} } }))[0]!.state).toBe('broken');
  });

  it('refuses a data folder that cannot be one, and takes one that is yet to be made', async () => {
    const state = async (data: string) => (await lookAtMachine(data)).find(({ what }) => what === 'Data folder')!.state;
    expect(await state(fileURLToPath(new URL('./report.ts/kinora', import.meta.url)))).toBe('broken');
    expect(await state(fileURLToPath(new URL('.', import.meta.url)))).toBe('works');
  });

  it('ends its report with whether anything has to be put right', () => {
    const fine = { what: 'A', state: 'works', found: 'It is.', allows: 'All.' } as const;
    expect(reportWords([fine])).toMatch(/✓ A: It is\.\n {4}All\.\n\nKinora can work here\.$/);
    expect(reportWords([fine, { ...fine, state: 'broken', next: 'Do.' }])).toMatch(/→ Do\.\n\nOne thing has to be put right/);
  });
});

const MODEL = {
  id: 'model',
  name: 'Model',
  version: '1',
  family: 'wan',
  license: { spdx: 'Apache-2.0' },
  modes: ['t2v'],
  size: { multiple: 16, min: 64, max: 1280, default: [832, 480], presets: [[832, 480]] },
  frames: { multiple: 4, offset: 1, default: 81, max: 81 },
  frameRate: 16,
  defaults: { steps: 20, guidance: 5, shift: 5, scheduler: 'unipc' },
};
