import { loadPart } from '#core/domain/load-part.ts';
import { RemainingTime } from '#core/domain/queue/estimate.ts';
import { explainInLine } from '#core/domain/words/explain.ts';
import type { AwaitedFilm } from '#core/schema/awaited-film.ts';
import type { ExportedFilm } from '#core/schema/exported-film.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { Result } from '#core/schema/result.ts';
import type { FilmFacts, FilmOrder } from '#core/film/export/film-order.ts';
import type { FilmPlace } from '#core/film/export/where-to-make.ts';
import type { SoundPlan } from '#core/film/sound/sound-plan.ts';
import { whileHolding } from '#lib/queue/while-holding.ts';
import { LEFT } from '#lib/engine/lane.ts';
import type { AcceleratorLink } from '#lib/engine/remote/ports.ts';
import type { RemoteFilmContext, RemoteStep } from '#lib/engine/remote/remote-films.ts';
import type { FilmExporter } from '#lib/engine/browser/film-exporter.ts';
import type { Encoding } from '#lib/workers/export.worker.ts';
import type { FilmInMaking, FilmShelf } from '#lib/storage/film-shelf.ts';
import { saveFile } from '../shell/save-file.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import { keepAwake } from '../shell/wake-lock.ts';
import type { FilmSpeeds } from './film-speeds.ts';
import type { FilmsElsewhere } from './films-elsewhere.ts';

/** A film that is being made into a file. */
export interface ExportInWork {
  readonly project: ProjectId;
  /** The accelerator that makes it; null for this browser. */
  readonly where: string | null;
  readonly step: RemoteStep['step'];
  readonly done: number;
  /** Frames in all; 0 until they are counted. */
  readonly frames: number;
  /** Milliseconds that are left, by what was done so far; undefined while too little is. */
  readonly left: number | undefined;
}

interface Parts {
  readonly exporter: Pick<FilmExporter, 'make' | 'codecs'>;
  readonly shelf: Pick<FilmShelf, 'all' | 'begin' | 'keep' | 'drop' | 'file' | 'delete'>;
  readonly shell: Pick<ShellState, 'announce' | 'toast'>;
  /** How fast films were made, by place. */
  readonly speeds: FilmSpeeds;
  /** The accelerator as far as films go; absent where there can be none. Throws FaultError `part-missing`. */
  readonly elsewhere?: { readonly link: Pick<AcceleratorLink, 'paired'>; load(): Promise<FilmsElsewhere> };
}

type Made = FilmFacts & { readonly bytes: number; readonly media?: Sha256 };

/** What is to become a file: of which project, and where it is made. */
interface Making {
  readonly project: ProjectId;
  readonly order: FilmOrder;
  /** The id that it is to have; its own where undefined. */
  readonly id?: string;
  /** By its name; null for this browser. */
  readonly where: string | null;
  readonly place: string;
  work(context: RemoteFilmContext): Promise<Result<Made, Fault>>;
  /** It is over, one way or the other; not called where the page only leaves. */
  over?(made: Made | undefined): Promise<void>;
}

/** Where this browser's own speed is noted. */
const HERE = 'here';

const QUARTER = 0.25;

/** From when on it is counted how fast a film is made, in milliseconds, and how many of its frames were done then. */
interface Pace {
  readonly at: number;
  readonly done: number;
}

/** From the first frame on. */
const paceAt = (pace: Pace, done: number): Pace => (pace.done === 0 && done > 0 ? { at: performance.now(), done } : pace);

/** Films as files: one is made at a time, and goes on while a person looks at other pages. */
export class FilmExports {
  #films = $state.raw<readonly ExportedFilm[]>([]);
  #work = $state.raw<ExportInWork | null>(null);
  #fault = $state.raw<Fault | null>(null);
  #stop: AbortController | undefined;
  #isTrying = false;
  readonly #exporter: Parts['exporter'];
  readonly #shelf: Parts['shelf'];
  readonly #shell: Parts['shell'];
  readonly #elsewhere: Parts['elsewhere'];
  readonly speeds: FilmSpeeds;

  constructor({ exporter, shelf, shell, speeds, elsewhere }: Parts) {
    this.#exporter = exporter;
    this.#shelf = shelf;
    this.#shell = shell;
    this.#elsewhere = elsewhere;
    this.speeds = speeds;
  }

  /** Looks at what is kept, and goes on with what an accelerator makes. */
  async load(): Promise<void> {
    this.#films = await this.#shelf.all();
    if (!this.#elsewhere?.link.paired || this.#work) return;
    const elsewhere = await this.#elsewhere.load();
    for (const film of await elsewhere.all()) await this.#await(elsewhere, film);
  }

  get work(): ExportInWork | null {
    return this.#work;
  }

  /** Why the last film was not made. */
  get fault(): Fault | null {
    return this.#fault;
  }

  /** The films of all projects, deleted ones too, the newest first. */
  get all(): readonly ExportedFilm[] {
    return this.#films;
  }

  /** The films of a project, the newest first. */
  of(project: ProjectId): readonly ExportedFilm[] {
    return this.#films.filter((film) => film.project === project);
  }

  /** What this browser would encode such a film with, or why it cannot. */
  codecs(order: FilmOrder, sound: SoundPlan): Promise<Result<Encoding, Fault>> {
    return this.#exporter.codecs(order, sound.pieces.length > 0);
  }

  /** Makes a film into a file and keeps it; one at a time. Undefined where it was not made. */
  async make(project: ProjectId, order: FilmOrder, sound: SoundPlan, place: FilmPlace = HERE): Promise<ExportedFilm | undefined> {
    if (this.#work) return undefined;
    if (place === HERE) {
      return this.#keep({ project, order, where: null, place, work: async ({ signal, file, onStep }) => this.#exporter.make({ order, sound, handle: await file(), signal, onProgress: (done, frames) => onStep({ step: 'making', done, frames }) }) });
    }
    try {
      const elsewhere = await this.#elsewhere!.load();
      return await this.#await(elsewhere, await elsewhere.begin(project, { schema: 1, order, sound }));
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#tell(error.fault);
      return undefined;
    }
  }

  /** Finds out how fast films are made here by a film of a second, where nothing is known of it. */
  async tryHere(): Promise<void> {
    if (this.#work || this.#isTrying || this.speeds.at(HERE) !== undefined) return;
    this.#isTrying = true;
    let file: FilmInMaking | undefined;
    try {
      const { trialSheet } = await loadPart(() => import('#core/film/export/trial-sheet.ts'));
      const { order, sound } = trialSheet();
      file = await this.#shelf.begin();
      let pace: Pace = { at: performance.now(), done: 0 };
      const onProgress = (done: number) => void (pace = paceAt(pace, done));
      const made = await this.#exporter.make({ order, sound, handle: file.handle, signal: new AbortController().signal, onProgress });
      if (made.ok) this.#noteSpeed(HERE, made.value, pace);
    } catch (error) {
      // Where nothing is kept, nothing is found out: the export itself says so.
      if (!(error instanceof FaultError)) throw error;
    } finally {
      this.#isTrying = false;
      if (file) await this.#shelf.drop(file).catch(reportError);
    }
  }

  /** Has the accelerator make a film that is written down, unless another tab does. */
  #await(elsewhere: FilmsElsewhere, film: AwaitedFilm): Promise<ExportedFilm | undefined> {
    const { name = '', address = '' } = this.#elsewhere?.link.paired ?? {};
    return whileHolding(`kinora-awaited-film ${film.id}`, async () => {
      if (this.#work || !(await elsewhere.isAwaited(film))) return undefined;
      if (this.#films.some(({ id }) => id === film.id)) return elsewhere.end(film).then(() => undefined);
      const { id, project, sheet: { order } } = film;
      return this.#keep({ id, project, order, where: name, place: address, work: (context) => elsewhere.make(film, context), over: (made) => elsewhere.end(film, made?.media) });
    });
  }

  async #keep({ project, order, id, where, place, work, over }: Making): Promise<ExportedFilm | undefined> {
    const stop = (this.#stop = new AbortController());
    const { signal } = stop;
    const time = new RemainingTime();
    let pace: Pace = { at: performance.now(), done: 0 };
    let told = 0;
    this.#fault = null;
    this.#work = { project, where, step: 'making', done: 0, frames: 0, left: undefined };
    this.#shell.announce(where === null ? 'The film is being made.' : `The film is being made on ${where}.`);
    const release = keepAwake();
    let part: FilmInMaking | undefined;
    const onStep = (now: RemoteStep) => {
      if (signal.aborted || !this.#work) return;
      if (now.step !== 'making') {
        if (now.step === 'away' && this.#work.step !== 'away') this.#shell.announce(`${where ?? 'The accelerator'} cannot be reached. The film goes on when it is back.`);
        const [done, frames] = now.step === 'fetching' ? [Math.round(now.fraction * this.#work.frames), this.#work.frames] : [this.#work.done, this.#work.frames];
        this.#work = { ...this.#work, step: now.step, done, frames, left: undefined };
        return;
      }
      const { done, frames } = now;
      // The way there and back is part of how fast another machine is; that a worker begins here, of no film's.
      if (place === HERE) pace = paceAt(pace, done);
      time.add(performance.now(), done / frames);
      this.#work = { project, where, step: 'making', done, frames, left: time.remaining(performance.now()) };
      const quarter = Math.floor(done / frames / QUARTER);
      if (quarter > told && done < frames) this.#shell.announce(`The film is made to ${quarter * 25} percent.`);
      told = Math.max(told, quarter);
    };
    try {
      const { exportedFilm } = await loadPart(() => import('./exported-film-facts.ts'));
      const made = await work({ signal, onStep, file: async () => (part ??= await this.#shelf.begin(id)).handle });
      if (!made.ok) throw new FaultError(made.fault.reason, made.fault.facts);
      this.#noteSpeed(place, made.value, pace, order.enhance);
      const film = exportedFilm(part!.id, project, order, made.value);
      await this.#shelf.keep(part!, film);
      await over?.(made.value);
      this.#films = [film, ...this.#films];
      this.#shell.announce(`The film is ready: ${film.name}.`);
      return film;
    } catch (error) {
      if (part) await this.#shelf.drop(part).catch(reportError);
      if (signal.reason === LEFT) return undefined;
      await over?.(undefined);
      if (!(error instanceof FaultError)) throw error;
      this.#tell(error.fault);
      return undefined;
    } finally {
      release();
      this.#work = null;
    }
  }

  #noteSpeed(place: string, { width, height, frames }: FilmFacts, { at, done }: Pace, enhance?: FilmOrder['enhance']): void {
    this.speeds.note(place, (width * height * (frames - done) * 1000) / (performance.now() - at), enhance);
  }

  /** Stops the film that is being made; nothing half stays. */
  cancel(): void {
    this.#stop?.abort();
  }

  /** Hands a film to the browser's downloads. */
  async save(film: ExportedFilm): Promise<void> {
    const file = await this.#shelf.file(film);
    if (file) saveFile(file, film.name);
    else {
      this.#shell.toast('warn', 'The file of this film is gone from this browser’s storage. Export it again.');
      await this.load();
    }
  }

  /** Hands its captions to the browser's downloads, beside it by name. */
  saveCaptions({ name, captions }: ExportedFilm, format: 'vtt' | 'srt'): void {
    const type = format === 'vtt' ? 'text/vtt' : 'application/x-subrip';
    if (captions) saveFile(new Blob([captions[format]], { type }), name.replace(/\.[^.]*$/, `.${format}`));
  }

  async remove(film: ExportedFilm): Promise<void> {
    await this.#shelf.delete(film);
    this.#films = this.#films.filter(({ id }) => id !== film.id);
    this.#shell.announce(`${film.name} was removed.`);
  }

  /** The page goes: a film that is made here ends, one that an accelerator makes goes on there. */
  dispose(): void {
    this.#stop?.abort(LEFT);
  }

  #tell(fault: Fault): void {
    if (fault.reason === 'cancelled') return this.#shell.announce('Stopped. No file was kept.');
    this.#fault = fault;
    this.#shell.announce(explainInLine(fault), { assertive: true });
  }
}
