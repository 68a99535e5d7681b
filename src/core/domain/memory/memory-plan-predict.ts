import { correctionKey } from './memory-plan-learn.ts';
import type { MemoryNeed, MemoryPreset, MemoryRequest, ModelFigures, Precision, Weights } from './memory-plan-types.ts';

/** What of the transformer is on the card when it comes in block by block: the block at work, those on their way, and what is no block. */
const RESIDENT = 0.2;

/** Operations that a card does while one byte of weights comes in from memory: 1e14 a second against 12 GB a second. */
const WORK_PER_BYTE = 8_000;

/** How much faster the card does the text encoder's work than the processor. */
const PROCESSOR_IS_SLOWER = 100;

/** Work that tiles do twice where they overlap. */
const OVERLAP = 1.4;

/** Bytes of a decoded frame's pixel before it is 8 bits: three floating-point numbers. */
const FRAME_PIXEL = 12;

/** Tokens of a clip: what the transformer's memory and time grow with. */
export function tokensOf({ latent }: ModelFigures, { width, height, frames }: Pick<MemoryRequest, 'width' | 'height' | 'frames'>): number {
  const side = (pixels: number) => Math.ceil(pixels / (latent.spatial * latent.patch));
  return (Math.ceil(Math.max(0, frames - 1) / latent.temporal) + 1) * side(width) * side(height);
}

/** What a clip is thought to take with a preset, on a card or without one. */
export function predict(figures: ModelFigures, request: MemoryRequest, preset: MemoryPreset, hasCard: boolean): MemoryNeed {
  const learnt = request.corrections?.[correctionKey(figures, request.runtime, preset)];
  const { card, memory } = peaks(figures, request, preset);
  const factor = learnt?.memory ?? 1;
  const work = workOf(figures, request, preset, hasCard);
  return {
    vram: hasCard ? Math.round(card * factor) : 0,
    ram: Math.round(hasCard ? memory : card * factor),
    work,
    ...(learnt?.speed !== undefined && { seconds: work / learnt.speed }),
  };
}

/** The weights of the text encoder beside a transformer of some precision. */
const textWeights = (weights: Weights, precision: Precision): number =>
  weights[precision] ?? weights.own ?? weights.fp8 ?? weights.bf16 ?? 0;

function peaks(figures: ModelFigures, request: MemoryRequest, { precision, offload, tiling }: MemoryPreset) {
  const { transformer, textEncoder, vae } = figures;
  const { runtime, width, height, frames, guidance } = request;
  const rows = runtime.batchesGuidance && guidance !== 1 ? 2 : 1;
  const expert = transformer.weights[precision] ?? 0;
  const text = textWeights(textEncoder.weights, precision);

  const denoising = tokensOf(figures, request) * transformer.width * runtime.bytesPerNumber * rows;
  const pixels = tiling ? Math.min(width * height, runtime.tile ** 2) : width * height;
  const held = vae.frames === 'all' ? frames : vae.frames;
  const bytesPerValue = runtime.decoderBytesPerValue ?? vae.bytesPerValue;
  const film = width * height * frames * FRAME_PIXEL;
  const vaeWeights = vae.parameters * bytesPerValue;
  // Tiles are put together in memory, a whole clip is decoded on the card.
  const decoding = vaeWeights + pixels * held * vae.valuesPerPixel * bytesPerValue + (tiling ? 0 : film);

  const all = text + transformer.experts * expert + vaeWeights;
  const stages: Readonly<Record<MemoryPreset['offload'], number>> = {
    none: all + Math.max(denoising, decoding - vaeWeights),
    stages: Math.max(text, expert + denoising, decoding),
    text: Math.max(expert + denoising, decoding),
    blocks: Math.max(RESIDENT * expert + denoising, decoding),
  };
  return {
    card: stages[offload] + runtime.overhead,
    // Weights pass through memory on their way to the card, one file at a time, and wait there where they are not needed yet.
    memory: (offload === 'none' ? Math.max(text, expert) : all) + film,
  };
}

function workOf(figures: ModelFigures, request: MemoryRequest, { precision, offload, tiling }: MemoryPreset, hasCard: boolean): number {
  const { transformer, textEncoder } = figures;
  const { width, height, frames, steps, guidance } = request;
  const tokens = tokensOf(figures, request);
  const rows = guidance === 1 ? 1 : 2;
  const once = 2 * transformer.parameters * tokens + 4 * tokens ** 2 * transformer.width * transformer.blocks;
  const denoising = once * steps * rows;
  const text = 2 * textEncoder.parameters * textEncoder.tokens * rows;
  // A decoder's work is small beside the transformer's; what counts is that tiles make it more.
  const decoding = width * height * frames * 2e6 * (tiling ? OVERLAP : 1);
  if (!hasCard) return denoising + text + decoding;

  const expert = transformer.weights[precision] ?? 0;
  const moved: Readonly<Record<MemoryPreset['offload'], number>> = {
    none: 0,
    stages: textWeights(textEncoder.weights, precision) + transformer.experts * expert,
    text: transformer.experts * expert,
    blocks: (1 - RESIDENT) * expert * steps * rows,
  };
  const onProcessor = offload === 'text' || offload === 'blocks';
  return denoising + text * (onProcessor ? PROCESSOR_IS_SLOWER : 1) + decoding + moved[offload] * WORK_PER_BYTE;
}
