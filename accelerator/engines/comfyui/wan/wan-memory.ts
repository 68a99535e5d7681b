import { COMFYUI, WAN22_I2V_A14B, WAN22_T2V_A14B, WAN22_TI2V_5B } from '#core/domain/memory/memory-plan-figures.ts';
import { correctionKey, learn } from '#core/domain/memory/memory-plan-learn.ts';
import { planMemory } from '#core/domain/memory/memory-plan.ts';
import type { MachineRoom, MemoryPlan, Precision } from '#core/domain/memory/memory-plan-types.ts';
import type { GenerationPlan } from '#core/pipelines/generation-plan.ts';
import type { LearntMemory } from '../../learnt-memory.ts';
import type { SystemStats } from '../answers.ts';
import type { WanFiles } from '../availability.ts';
import type { Tile } from './wan-graph.ts';
import type { WanModel, WanPart } from './wan-models.ts';

const FIGURES = { t2v: WAN22_T2V_A14B, i2v: WAN22_I2V_A14B, '5b': WAN22_TI2V_5B };
/** Bytes. */
const NO_MEMORY_KNOWN = { total: 0, free: Number.MAX_SAFE_INTEGER };

/** Which files are loaded and how the frames are decoded. */
export interface MemoryChoice {
  readonly files: Partial<Record<WanPart, string>>;
  readonly tile: Tile | undefined;
  /** One sentence; undefined where nothing is known of the server's memory. */
  readonly why?: string;
  /** Whether it is thought to fit what is free. */
  readonly fits?: boolean;
  /** Learns how the choice went: how long it took and how little of the card was free meanwhile (bytes), or that the memory ran out. */
  tell(outcome: { readonly seconds: number; readonly lowestFree?: number | undefined } | 'out-of-memory'): void;
}

/** Chooses by what is free on a server, and learns for each from what became of it. */
export class WanMemory {
  readonly #learnt: LearntMemory;
  readonly #address: string;

  constructor(learnt: LearntMemory, address: string) {
    this.#learnt = learnt;
    this.#address = address;
  }

  /** `ranOut`: the memory ran out on this work before. ComfyUI moves models off the card by itself: only files and tiles are chosen. */
  choose({ kind, offer }: WanModel, plan: GenerationPlan, has: WanFiles, room: MachineRoom | undefined, ranOut: boolean): MemoryChoice {
    const finest = Object.fromEntries(Object.entries(has).map(([part, names]) => [part, names[0]])) as Partial<Record<WanPart, string>>;
    const smallest = ranOut ? 256 : undefined;
    if (!room) return { files: finest, tile: smallest, tell: () => undefined };
    const figures = FIGURES[kind];
    const precisions = [...new Set((has.high ?? []).filter((name) => !has.low || withPrecision(has.low, precisionOf(name))).map(precisionOf))];
    const { steps, guidance } = plan.request;
    const memory = planMemory(
      figures,
      {
        ...plan.shape,
        ...{ steps, guidance, precisions, runtime: COMFYUI, stepsDown: ranOut ? ['tiling'] : [] },
        corrections: this.#learnt.at(this.#placeOf(room)),
      },
      room,
    );
    const { precision, tiling } = memory.preset;
    const expert = (part: 'high' | 'low') => {
      const name = withPrecision(has[part] ?? [], precision);
      return name === undefined ? {} : { [part]: name };
    };
    return {
      files: { ...finest, ...expert('high'), ...expert('low') },
      // Where it is tight anyway, ComfyUI may still get by with less than was predicted: not with the decoder as well.
      tile: smallest ?? (tiling || !memory.fits ? 512 : undefined),
      why: `${offer.name}: ${memory.why}`,
      fits: memory.fits,
      tell: (outcome) => this.#learn(figures, memory, room, outcome),
    };
  }

  #learn(figures: (typeof FIGURES)[WanModel['kind']], { preset, need }: MemoryPlan, room: MachineRoom, outcome: Parameters<MemoryChoice['tell']>[0]): void {
    const { card, memory } = room;
    const key = correctionKey(figures, COMFYUI, preset);
    const place = this.#placeOf(room);
    const measured = outcome === 'out-of-memory' ? { ranOutAt: card?.free ?? memory.free } : { seconds: outcome.seconds, ...peakOf(card, outcome.lowestFree, need.vram) };
    this.#learnt.note(place, key, learn(this.#learnt.at(place)[key], need, card !== undefined, measured));
  }

  #placeOf({ card }: MachineRoom): string {
    return `ComfyUI at ${this.#address} on ${card?.name ?? 'the processor'}`;
  }
}

/**
 * The peak, where it teaches something. ComfyUI leaves models on the card as long as there is room: more than was predicted
 * only says that nobody else wanted it, less says that less is enough. That more was needed, a shortage says.
 */
function peakOf(card: MachineRoom['card'], lowestFree: number | undefined, predicted: number): { readonly peak?: number } {
  const peak = card && lowestFree !== undefined ? card.free - lowestFree : 0;
  return peak > 0 && peak < predicted ? { peak } : {};
}

const precisionOf = (file: string): Precision => (/fp8/i.test(file) ? 'fp8' : 'bf16');
const withPrecision = (files: readonly string[], precision: Precision): string | undefined => files.find((file) => precisionOf(file) === precision);

/** What a server can give to the next work: what is free, and what it holds for itself and can let go. */
export function roomOfServer({ system, devices }: SystemStats): MachineRoom | undefined {
  const [device] = devices;
  const { ram_total, ram_free } = system;
  const memory = typeof ram_total === 'number' && typeof ram_free === 'number' ? { total: ram_total, free: ram_free } : NO_MEMORY_KNOWN;
  if (device === undefined || device.type === 'cpu') return memory === NO_MEMORY_KNOWN ? undefined : { memory };
  const { name = 'the card', vram_total: total, vram_free: free } = device;
  if (total === undefined || free === undefined) return undefined;
  const { torch_vram_total: held, torch_vram_free: idle } = device;
  const own = typeof held === 'number' && typeof idle === 'number' ? Math.max(0, held - idle) : 0;
  return { card: { name, total, free: Math.min(total, free + own) }, memory };
}
