/**
 * The child process that works on the frames of one file: a graph stops the event loop while it runs, and the memory of
 * decoders, encoders and the runtime is given back as surely by nothing else as by its end.
 */
import { open, writeFile } from 'node:fs/promises';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { HEAD_BYTES, mediaType } from '../../media/media-type.ts';
import { serveOrders } from '../../processes/serve-orders.ts';
import { PROTOCOL } from './child-messages.ts';
import { type EnhanceFiles, enhanceFile } from './enhance-file.ts';

/** Progress within a stage is told no more often than this. Milliseconds. */
const TELL_EVERY = 100;

serveOrders(PROTOCOL, async ({ output, ...order }, { signal, tell }) => {
  const begun = performance.now();
  let told = { stage: '', at: 0 };
  const { bytes, recipe } = await enhanceFile({ ...order, files: await filesOf(order.input) }, signal, (progress) => {
    const now = performance.now();
    if (progress.stage === told.stage && now - told.at < TELL_EVERY) return;
    told = { stage: progress.stage, at: now };
    tell(progress);
  });
  await writeFile(output, bytes).catch((cause: NodeJS.ErrnoException) => {
    const reason: Fault['reason'] = cause.code === 'ENOSPC' || cause.code === 'EDQUOT' ? 'no-room-on-disk' : 'output-not-writable';
    throw new FaultError(reason, { file: output }, { cause });
  });
  return { recipe, milliseconds: performance.now() - begun };
});

/** A picture becomes a picture, and all else a film, whatever its sender called it. */
async function filesOf(input: string): Promise<EnhanceFiles> {
  const handle = await open(input);
  try {
    const { buffer } = await handle.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return mediaType(buffer).startsWith('image/') ? { kind: 'picture', to: 'png' } : { kind: 'clip', from: 'film', to: 'mp4' };
  } finally {
    await handle.close();
  }
}
