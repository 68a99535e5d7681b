import { loadPart } from '#core/domain/load-part.ts';
import { explainInLine } from '#core/domain/words/explain.ts';
import type { AwaitedFilm } from '#core/schema/awaited-film.ts';
import type { ExportedFilm } from '#core/schema/exported-film.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { Result } from '#core/schema/result.ts';
import type { FilmOrder } from '#core/film/export/film-order.ts';
import type { FilmPlace } from '#core/film/export/where-to-make.ts';
import type { SoundPlan } from '#core/film/sound/sound-plan.ts';
import { whileHolding } from '#lib/queue/while-holding.ts';
import { LEFT } from '#lib/engine/lane.ts';
import type { AcceleratorLink } from '#lib/engine/remote/ports.ts';
import type { FilmExporter } from '#lib/engine/browser/film-exporter.ts';
import type { Encoding } from '#lib/workers/export.worker.ts';
import type { FilmShelf } from '#lib/storage/film-shelf.ts';
import { saveFile } from '../shell/save-file.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import { keepAwake } from '../shell/wake-lock.ts';
import { type FilmSpeeds, HERE } from './film-speeds.ts';
import type { FilmsElsewhere } from './films-elsewhere.ts';
import type { ExportInWork, Making } from './make-film.ts';

interface Parts {
  readonly exporter: Pick<FilmExporter, 'make' | 'codecs'>;
  readonly shelf: Pick<FilmShelf, 'all' | 'begin' | 'keep' | 'drop' | 'file' | 'delete'>;
  readonly shell: Pick<ShellState, 'announce' | 'toast'>;
  /** How fast films were made, by place. */
  readonly speeds: FilmSpeeds;
  /** The accelerator as far as films go; absent where there can be none. Throws FaultError `part-missing`. */
  readonly elsewhere?: { readonly link: Pick<AcceleratorLink, 'paired'>; load(): Promise<FilmsElsewhere> };
}

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
    try {
      const { tryFilm } = await loadPart(() => import('./make-film.ts'));
      await tryFilm(this.#exporter, this.#shelf, this.speeds);
    } catch (error) {
      // Where nothing is kept, nothing is found out: the export itself says so.
      if (!(error instanceof FaultError)) throw error;
    } finally {
      this.#isTrying = false;
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

  async #keep(making: Making): Promise<ExportedFilm | undefined> {
    const { project, where, over } = making;
    const { signal } = (this.#stop = new AbortController());
    this.#fault = null;
    this.#work = { project, where, step: 'making', done: 0, frames: 0, left: undefined };
    this.#shell.announce(where === null ? 'The film is being made.' : `The film is being made on ${where}.`);
    const release = keepAwake();
    try {
      const { makeFilm } = await loadPart(() => import('./make-film.ts'));
      const film = await makeFilm(making, { signal, shelf: this.#shelf, shell: this.#shell, speeds: this.speeds, work: () => this.#work, show: (work) => (this.#work = work) });
      this.#films = [film, ...this.#films];
      this.#shell.announce(`The film is ready: ${film.name}.`);
      return film;
    } catch (error) {
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
