import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { STAND_IN } from './engine.test-support.ts';
import { bestDevice, probe } from './probe.ts';

const environment = (wish: object) => ({ PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin`, KINORA_STAND_IN: JSON.stringify(wish) });

describe('asking sd-cli what it is', () => {
  it('does not wait for one that never answers', async () => {
    const begun = performance.now();
    expect(await probe(STAND_IN, environment({ fault: 'silent-probe' }), 500)).toMatchObject({
      why: 'sd-cli does not answer.',
      fault: { reason: 'engine-refused', facts: { detail: 'It does not answer.' } },
    });
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('reads no answer that has no end', async () => {
    const program = path.join(mkdtempSync(path.join(tmpdir(), 'kinora-probe-')), 'sd-cli');
    writeFileSync(program, '#!/bin/sh\nexec yes\n', { mode: 0o755 });
    expect((await probe(program, environment({}))).fault).toMatchObject({ reason: 'engine-refused', facts: { detail: 'Its answer has no end.' } });
    rmSync(path.dirname(program), { recursive: true });
  });

  it('takes a card before the processor, and reads names of every kind of card', () => {
    expect(bestDevice('CPU\tAMD EPYC\nMetal\tApple M3 Max\n')).toEqual({ provider: 'metal', why: 'sd-cli works on Apple M3 Max (Metal).' });
    expect(bestDevice('ROCm1\tRadeon\r\nCPU\tx\r\n').provider).toBe('rocm');
    expect(bestDevice('BLAS\tOpenBLAS\nCPU\tx').provider).toBe('cpu');
    expect(bestDevice('ggml_cuda_init: found 1 device\nCUDA0\tNVIDIA H200').why).toBe('sd-cli works on NVIDIA H200 (CUDA0).');
  });
});
