import { type Fault, FaultError } from '../../schema/fault.ts';
import type { ModelId } from '../../schema/catalogue.ts';
import type { KeptFile, KeptModel } from '../../schema/kept-model.ts';
import type { CancelSignal } from '../generate/engine.ts';
import { type AnswerHead, askFor, readAnswer } from './ask-file.ts';
import { fetchPause } from './fetch-pause.ts';
import { type FetchEvent, type FileFetch, moveFetch, plannedFetch } from './file-fetch.ts';
import { isWordsFile, refuseFileName } from './file-names.ts';
import { mustBeAllowed } from './licence-rule.ts';
import type { ModelShelf } from './model-shelf.ts';
import { type StreamHash, verifyFile } from './verify-file.ts';

/** An answer that is arriving. Whoever does not read its body to the end calls `leave`. */
export interface FileAnswer extends AnswerHead {
  readonly body: AsyncIterable<Uint8Array>;
  leave(): void;
}

/** What fetching needs of its host. What waits, breaks off when the signal is given. */
export interface FetchParts {
  readonly shelf: ModelShelf;
  /** Throws where there is no line, where it breaks, and where nothing comes for too long; FaultError where it must not be asked. */
  ask(url: string, headers: Readonly<Record<string, string>>): Promise<FileAnswer>;
  hash(kind: 'sha256' | 'sha1'): Promise<StreamHash>;
  /** Bytes of a verified file of the model that lies elsewhere and is not fetched; undefined where there is none. */
  elsewhere?(path: string): Promise<number | undefined>;
  /** Looks at a model of which the descriptions are here, before its weights are fetched. Throws FaultError where they are not worth it. */
  foresee?(model: KeptModel): Promise<void>;
  pause(ms: number): Promise<void>;
  /** 0 to 1. */
  random(): number;
  /** Milliseconds since 1970. */
  now(): number;
  readonly canAskIfRange: boolean;
}

export interface FetchProgress {
  readonly path: string;
  readonly state: FileFetch['state'];
  /** Bytes of the whole model that are here, and bytes in all as far as they are known. */
  readonly done: number;
  readonly total: number;
}

export interface FetchOptions {
  readonly signal: CancelSignal;
  onProgress(progress: FetchProgress): void;
}

/** Files that come at once. */
const AT_ONCE = 3;
/** Room that is left to others, in bytes. */
const SPARE = 64 * 2 ** 20;

/**
 * Fetches what of a model is not here yet, and verifies it; what is here already is not fetched again. The model has to
 * be held (`shelf.hold`). Answers the model as it then is; throws FaultError with what went wrong first, after everything
 * that was under way has been written down, and `cancelled` where the signal was given.
 */
export async function fetchModel(model: KeptModel, parts: FetchParts, options: FetchOptions): Promise<KeptModel> {
  const { shelf } = parts;
  mustBeAllowed(model);
  for (const { path } of model.files) {
    const why = refuseFileName(path);
    if (why) throw new FaultError('model-file-unsafe', { file: path, why });
  }
  const kept = new KeptOnShelf(model, shelf);
  const missing: [KeptFile, number][] = [];
  const here = new Map<string, number>();
  for (const file of model.files) {
    const whole = file.sha256 === undefined ? undefined : ((await shelf.bytesOf(model.id, file.path)) ?? (await parts.elsewhere?.(file.path)));
    const part = whole ?? (await shelf.partBytes(model.id, file.path));
    here.set(file.path, part);
    if (whole === undefined || whole !== file.bytes) missing.push([file, whole === undefined ? part : 0]);
  }
  /** As far as they are known: who has a file may say it with its first answer. */
  const sizes = new Map(model.files.map(({ path, bytes }) => [path, bytes ?? 0]));
  const inAll = (bytes: ReadonlyMap<string, number>): number => [...bytes.values()].reduce((sum, each) => sum + each, 0);
  const needed = missing.reduce((sum, [{ bytes }, part]) => sum + Math.max(0, (bytes ?? 0) - part), 0);
  const crowded = await noRoomFor(needed, model.name, shelf);
  if (crowded) throw new FaultError(crowded.reason, crowded.facts);

  let first: unknown;
  const stop: { aborted: boolean } = { aborted: false };
  const signal: CancelSignal = { get aborted() { return stop.aborted || options.signal.aborted; } };
  const fetchAll = (files: [KeptFile, number][]) => Promise.all(Array.from({ length: Math.min(AT_ONCE, files.length) }, async () => {
    for (let next = files.shift(); next && !signal.aborted; next = files.shift()) {
      const [file, part] = next;
      const tell = (fetch: FileFetch) => {
        here.set(file.path, fetch.kept);
        if (fetch.bytes !== undefined) sizes.set(file.path, fetch.bytes);
        options.onProgress({ path: file.path, state: fetch.state, done: inAll(here), total: inAll(sizes) });
      };
      try {
        await new FileFetcher(kept, file, parts, signal, tell).run(part);
      } catch (error) {
        first ??= error;
        stop.aborted = true;
      }
    }
  }));
  const isSmall = ([{ path }]: [KeptFile, number]) => parts.foresee !== undefined && isWordsFile(path);
  const [small, large] = [missing.filter(isSmall), missing.filter((each) => !isSmall(each))];
  await fetchAll(small);
  if (large.length > 0 && !signal.aborted) await parts.foresee?.(kept.model);
  await fetchAll(large);
  if (options.signal.aborted) throw new FaultError('cancelled');
  if (first !== undefined) throw first;
  return kept.model;
}

/** Why so many more bytes cannot be kept; undefined where they can, or nobody knows. */
async function noRoomFor(bytes: number, name: string, shelf: Pick<ModelShelf, 'room'>): Promise<Fault | undefined> {
  const free = await shelf.room();
  const needed = bytes + SPARE;
  return free !== undefined && bytes > 0 && needed > free ? { reason: 'no-room-on-disk', facts: { file: name, needed, free } } : undefined;
}

/** A model and what is written down of it, one write after the other. */
class KeptOnShelf {
  model: KeptModel;
  readonly #shelf: ModelShelf;
  #last: Promise<void> = Promise.resolve();

  constructor(model: KeptModel, shelf: ModelShelf) {
    this.model = model;
    this.#shelf = shelf;
  }

  get id(): ModelId {
    return this.model.id;
  }

  write(file: KeptFile): Promise<void> {
    this.model = { ...this.model, files: this.model.files.map((each) => (each.path === file.path ? file : each)) };
    const written = this.#last.then(() => this.#shelf.put(this.model));
    this.#last = written.catch(() => undefined);
    return written;
  }
}

/** One file on its way. */
class FileFetcher {
  readonly #kept: KeptOnShelf;
  readonly #parts: FetchParts;
  readonly #signal: CancelSignal;
  readonly #tell: (fetch: FileFetch) => void;
  #file: KeptFile;
  #fetch: FileFetch = plannedFetch(0, undefined, undefined);

  constructor(kept: KeptOnShelf, file: KeptFile, parts: FetchParts, signal: CancelSignal, tell: (fetch: FileFetch) => void) {
    this.#kept = kept;
    this.#file = file;
    this.#parts = parts;
    this.#signal = signal;
    this.#tell = tell;
  }

  /** `part`: bytes of it that are here. */
  async run(part: number): Promise<void> {
    const { id } = this.#kept;
    const { shelf } = this.#parts;
    const { path, bytes, etag } = this.#file;
    const isUsable = bytes === undefined || part <= bytes;
    if (!isUsable) await shelf.dropPart(id, path);
    this.#fetch = plannedFetch(isUsable ? part : 0, bytes, etag);
    this.#move({ type: 'begin' });
    while (this.#fetch.state === 'fetching' && !this.#signal.aborted) await this.#ask();
    if (this.#signal.aborted && this.#fetch.state === 'fetching') return;
    if (this.#fetch.state === 'verifying') await this.#verify();
    const { state, fault } = this.#fetch;
    if (state !== 'failed') return;
    if (this.#fetch.kept === 0) await shelf.dropPart(id, path);
    const named: Fault = { reason: fault!.reason, facts: { file: path, ...fault!.facts } };
    await this.#write({ fault: named });
    throw new FaultError(named.reason, named.facts);
  }

  /** One question and its answer. */
  async #ask(): Promise<void> {
    const { ask, canAskIfRange, now } = this.#parts;
    const { path, url } = this.#file;
    if (url === undefined) return this.#move({ type: 'refused', fault: { reason: 'model-file-missing', facts: { file: path } } });
    let answer: FileAnswer;
    try {
      answer = await ask(url, askFor(this.#fetch, canAskIfRange));
    } catch (error) {
      if (error instanceof FaultError) return this.#move({ type: 'refused', fault: error.fault });
      return this.#broke(error);
    }
    const reading = readAnswer(this.#fetch, answer, path, now());
    if (!reading.take) {
      answer.leave();
      if (reading.event.type === 'changed') await this.#kept.write((this.#file = withoutVersion(this.#file)));
      return this.#stepBack(reading.event, reading.wish);
    }
    await this.#take(answer, reading.event);
  }

  async #take(answer: FileAnswer, event: Extract<FetchEvent, { type: 'answered' }>): Promise<void> {
    const { shelf } = this.#parts;
    const { path } = this.#file;
    const { id } = this.#kept;
    if (event.from === 0) await shelf.dropPart(id, path);
    // What nobody had stated could not be asked room for before.
    const crowded = this.#file.bytes === undefined && event.bytes !== undefined ? await noRoomFor(event.bytes - event.from, path, shelf) : undefined;
    if (crowded) {
      answer.leave();
      return this.#move({ type: 'refused', fault: crowded });
    }
    this.#move(event);
    // Written down before the first byte: a part is never gone on with as another version's.
    const { etag, bytes } = this.#fetch;
    if (etag !== this.#file.etag || bytes !== this.#file.bytes || this.#file.fault) {
      await this.#write({ ...(etag !== undefined && { etag }), ...(bytes !== undefined && { bytes }) });
    }
    const writer = await shelf.append(id, path);
    try {
      for await (const chunk of answer.body) {
        const last = this.#fetch;
        this.#move({ type: 'received', bytes: chunk.length });
        if (this.#fetch.state !== 'fetching') return;
        try {
          await writer.write(chunk);
        } catch (error) {
          this.#fetch = last;
          throw error;
        }
        if (this.#signal.aborted) return;
      }
      this.#move({ type: 'ended' });
    } catch (error) {
      if (error instanceof FaultError) return this.#move({ type: 'refused', fault: error.fault });
      await this.#broke(error);
    } finally {
      answer.leave();
      await writer.close();
    }
  }

  #broke(cause: unknown): Promise<void> {
    const detail = cause instanceof Error ? cause.message : '';
    return this.#stepBack({ type: 'broke', fault: { reason: 'model-hub-away', facts: { file: this.#file.path, detail } } });
  }

  /** Waits before the next try, where there is to be one. */
  async #stepBack(event: FetchEvent, wish?: number): Promise<void> {
    if (this.#signal.aborted) return;
    this.#move(event);
    if (event.type !== 'broke' || this.#fetch.state !== 'fetching') return;
    const pause = fetchPause(this.#fetch.tries, wish, this.#parts.random());
    if (pause === undefined) return this.#move({ type: 'refused', fault: event.fault });
    await this.#parts.pause(pause);
  }

  async #verify(): Promise<void> {
    const { shelf, hash } = this.#parts;
    const { id } = this.#kept;
    const { path } = this.#file;
    try {
      const sha256 = await verifyFile(this.#file, this.#fetch.kept, (span) => shelf.readPart(id, path, span), hash);
      // Written down first: whoever is killed in between finds the part, and verifies it again.
      await this.#write({ bytes: this.#fetch.kept, sha256 });
      await shelf.commit(id, path);
      this.#move({ type: 'verified', sha256 });
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#move({ type: 'spoiled', fault: error.fault });
    }
  }

  #write(facts: Partial<KeptFile>): Promise<void> {
    const { fault: _old, ...file } = this.#file;
    this.#file = { ...file, ...facts };
    return this.#kept.write(this.#file);
  }

  #move(event: FetchEvent): void {
    this.#fetch = moveFetch(this.#fetch, event);
    this.#tell(this.#fetch);
  }
}

const withoutVersion = ({ etag: _etag, ...file }: KeptFile): KeptFile => file;
