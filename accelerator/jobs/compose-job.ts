import type { ComposedFile } from '#core/schema/accelerator/remote-job.ts';
import type { ComposeRequest } from '#core/schema/compose-request.ts';
import { FaultError } from '#core/schema/fault.ts';
import { keepFile } from './keep-file.ts';
import type { RunListener, RunParts } from './run-parts.ts';

/** Makes the film that a begun job asks for and keeps its file. Undefined where nobody wants it any more. Throws FaultError. */
export async function composeJob(
  request: ComposeRequest,
  { engine, shelf }: Pick<RunParts, 'engine' | 'shelf'>,
  signal: AbortSignal,
  listener: RunListener,
): Promise<ComposedFile | undefined> {
  const composed = await engine.compose?.(request, { signal, onProgress: (progress) => listener.onProgress(progress) });
  if (!composed) throw new FaultError('mode-not-supported');
  if (!composed.ok) throw new FaultError(composed.fault.reason, composed.fault.facts);
  const { file, film, timings, dispose } = composed.value;
  try {
    if (!listener.onMade()) return undefined;
    const { sha256, type, bytes } = await keepFile(shelf, file);
    return { media: sha256, type, bytes, timings, film };
  } finally {
    await dispose();
  }
}
