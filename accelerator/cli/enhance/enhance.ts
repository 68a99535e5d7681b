import { createReadStream, existsSync } from 'node:fs';
import { createHash } from 'node:crypto';
import type { CancelSignal } from '#core/domain/generate/engine.ts';
import { stageProgress } from '#core/pipelines/job-progress.ts';
import { Sha256 } from '#core/schema/ids.ts';
import type { Progress } from '#core/schema/progress.ts';
import { type EnhancedBytes, type EnhanceFiles, enhanceFile } from '../../engines/frames/enhance-file.ts';
import { checkOutput, writeWhole } from '../output-file.ts';
import { UsageError } from '../usage-error.ts';
import type { EnhanceOptions } from './options.ts';

export type Enhanced = Omit<EnhancedBytes, 'bytes'>;

/** From options to a finished file, whole or not at all. Throws UsageError and FaultError; `cancelled` when the signal says so. */
export async function enhance(options: EnhanceOptions, signal: CancelSignal, onProgress: (progress: Progress) => void): Promise<Enhanced> {
  const { mode, input, output, model, provider = 'cpu' } = options;
  if (!existsSync(input)) throw new UsageError(`There is no file ${input}.`);
  await checkOutput(output);
  const order = { mode, input, model, provider, files: filesOf(options), source: await hashOf(input), prompt: '', check: (frameRate: number) => checkGif(options, frameRate) };
  const { bytes, ...made } = await enhanceFile(order, signal, onProgress);
  onProgress(stageProgress('encode-media', 0, 1));
  await writeWhole(output, bytes);
  return made;
}

const filesOf = ({ files }: EnhanceOptions): EnhanceFiles => (files.kind === 'picture' ? files : { ...files, from: files.from === 'gif' ? 'gif' : 'film' });

/** Players show what changes faster than this as if it were slow. */
const GIF_RATE_LIMIT = 50;

function checkGif({ files, output }: EnhanceOptions, frameRate: number): void {
  if (files.to !== 'gif' || frameRate <= GIF_RATE_LIMIT) return;
  throw new UsageError(`${output} would have ${frameRate} frames a second, and a GIF shows at most ${GIF_RATE_LIMIT}. Choose the ending .mp4 or .webm.`);
}

async function hashOf(file: string): Promise<Sha256> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return Sha256.parse(hash.digest('hex'));
}
