import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextStepDown, onLowerSteps } from '../queue/memory-ladder.ts';
import { kinoraMiniFigures, ONNX, REFERENCE } from './memory-figures.test-support.ts';
import { COMFYUI, SDCPP, WAN22_I2V_A14B, WAN22_T2V_A14B, WAN22_TI2V_5B } from './memory-plan-figures.ts';
import { correctionKey, learn } from './memory-plan-learn.ts';
import { predict, tokensOf } from './memory-plan-predict.ts';
import { OFFLOADS, presetsFor } from './memory-plan-presets.ts';
import type { MachineRoom, MemoryPreset, MemoryRequest, ModelFigures, Offload, Precision } from './memory-plan-types.ts';
import { planMemory, roomOf } from './memory-plan.ts';
import { ModelManifest } from '../../schema/manifest.ts';
import { MemoryStep } from '../../schema/job.ts';
import kinoraMini from '../../../../models/kinora-mini/manifest.json' with { type: 'json' };

/** Wan's own tables count in these. */
const GIB = 2 ** 30;
const GB = 1e9;
const MINI = kinoraMiniFigures(ModelManifest.parse(kinoraMini));

const preset = (precision: Precision, offload: Offload, tiling = false): MemoryPreset => ({ id: `${precision}-${offload}`, precision, offload, tiling });
const clip = (changes: Partial<MemoryRequest> = {}): MemoryRequest => ({ width: 1280, height: 704, frames: 121, steps: 50, guidance: 5, runtime: COMFYUI, ...changes });
const room = (free: number, memory: number): MachineRoom => ({ card: { name: 'card', total: 16 * GIB, free: free * GB }, memory: { total: 64 * GIB, free: memory * GB } });
const peak = (figures: ModelFigures, request: MemoryRequest, chosen: MemoryPreset) => predict(figures, request, chosen, true).vram / GIB;

const T2V_480 = clip({ width: 832, height: 480, frames: 81, steps: 40, guidance: 4, runtime: REFERENCE });
const T2V_720 = { ...T2V_480, width: 1280, height: 720 };
const ON_4090 = clip({ runtime: REFERENCE });

describe('the peaks that were published', () => {
  it.each([
    // The working memory of Wan's own program is fitted to this row …
    ['fit', 'A14B 720p on H100', WAN22_T2V_A14B, T2V_720, preset('bf16', 'stages'), 60, 0.01],
    // … and with it this one comes out, weights and all.
    ['check', 'A14B 480p on H100', WAN22_T2V_A14B, T2V_480, preset('bf16', 'stages'), 41, 0.03],
    // What the 5B's decoder holds is fitted to this row.
    ['fit', '5B 720p on RTX 4090', WAN22_TI2V_5B, ON_4090, preset('bf16', 'text'), 22.9, 0.01],
    ['check', '5B 720p on RTX 4090 from a picture', WAN22_TI2V_5B, ON_4090, preset('bf16', 'text'), 22.8, 0.02],
    // Nothing of ComfyUI is fitted: its own estimate of working memory, over the file's weights. The size is taken to be 720p.
    ['check', '5B, 81 frames, on RTX 5060 Ti', WAN22_TI2V_5B, clip({ frames: 81 }), preset('bf16', 'stages', true), 11.5, 0.05],
  ] as const)('%s: %s', (_, __, figures, request, chosen, published, bound) => {
    expect(Math.abs(peak(figures, request, chosen) / published - 1)).toBeLessThan(bound);
  });

  it('check: the 5B with offload fits in 8 GB', () => {
    expect(peak(WAN22_TI2V_5B, clip(), preset('bf16', 'blocks', true))).toBeLessThan(8);
  });
});

describe('the times that were published', () => {
  const work = (figures: ModelFigures, request: MemoryRequest) => predict(figures, request, preset('bf16', 'none'), true).work;

  it('check: 480p against 720p on one H100', () => {
    const ratio = work(WAN22_T2V_A14B, T2V_720) / work(WAN22_T2V_A14B, T2V_480);
    expect(Math.abs(ratio / (1042 / 327) - 1)).toBeLessThan(0.2);
  });

  it('check: 3 steps without guidance against 50 with it, on one RTX 4090', () => {
    const ratio = work(WAN22_TI2V_5B, clip()) / work(WAN22_TI2V_5B, clip({ steps: 3, guidance: 1 }));
    // The short one was measured without the decoder, and nothing is said of reading the words: a wide bound.
    expect(Math.abs(ratio / (534.7 / 20) - 1)).toBeLessThan(0.3);
  });
});

describe("Kinora's own budgets", () => {
  it('makes 5 s of 720p in under 8 GB of a card with 16 GB', () => {
    const plan = planMemory(WAN22_TI2V_5B, clip(), room(8, 48));
    expect(plan.fits && plan.need.vram).toBeLessThan(8 * GB);
    expect(plan.why).toBe('Fits in 5.7 GB of the 8.0 GB that are free: bf16, text encoder on the processor, the model block by block, tiled decoding.');
  });

  it('has a plan for 1080p on that card', () => {
    const plan = planMemory(WAN22_TI2V_5B, clip({ width: 1920, height: 1088 }), room(15.1, 48));
    expect(plan.fits).toBe(true);
  });

  it('makes 720p on a laptop with 6 GB on its card and 16 GB of memory', () => {
    const plan = planMemory(WAN22_TI2V_5B, clip(), room(5.3, 11));
    expect(plan.fits && plan.preset.tiling && plan.preset.offload).toBe('blocks');
  });

  it.each([
    // The working memory of 5 s of 720p alone is 14.6 GB by ComfyUI's own estimate, whatever is done with the weights.
    ['ComfyUI', { runtime: COMFYUI, precisions: ['bf16', 'fp8'] }, /^Needs 18\.9 GB of the card \(15\.1 GB are free\), at the least: fp8, text encoder on the processor, the model block by block.* 1104 × 624 would fit\.$/],
    ['sd-cli and GGUF files', { runtime: SDCPP, precisions: ['q8', 'q4'] }, /^Needs 17\.\d GB of the card \(15\.1 GB are free\), at the least: q4, .* would fit\.$/],
  ] as const)('says what keeps 720p of the A14B from a card with 16 GB, and what fits, with %s', (_, request, why) => {
    const asked = { ...clip(), ...request, width: 1280, height: 720, frames: 81, steps: 20 };
    const plan = planMemory(WAN22_T2V_A14B, asked, room(15.1, 60));
    expect(plan.why).toMatch(why);
    if (plan.fits || !plan.instead) throw new Error('It says that it fits, or that nothing does.');
    expect(planMemory(WAN22_T2V_A14B, { ...asked, ...plan.instead }, room(15.1, 60)).fits).toBe(true);
    // Its other published size fits a card of 8 GB.
    expect(planMemory(WAN22_T2V_A14B, { ...asked, width: 832, height: 480 }, room(11.1, 60)).fits).toBe(true);
  });

  it('makes a clip of Kinora Mini where there is no card', () => {
    const plan = planMemory(MINI, { width: 160, height: 96, frames: 17, steps: 24, guidance: 3, runtime: ONNX }, { memory: { total: 8 * GB, free: 2 * GB } });
    expect(plan).toMatchObject({ fits: true, need: { vram: 0 }, preset: { precision: 'own', offload: 'none' } });
    expect(plan.why).toMatch(/^Fits in 0\.\d GB of the 2\.0 GB of memory that are free: all of it on the processor\.$/);
  });

  it.each([[160, 96, 17, 121], [160, 96, 33, 175], [128, 128, 33, 188]])('expects no less than a process with Kinora Mini took at %i × %i and %i frames: %i MiB', (width, height, frames, measured) => {
    const { need } = planMemory(MINI, { width, height, frames, steps: 6, guidance: 3, runtime: ONNX }, { memory: { total: 8 * GB, free: 2 * GB } });
    expect(need.ram).toBeGreaterThan(measured * 2 ** 20);
    expect(need.ram).toBeLessThan(3 * measured * 2 ** 20);
  });
});

describe('a choice', () => {
  it('takes what is fastest where there is room, and says so', () => {
    const large = { card: { name: 'H200', total: 141 * GB, free: 140 * GB }, memory: { total: 256 * GB, free: 200 * GB } };
    expect(planMemory(WAN22_T2V_A14B, clip(), large).why).toMatch(/: bf16, everything on the card at once\.$/);
  });

  it('says what would be needed where nothing fits', () => {
    const plan = planMemory(WAN22_T2V_A14B, clip({ width: 1920, height: 1088, frames: 81 }), room(8, 12));
    expect(plan.fits).toBe(false);
    expect(plan.why).toMatch(/^Needs \d+\.\d GB of the card \(8\.0 GB are free\) and \d+\.\d GB of memory \(12\.0 GB are free\), at the least: q4, /);
    if (!plan.fits) expect(planMemory(WAN22_T2V_A14B, clip({ width: 1920, height: 1088, frames: 81 }), more(room(8, 12), plan.lacks)).fits).toBe(true);
  });

  it('keeps to the precisions and offloads that a program has', () => {
    const plan = planMemory(WAN22_I2V_A14B, clip({ precisions: ['fp8'], offloads: ['stages', 'text'] }), room(200, 200));
    expect(plan.preset).toMatchObject({ precision: 'fp8', offload: 'stages' });
    expect(() => planMemory(MINI, clip({ precisions: ['fp8'] }), room(8, 8))).toThrow(RangeError);
  });

  it('reads what is free of a machine, of the card with most room', () => {
    const gpus = [{ name: 'unknown' }, { name: 'small', memoryTotal: 8 * GB, memoryUsed: 1 * GB }, { name: 'large', memoryTotal: 24 * GB, memoryUsed: 4 * GB }];
    const reading = { at: 1, gpus, cpu: { load: 0, cores: 8 }, memory: { total: 9, free: 5 } };
    expect(roomOf(reading)).toEqual({ card: { name: 'large', total: 24 * GB, free: 20 * GB }, memory: { total: 9, free: 5 } });
    expect(roomOf({ ...reading, gpus: [{ name: 'unknown' }] })).toEqual({ memory: { total: 9, free: 5 } });
    const full = [{ name: 'full', memoryTotal: 4 * GB, memoryUsed: 5 * GB }];
    expect(roomOf({ ...reading, gpus: full }).card).toEqual({ name: 'full', total: 4 * GB, free: 0 });
  });
});

const more = ({ card, memory }: MachineRoom, { vram, ram }: { readonly vram: number; readonly ram: number }): MachineRoom => ({
  ...(card && { card: { ...card, free: card.free + vram } }),
  memory: { ...memory, free: memory.free + ram },
});

const figures = fc.constantFrom(WAN22_T2V_A14B, WAN22_I2V_A14B, WAN22_TI2V_5B, MINI);
const shape = fc.record({ width: fc.integer({ min: 1, max: 4096 }), height: fc.integer({ min: 1, max: 4096 }), frames: fc.integer({ min: 1, max: 500 }) });
const asked = fc
  .record({ shape, steps: fc.integer({ min: 1, max: 200 }), guidance: fc.constantFrom(1, 5), runtime: fc.constantFrom(REFERENCE, COMFYUI, SDCPP, ONNX) })
  .map(({ shape, ...others }) => ({ ...shape, ...others }));
const machines = fc.record({ free: fc.option(fc.double({ min: 0, max: 200, noNaN: true })), memory: fc.double({ min: 0, max: 300, noNaN: true }) }).map(
  ({ free, memory }): MachineRoom => ({
    ...(free !== null && { card: { name: 'card', total: 200 * GB, free: free * GB } }),
    memory: { total: 300 * GB, free: memory * GB },
  }),
);

describe('whatever is asked', () => {
  it('never takes less for more width, height, frames or steps, and never less than nothing', () => {
    fc.assert(
      fc.property(figures, asked, asked, fc.boolean(), (model, a, b, hasCard) => {
        const small = { ...a, width: Math.min(a.width, b.width), height: Math.min(a.height, b.height), frames: Math.min(a.frames, b.frames), steps: Math.min(a.steps, b.steps) };
        const large = { ...a, width: Math.max(a.width, b.width), height: Math.max(a.height, b.height), frames: Math.max(a.frames, b.frames), steps: Math.max(a.steps, b.steps) };
        for (const each of presetsFor(model, a)) {
          const [less, greater] = [predict(model, small, each, hasCard), predict(model, large, each, hasCard)];
          expect(less.vram).toBeLessThanOrEqual(greater.vram);
          expect(less.ram).toBeLessThanOrEqual(greater.ram);
          expect(less.work).toBeLessThanOrEqual(greater.work);
          expect(Math.min(less.vram, less.ram, less.work)).toBeGreaterThanOrEqual(0);
        }
        expect(tokensOf(model, small)).toBeLessThanOrEqual(tokensOf(model, large));
      }),
      { numRuns: 60 },
    );
  });

  it('never takes more of the card when more of the model is left off it', () => {
    fc.assert(
      fc.property(figures, asked, (model, request) => {
        for (const precision of Object.keys(model.transformer.weights) as Precision[]) {
          const peaks = OFFLOADS.map((offload) => predict(model, request, preset(precision, offload), true).vram);
          expect(peaks).toEqual(peaks.toSorted((a, b) => b - a));
        }
      }),
    );
  });

  it('chooses only what fits, and turns down only what does not', () => {
    fc.assert(
      fc.property(figures, asked, machines, (model, request, machine) => {
        const plan = planMemory(model, request, machine);
        const isRoom = plan.need.vram <= (machine.card?.free ?? 0) && plan.need.ram <= machine.memory.free;
        expect(isRoom || !plan.fits).toBe(true);
        if (plan.fits) return;
        expect(plan.lacks.vram + plan.lacks.ram).toBeGreaterThan(0);
        expect(planMemory(model, request, more(machine, plan.lacks)).fits).toBe(true);
        if (!plan.instead) return;
        expect(plan.instead.width * plan.instead.height).toBeLessThan(request.width * request.height);
        expect(planMemory(model, { ...request, ...plan.instead }, machine).fits).toBe(true);
      }),
    );
  });
});

describe('after the memory ran out', () => {
  it('each step of the ladder is a plan with less, until there is none', () => {
    fc.assert(
      fc.property(fc.constantFrom(WAN22_T2V_A14B, WAN22_TI2V_5B), machines, fc.constantFrom([1280, 704], [832, 480], [1920, 1088]), (model, machine, [width = 0, height = 0]) => {
        const sides = { multiple: 32, min: 256, max: 1920, default: [1280, 704] as [number, number], presets: [] };
        const taken: MemoryStep[] = [];
        const planned = () => {
          const { size } = onLowerSteps(taken, { width, height }, sides);
          return planMemory(model, clip({ ...size, stepsDown: taken }), machine);
        };
        const peakOf = (plan: ReturnType<typeof planned>) => (machine.card ? plan.need.vram : plan.need.ram);
        const leanest = Math.min(...presetsFor(model, clip(machine.card ? {} : { offloads: ['none'] })).map((each) => {
          const need = predict(model, clip({ width, height }), each, machine.card !== undefined);
          return machine.card ? need.vram : need.ram;
        }));
        for (let before = planned(); ; before = planned()) {
          const step = nextStepDown(taken, { width, height }, sides);
          if (!step) break;
          taken.push(step);
          if (peakOf(before) > leanest) expect(peakOf(planned())).toBeLessThan(peakOf(before));
          else expect(peakOf(planned())).toBeLessThanOrEqual(peakOf(before));
        }
      }),
    );
  });

  it('the first step decodes in tiles, and the second leaves more of the model off the card or takes a coarser one', () => {
    const before = planMemory(WAN22_TI2V_5B, clip(), room(23, 60));
    const tiled = planMemory(WAN22_TI2V_5B, clip({ stepsDown: ['tiling'] }), room(23, 60));
    const lower = planMemory(WAN22_TI2V_5B, clip({ stepsDown: ['tiling', 'precision'] }), room(23, 60));
    expect([before, tiled, lower].map((plan) => plan.preset.tiling)).toEqual([false, true, true]);
    expect(lower.need.vram).toBeLessThan(tiled.need.vram);
    expect(MemoryStep.options).toEqual(['tiling', 'precision', 'size']);
  });
});

describe('learning', () => {
  const chosen = preset('bf16', 'stages');
  const key = correctionKey(WAN22_TI2V_5B, COMFYUI, chosen);
  const needWith = (correction: ReturnType<typeof learn> | undefined) => predict(WAN22_TI2V_5B, clip(correction ? { corrections: { [key]: correction } } : {}), chosen, true);

  it('takes a higher peak at once, a lower one slowly, and knows the seconds from then on', () => {
    const bare = needWith(undefined);
    expect(bare.seconds).toBeUndefined();
    const once = learn(undefined, bare, true, { peak: bare.vram * 1.3, seconds: 600 });
    expect(needWith(once).vram / bare.vram).toBeCloseTo(1.3);
    expect(needWith(once).seconds).toBeCloseTo(600);
    const again = learn(once, needWith(once), true, { peak: bare.vram * 0.9, seconds: 300 });
    expect(needWith(again).vram / bare.vram).toBeCloseTo(1.2);
    expect(needWith(again).seconds).toBeCloseTo(400);
    expect(again.samples).toBe(2);
  });

  it('plans otherwise once the memory has run out on a plan', () => {
    const plan = planMemory(WAN22_TI2V_5B, clip(), room(15.1, 48));
    const after = learn(undefined, plan.need, true, { ranOutAt: 15.1 * GB });
    const next = planMemory(WAN22_TI2V_5B, clip({ corrections: { [correctionKey(WAN22_TI2V_5B, COMFYUI, plan.preset)]: after } }), room(15.1, 48));
    expect(next.preset.id).not.toBe(plan.preset.id);
  });

  it('never goes beyond its bounds, whatever was measured', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ peak: fc.double({ min: 0, max: 1e15, noNaN: true }), seconds: fc.double({ min: 0, max: 1e6, noNaN: true }) }), { maxLength: 20 }), fc.boolean(), (all, onCard) => {
        let correction: ReturnType<typeof learn> | undefined;
        for (const measured of all) correction = learn(correction, needWith(correction), onCard, measured);
        if (!correction) return;
        expect(correction.memory).toBeGreaterThanOrEqual(0.5);
        expect(correction.memory).toBeLessThanOrEqual(2.5);
        expect(correction.speed === undefined || correction.speed > 0).toBe(true);
      }),
    );
  });
});
