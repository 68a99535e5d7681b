import type { GenerationResult, RawVideo } from '#core/domain/generate/engine.ts';
import { allAdjustments, onLowerSteps } from '#core/domain/queue/memory-ladder.ts';
import type { Broken } from '#core/domain/measure/looks-broken.ts';
import { PreviewWatch } from '#core/domain/measure/preview-watch.ts';
import { moved } from '#core/domain/queue/queued-job.ts';
import { resizeRequest } from '#core/domain/generate/resize-request.ts';
import { stageProgress } from '#core/pipelines/job-progress.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Progress } from '#core/schema/progress.ts';
import type { Picture } from '#core/schema/request.ts';
import type { Take } from '#core/schema/take.ts';
import type { FilmFiles, FilmMaker } from '#lib/engine/film.ts';
import type { EngineLane, FinishedFile } from '#lib/engine/lane.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import { equalTake } from './equal-take.ts';
import type { PreviewFrame } from './events.ts';
import { fillPictures } from './fill-pictures.ts';
import { publish, publishAgain } from './publish.ts';
import { resizePicture } from './resize-picture.ts';
import { loadRequest } from './stored-request.ts';
import { Watchdog } from './watchdog.ts';

export interface RunParts {
  readonly storage: StudioStorage;
  readonly lane: EngineLane;
  readonly film: FilmMaker;
  /** How long work may make no progress, in milliseconds. */
  readonly stillMs: number;
  readonly now: () => number;
}

/** Who hears how a run goes. */
export interface RunListener {
  onProgress(progress: Progress): void;
  onPreview(frame: PreviewFrame): void;
  /** A finished clip could not be kept. */
  onUnkept(media: Blob, fault: Fault): void;
  /** Another line has it now, in its place. */
  onTaken(): void;
}

/** How long stopped work may take to end by itself, in milliseconds. After that nobody waits for it. */
const STOP_MS = 2_000;

/**
 * Makes the take of a begun job and publishes it. Returns the fault that ended the attempt; undefined
 * once it is published, or when the job went to somebody else meanwhile.
 */
export async function runJob(
  record: JobRecord,
  parts: RunParts,
  signal: AbortSignal,
  listener: RunListener,
): Promise<Fault | undefined> {
  const still = new AbortController();
  const watchdog = new Watchdog(parts.stillMs, () => still.abort());
  const hopeless = new AbortController();
  const stop = AbortSignal.any([signal, still.signal, hopeless.signal]);
  const watch = isWatched(record) ? new PreviewWatch() : undefined;
  let broken: Broken | undefined;
  const alive: MakeListener = {
    ...listener,
    onAlive: () => watchdog.note(),
    onProgress(progress) {
      watchdog.note();
      watch?.progress(progress);
      if (!stop.aborted) listener.onProgress(progress);
    },
    onLook(preview, first) {
      if (!broken) broken = watch?.note(preview, first);
      if (broken) hopeless.abort();
    },
  };
  try {
    const whole = await fillPictures(parts.storage, record);
    const equal = await equalTake(parts.storage, whole);
    const made = equal ?? (await Promise.race([make(whole, parts, stop, alive), givenUp(stop)]));
    watchdog.stop();
    await keep(whole, parts, made, listener);
    return undefined;
  } catch (error) {
    // A bug must not stop the line: the attempt has failed, and the console says how.
    if (!(error instanceof FaultError)) reportError(error);
    const fault: Fault = error instanceof FaultError ? error.fault : { reason: 'worker-died', facts: {} };
    if (broken && fault.reason === 'cancelled' && !signal.aborted) return { reason: 'looks-broken', facts: { why: broken } };
    const timedOut = still.signal.aborted && fault.reason === 'cancelled';
    return timedOut ? { reason: 'timed-out', facts: { minutes: Math.round(parts.stillMs / 60_000) } } : fault;
  } finally {
    watchdog.stop();
  }
}

interface MakeListener extends RunListener {
  onAlive(): void;
  /** Hears of each preview with the picture that the take is made from. */
  onLook(preview: RawVideo, first: Picture | undefined): void;
}

/** Whether it is to be stopped when it looks broken. Whoever tries it again wants to see it to its end. */
const isWatched = ({ stopBroken, log }: JobRecord): boolean => stopBroken === true && !log.some(({ fault }) => fault?.reason === 'looks-broken');

interface Made {
  readonly result: GenerationResult | FinishedFile;
  readonly files: FilmFiles;
}

async function make(record: JobRecord, parts: RunParts, signal: AbortSignal, listener: MakeListener): Promise<Made> {
  const { storage, lane, film } = parts;
  const { request: stored, stepsDown } = record;
  const { tiling, size, adjustments } = onLowerSteps(stepsDown, stored, lane.sides);
  const whole = await loadRequest(storage.blobs, stored);
  const smaller = size.width !== stored.width || size.height !== stored.height;
  const result = await lane.engine.run(smaller ? await resizeRequest(whole, size, resizePicture) : whole, {
    signal,
    tiling,
    job: record.id,
    stored,
    priority: record.priority,
    bytes: (sha256) => storage.blobs.get(sha256),
    onAlive: () => listener.onAlive(),
    onTaken: () => listener.onTaken(),
    onProgress: (progress) => listener.onProgress(progress),
    onPreview(preview) {
      listener.onPreview(previewFrame(preview));
      listener.onLook(preview, whole.first);
    },
  });
  if (!result.ok) throw new FaultError(result.fault.reason, result.fault.facts);
  listener.onProgress(stageProgress('encode-media', 0, 1));
  const begun = performance.now();
  const files = await film.make(result.value);
  if (!files.ok) throw new FaultError(files.fault.reason, files.fault.facts);
  if (signal.aborted) throw new FaultError('cancelled');
  return {
    files: files.value,
    result: {
      ...result.value,
      timings: { ...result.value.timings, 'encode-media': performance.now() - begun },
      adjustments: allAdjustments(adjustments, result.value.adjustments),
    },
  };
}

async function keep({ id, job }: JobRecord, { storage, lane, now }: RunParts, made: Made | Take, listener: RunListener): Promise<void> {
  try {
    const event = { type: 'publish', lease: job.lease } as const;
    const publishing = await storage.jobs.change(id, (record) => moved(record, event, now()));
    if (!publishing) return;
    if (!('files' in made)) return void (await publishAgain(storage, publishing, made, now()));
    const take = await publish(storage, publishing, made.result, made.files, now());
    if (take) void lane.published?.(id, take.media.sha256).catch(reportError);
  } catch (error) {
    if (error instanceof FaultError && 'files' in made) {
      const { bytes, type } = made.files.media;
      listener.onUnkept(new Blob([bytes], { type }), error.fault);
    }
    throw error;
  }
  listener.onProgress(stageProgress('encode-media', 1, 1));
}

/** Rejects a while after the signal: whoever does not obey it is not waited for. */
function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const begin = () => setTimeout(() => reject(new FaultError('cancelled')), STOP_MS);
    if (signal.aborted) begin();
    else signal.addEventListener('abort', begin, { once: true });
  });
}

function previewFrame({ width, height, rgb }: RawVideo): PreviewFrame {
  return { width, height, rgb: new Uint8Array(rgb) };
}
