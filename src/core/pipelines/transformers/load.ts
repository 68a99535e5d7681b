import type { z } from 'zod';
import { fromUtf8 } from '../../domain/bytes/text-bytes.ts';
import { graphAmong, type GraphFile } from '../../domain/models/graph-files.ts';
import { FaultError } from '../../schema/fault.ts';
import type { TransformersLibrary } from './library.ts';

/** A model's folder, and what of the library opens it. */
export interface ModelParts<Library = TransformersLibrary> {
  readonly library: Library;
  /** The name under which the library asks for this model's files. */
  readonly id: string;
  /** The files that are here. */
  readonly paths: readonly string[];
  read(path: string): Promise<Uint8Array>;
  /** ONNX Runtime's name of where it runs. */
  readonly provider: string;
}

/** A graph without which the model is none. Throws FaultError `model-file-missing`. */
export function neededGraph(paths: readonly string[], name: string): GraphFile {
  const graph = graphAmong(paths, name);
  if (!graph) throw new FaultError('model-file-missing', { file: `onnx/${name}.onnx` });
  return graph;
}

/** How the library opens one graph. */
export const graphOptions = ({ precision, parts }: GraphFile, provider: string): Record<string, unknown> => ({
  dtype: precision,
  device: 'auto',
  use_external_data_format: parts,
  session_options: { executionProviders: [provider] },
});

/** So much that is wrong with a description is told. */
const MOST_TOLD = 3;

/** A description beside a model, as far as it is relied upon. Throws FaultError `model-manifest-invalid`. */
export function jsonOf<Shape>(file: string, bytes: Uint8Array, shape: z.ZodType<Shape>): Shape {
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(bytes));
  } catch {
    throw new FaultError('model-manifest-invalid', { file, problem: 'it is no JSON' });
  }
  const read = shape.safeParse(value);
  if (!read.success) throw new FaultError('model-manifest-invalid', { file, problem: read.error.issues.slice(0, MOST_TOLD).map(({ path, message }) => `${path.join('.')}: ${message}`).join(', ') });
  return read.data;
}

const OUT_OF_MEMORY = /out of memory|bad_alloc|failed to allocate|allocation failed|memory access out of bounds|OOM/i;

/** What went wrong in words of the runtime, which has no code for it. */
export const detailOf = (error: unknown): string => String(error instanceof Error ? error.message : error).slice(0, 300);
export const isMemory = (error: unknown): boolean => OUT_OF_MEMORY.test(detailOf(error));

/** The fault of a graph that cannot be loaded or run. */
export function graphFault(error: unknown): FaultError {
  if (error instanceof FaultError) return error;
  if (isMemory(error)) return new FaultError('out-of-memory', {}, { cause: error });
  return new FaultError('model-graph-invalid', { detail: detailOf(error) }, { cause: error });
}
