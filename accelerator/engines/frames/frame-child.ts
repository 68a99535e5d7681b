/**
 * The child process that works on the frames of one file: a graph stops the event loop while it runs, and the memory of
 * decoders, encoders and the runtime is given back as surely by nothing else as by its end. It ends when its parent does.
 */
import { open, writeFile } from 'node:fs/promises';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { HEAD_BYTES, mediaType } from '../../media/media-type.ts';
import { Order, type Report } from './child-messages.ts';
import { type EnhanceFiles, enhanceFile } from './enhance-file.ts';

/** Whoever wants it no more ends this process. */
const NEVER = { aborted: false };
/** Progress within a stage is told no more often than this. Milliseconds. */
const TELL_EVERY = 100;

// Ctrl+C in a terminal reaches every process of the group: whether this one ends, and when, is its parent's to say.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit());
process.on('message', (message) => void work(Order.parse(message)));

async function work(order: Order): Promise<void> {
  try {
    await tell(await make(order));
  } catch (error) {
    if (error instanceof FaultError) await tell({ kind: 'fault', fault: error.fault });
    else await tell({ kind: 'bug', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
  // Encoders may have threads that nothing else ends.
  process.exit();
}

async function make({ output, ...order }: Order): Promise<Report> {
  const begun = performance.now();
  let told = { stage: '', at: 0 };
  const { bytes, recipe } = await enhanceFile({ ...order, files: await filesOf(order.input) }, NEVER, (progress) => {
    const now = performance.now();
    if (progress.stage === told.stage && now - told.at < TELL_EVERY) return;
    told = { stage: progress.stage, at: now };
    void tell({ kind: 'progress', progress });
  });
  await writeFile(output, bytes).catch((cause: NodeJS.ErrnoException) => {
    const reason: Fault['reason'] = cause.code === 'ENOSPC' || cause.code === 'EDQUOT' ? 'no-room-on-disk' : 'output-not-writable';
    throw new FaultError(reason, { file: output }, { cause });
  });
  return { kind: 'made', recipe, milliseconds: performance.now() - begun };
}

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

function tell(report: Report): Promise<void> {
  // Nobody hears it once the parent is gone, and then this process ends too.
  return new Promise((resolve) => {
    if (process.connected) process.send?.(report, undefined, undefined, () => resolve());
    else resolve();
  });
}
