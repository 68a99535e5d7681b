import { loadPart } from '#core/domain/load-part.ts';
import { RemainingTime } from '#core/domain/queue/estimate.ts';
import type { AwaitedFilm } from '#core/schema/awaited-film.ts';
import type { ExportedFilm } from '#core/schema/exported-film.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { Result } from '#core/schema/result.ts';
import type { FilmFacts, FilmOrder } from '#core/film/export/film-order.ts';
import type { FilmExporter } from '#lib/engine/browser/film-exporter.ts';
import type { RemoteFilmContext, RemoteStep } from '#lib/engine/remote/remote-films.ts';
import type { FilmInMaking, FilmShelf } from '#lib/storage/film-shelf.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import { exportedFilm } from './exported-film-facts.ts';
import { type FilmSpeeds, HERE } from './film-speeds.ts';

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

type Made = FilmFacts & { readonly bytes: number; readonly media?: Sha256 };

/** What is to become a file: of which project, and where it is made. */
export interface Making {
  readonly project: ProjectId;
  readonly order: FilmOrder;
  /** The id that it is to have; its own where undefined. */
  readonly id?: AwaitedFilm['id'];
  /** By its name; null for this browser. */
  readonly where: string | null;
  readonly place: string;
  work(context: RemoteFilmContext): Promise<Result<Made, Fault>>;
  /** It is over, one way or the other; not called where the page only leaves. */
  over?(made: Made | undefined): Promise<void>;
}

interface Tools {
  readonly signal: AbortSignal;
  readonly shelf: Pick<FilmShelf, 'begin' | 'keep' | 'drop'>;
  readonly shell: Pick<ShellState, 'announce'>;
  readonly speeds: FilmSpeeds;
  /** How far it is; null once it is over. */
  work(): ExportInWork | null;
  show(work: ExportInWork): void;
}

const QUARTER = 0.25;

/** From when on it is counted how fast a film is made, in milliseconds, and how many of its frames were done then. */
interface Pace {
  readonly at: number;
  readonly done: number;
}

/** From the first frame on. */
const paceAt = (pace: Pace, done: number): Pace => (pace.done === 0 && done > 0 ? { at: performance.now(), done } : pace);

/** Pixels a second. */
const speedOf = ({ width, height, frames }: FilmFacts, { at, done }: Pace): number => (width * height * (frames - done) * 1000) / (performance.now() - at);

/** Makes a film into a file and keeps it. Throws FaultError with why it was not made; nothing half stays. */
export async function makeFilm({ project, order, id, where, place, work, over }: Making, { signal, shelf, shell, speeds, ...now }: Tools): Promise<ExportedFilm> {
  const time = new RemainingTime();
  let pace: Pace = { at: performance.now(), done: 0 };
  let told = 0;
  let part: FilmInMaking | undefined;
  const onStep = (step: RemoteStep): void => {
    const before = now.work();
    if (signal.aborted || !before) return;
    if (step.step !== 'making') {
      if (step.step === 'away' && before.step !== 'away') shell.announce(`${where ?? 'The accelerator'} cannot be reached. The film goes on when it is back.`);
      return now.show({ ...before, step: step.step, left: undefined, ...(step.step === 'fetching' && { done: Math.round(step.fraction * before.frames) }) });
    }
    const { done, frames } = step;
    // The way there and back is part of how fast another machine is; that a worker begins here, of no film's.
    if (place === HERE) pace = paceAt(pace, done);
    time.add(performance.now(), done / frames);
    now.show({ project, where, step: 'making', done, frames, left: time.remaining(performance.now()) });
    const quarter = Math.floor(done / frames / QUARTER);
    if (quarter > told && done < frames) shell.announce(`The film is made to ${quarter * 25} percent.`);
    told = Math.max(told, quarter);
  };
  try {
    const made = await work({ signal, onStep, file: async () => (part ??= await shelf.begin(id)).handle });
    if (!made.ok) throw new FaultError(made.fault.reason, made.fault.facts);
    speeds.note(place, speedOf(made.value, pace), order.enhance);
    const film = exportedFilm(part!.id, project, order, made.value);
    await shelf.keep(part!, film);
    await over?.(made.value);
    return film;
  } catch (error) {
    if (part) await shelf.drop(part).catch(reportError);
    throw error;
  }
}

/** Finds out how fast films are made here by a film of a second, which is not kept. Throws FaultError. */
export async function tryFilm(exporter: Pick<FilmExporter, 'make'>, shelf: Pick<FilmShelf, 'begin' | 'drop'>, speeds: FilmSpeeds): Promise<void> {
  const { trialSheet } = await loadPart(() => import('#core/film/export/trial-sheet.ts'));
  const { order, sound } = trialSheet();
  const file = await shelf.begin();
  try {
    let pace: Pace = { at: performance.now(), done: 0 };
    const made = await exporter.make({ order, sound, handle: file.handle, signal: new AbortController().signal, onProgress: (done) => void (pace = paceAt(pace, done)) });
    if (made.ok) speeds.note(HERE, speedOf(made.value, pace));
  } finally {
    await shelf.drop(file).catch(reportError);
  }
}
