import { readFileSync } from 'node:fs';
import path from 'node:path';
import { folderFiles } from '../../accelerator/engines/onnx/folder-files.ts';
import { createOnnxRuntime } from '../../accelerator/engines/onnx/runtime.ts';
import { toUtf8 } from '#core/domain/bytes/text-bytes.ts';
import type { FolderFiles } from '#core/pipelines/runtime.ts';
import { StillPipeline, type StillOptions } from '#core/pipelines/stills/still-pipeline.ts';
import { GenerationRequest } from '#core/schema/request.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures/stills');

/** What make.py wrote of a model: numbers are float32 in base64. */
export interface Expected {
  readonly prompt: string;
  readonly negative: string;
  readonly seed: number;
  readonly ids: readonly number[];
  readonly padEnd: readonly number[];
  readonly states: string;
  readonly cases: readonly ExpectedCase[];
}

export interface ExpectedCase {
  readonly name: string;
  readonly steps: number;
  readonly guidance: number;
  readonly width: number;
  readonly height: number;
  readonly scheduler: object;
  /** Where it is another than that of the model's other cases. */
  readonly negative?: string;
  readonly latent: string;
  readonly rgb: string;
}

export const expectedOf = (model: string): Expected => JSON.parse(readFileSync(path.join(FIXTURES, `${model}.json`), 'utf8')) as Expected;

export const floatsOf = (base64: string): Float32Array => new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer);
export const bytesOf = (base64: string): Uint8Array => Uint8Array.from(Buffer.from(base64, 'base64'));

export const stillFolder = (model: string): string => path.join(FIXTURES, model);

/** Texts or bytes in the place of files; null: there is no such file. */
export type Replaced = Readonly<Record<string, string | object | null>>;

/** A model's files, some of them replaced; `byPath`: the runtime reads graphs itself. */
export function stillFiles(model: string, replaced: Replaced = {}, { name = model, byPath = false } = {}): FolderFiles {
  const files = folderFiles(stillFolder(model));
  const other = (file: string): Uint8Array | null | undefined => {
    const value = replaced[file];
    if (value === undefined || value === null) return value;
    return value instanceof Uint8Array ? value : toUtf8(typeof value === 'string' ? value : JSON.stringify(value));
  };
  return {
    name,
    ...(byPath && { locate: files.locate }),
    size: async (file) => (other(file) === null ? undefined : (other(file)?.length ?? files.size(file))),
    read: async (file) => other(file) ?? files.read(file),
    part: async (file, start, length) => other(file)?.subarray(start, start + length) ?? files.part(file, start, length),
  };
}

export async function openStill(files: FolderFiles, options: Partial<StillOptions> = {}): Promise<StillPipeline> {
  const opened = await StillPipeline.open({ files, runtime: createOnnxRuntime('cpu', { threads: 1 }), now: () => performance.now(), ...options });
  if (!opened.ok) throw new Error(JSON.stringify(opened.fault));
  return opened.value;
}

export const requestOf = ({ prompt, negative, seed }: Expected, { steps, guidance, width, height, negative: own }: ExpectedCase, changes: Partial<GenerationRequest> = {}): GenerationRequest =>
  GenerationRequest.parse({ mode: 't2i', prompt, negativePrompt: own ?? negative, seed, steps, guidance, width, height, frames: 1, frameRate: 1, ...changes });

/** The largest difference of two rows of numbers of one length. */
export function furthest(one: ArrayLike<number>, other: ArrayLike<number>): number {
  if (one.length !== other.length) return Infinity;
  return Math.max(...Array.from(one, (value, i) => Math.abs(value - (other[i] as number))));
}
