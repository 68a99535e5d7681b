import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { explain } from '#core/domain/words/explain.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Progress } from '#core/schema/progress.ts';
import { Bench, gone, quiet, request, STAND_IN } from './engine.test-support.ts';
import { JobFolder } from './job-folder.ts';
import type { SdcppOptions } from './sdcpp-engine.ts';

const bench = new Bench();
afterAll(() => bench.close());

interface Ended {
  readonly fault: Fault | undefined;
  /** What a person reads. */
  readonly words: string;
}

async function faultOf(fault: string, options: Partial<SdcppOptions> = {}, changes: Parameters<typeof request>[0] = {}): Promise<Ended> {
  const result = await bench.open({ fault }, options).run(request(changes), quiet);
  expect(bench.leftovers()).toEqual([]);
  if (result.ok) return { fault: undefined, words: '' };
  const { happened, next } = explain(result.fault);
  return { fault: result.fault, words: `${happened} ${next}` };
}

describe('what goes wrong with sd-cli', () => {
  const cases: Record<string, [reason: Fault['reason'], words: RegExp]> = {
    crash: ['engine-died', /sd-cli stopped before the clip was made\. It said: It crashed \(SIGSEGV\)\./],
    killed: ['engine-died', /It was killed from outside, as happens when the memory of the machine runs out\./],
    exit: ['engine-died', /It ended with the code 3\./],
    'oom-cuda': ['out-of-memory', /ran out of memory/],
    'oom-vulkan': ['out-of-memory', /ran out of memory/],
    'oom-vae': ['out-of-memory', /ran out of memory/],
    'device-lost': ['device-lost', /graphics card stopped answering/],
    'no-gpu': ['provider-unavailable', /cuda does not work on this machine/],
    'disk-full': ['no-room-on-disk', /The clip does not fit on the disk/],
    'no-frames': ['engine-died', /It ended well, but without a frame\./],
    'torn-frame': ['engine-died', /Frame 001\.png of what it wrote cannot be read\./],
    'mixed-sizes': ['engine-died', /It wrote frames of different sizes\./],
    unsaved: ['output-not-writable', /A frame of sd-cli cannot be written\./],
  };
  it.each(Object.entries(cases))('%s: ends with its own fault and sentence, and leaves nothing', async (fault, [reason, words]) => {
    const ended = await faultOf(fault);
    expect(ended.fault?.reason).toBe(reason);
    expect(ended.words).toMatch(words);
  });

  it('says where an option is not known', async () => {
    const result = await bench.open({ unknown: ['--disable-image-metadata'] }).run(request(), quiet);
    expect(result).toMatchObject({ ok: false, fault: { reason: 'engine-refused', facts: { detail: 'It does not know --disable-image-metadata: another version of it is needed.' } } });
  });

  it('names the file that went after it was found, though sd-cli only warns of it', async () => {
    for (const file of ['vae/wan_2.1_vae.safetensors', 'Wan2.2-T2V-A14B-LowNoise-Q4_K_M.gguf']) {
      const own = new Bench();
      try {
        const program = path.join(own.folder, 'late');
        // Answers probes as the stand-in does; before a clip is made the file goes.
        writeFileSync(program, `#!/bin/sh\nif [ "$1" = -M ]; then rm '${path.join(own.models, file)}'; fi\nexec '${process.execPath}' '${STAND_IN}' "$@"\n`, { mode: 0o755 });
        const result = await own.open({}, { program }).run(request(), quiet);
        expect(result).toMatchObject({ ok: false, fault: { reason: 'model-file-missing', facts: { file: path.basename(file) } } });
      } finally {
        await own.close();
      }
    }
  });

  it('tells frames of another size or number, and says in the recipe what was made', async () => {
    const fewer = await bench.open({ fault: 'fewer-frames' }).run(request({ frames: 9 }), quiet);
    expect(fewer.ok && [fewer.value.adjustments, fewer.value.recipe.frames, fewer.value.video.frames]).toEqual([[{ what: 'frames', asked: 9, used: 5 }], 5, 5]);
    const other = await bench.open({ fault: 'other-size' }).run(request(), quiet);
    expect(other.ok && [other.value.adjustments, other.value.recipe.width, other.value.video.width]).toEqual([[{ what: 'width', asked: 256, used: 240 }], 240, 240]);
  });

  it('is not held up by 10 MB without a line end, nor by bytes that are no text', async () => {
    expect((await faultOf('flood')).fault).toBeUndefined();
    expect((await faultOf('noise')).fault).toBeUndefined();
  });

  it('ends one that says nothing for too long', async () => {
    const begun = performance.now();
    const { fault } = await faultOf('silent', { silenceMs: 600 });
    expect(fault).toMatchObject({ reason: 'timed-out' });
    expect(performance.now() - begun).toBeLessThan(3_000);
    expect(await gone(bench.calls().at(-1)?.pid ?? 0)).toBe(true);
  });

  it('needs room for the frames before it begins', async () => {
    const folder = await JobFolder.make(bench.scratch);
    await expect(folder.needRoom(1e18)).rejects.toMatchObject({ fault: { reason: 'no-room-on-disk', facts: { needed: 1e18 + 50_000_000 } } });
    await folder.needRoom(1);
    await folder.remove();
  });

  it('waits for nothing that it left running, and ends that', async () => {
    const begun = performance.now();
    expect((await faultOf('child')).fault).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(3_000);
    expect(bench.children().length).toBeGreaterThan(0);
    for (const child of bench.children()) expect(await gone(child)).toBe(true);
  });

  it('works again after each', async () => {
    rmSync(bench.journal, { force: true });
    const engine = bench.open({ fault: 'crash' });
    expect((await engine.run(request(), quiet)).ok).toBe(false);
    expect((await bench.open().run(request(), quiet)).ok).toBe(true);
  });
});

describe('cancelling', () => {
  for (const fault of ['deaf', 'stuck', 'child', 'silent'] as const) {
    it(`ends one that is ${fault} at once, and all that it began`, async () => {
      const engine = bench.open({ fault, stepMs: 20 });
      const signal = { aborted: false };
      const told: Progress[] = [];
      const run = engine.run(request({ steps: 200 }), { signal, onProgress: (one) => told.push(one) });
      const stage = fault === 'silent' ? 'load' : 'denoise';
      while (!told.some((one) => one.stage === stage && (stage === 'load' || one.step > 0))) await new Promise((resolve) => setTimeout(resolve, 10));
      if (fault === 'silent') await new Promise((resolve) => setTimeout(resolve, 300));
      const { pid } = bench.calls().at(-1) as { pid: number };
      signal.aborted = true;
      const cancelledAt = performance.now();
      expect(await run).toMatchObject({ ok: false, fault: { reason: 'cancelled' } });
      expect(performance.now() - cancelledAt).toBeLessThan(3_000);
      for (const process of [pid, ...bench.children()]) expect(await gone(process)).toBe(true);
      expect(bench.leftovers()).toEqual([]);
    });
  }
});
