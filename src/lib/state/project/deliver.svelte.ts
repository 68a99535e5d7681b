import { loadPart } from '#core/domain/load-part.ts';
import { filmCut } from '#core/film/compose/film-cut.ts';
import type { Paper } from '#core/film/handout/contact-sheet.ts';
import { sheetStills } from '#core/film/handout/sheet-stills.ts';
import { type DeliveredFilm, deliveredFilm } from '#core/film/interchange/delivered-film.ts';
import type { EditorFormat } from '#core/film/interchange/delivery-notes.ts';
import { soundPlan } from '#core/film/sound/sound-plan.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { fileStem } from '#core/domain/words/file-stem.ts';
import type { Project } from '#core/schema/project.ts';
import type { Take } from '#core/schema/take.ts';
import { drawPoster } from '#lib/engine/browser/film-poster.ts';
import { sheetLetters } from '#lib/engine/browser/sheet-letters.ts';
import { stillAsPng } from '#lib/engine/browser/still-as-png.ts';
import { sheetPainter } from '#lib/engine/browser/sheet-painter.ts';
import { sheetPicture } from '#lib/engine/browser/sheet-picture.ts';
import { openSaveTarget } from '#lib/storage/backup/save-target.ts';
import { writePack } from '#lib/storage/pack.ts';
import type { Assets } from '../store/assets.svelte.ts';
import { saveFile } from '../shell/save-file.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import type { Songs } from '../gallery/songs.ts';
import { lookAtSounds } from './look-at-sounds.ts';
import { cutFiles, EDITOR_FORMATS, packParts } from './deliver-pack.ts';

/** What is being made; `fraction` from 0 to 1, null while nobody knows. */
export interface DeliverWork {
  readonly kind: 'pack' | 'sheet' | 'poster';
  readonly fraction: number | null;
}

/** A frame of the film as a PNG. */
export interface DrawnPoster {
  readonly frame: number;
  readonly picture: Blob;
}

interface Parts {
  readonly film: () => Project;
  readonly takes: () => readonly Take[];
  readonly assets: Pick<Assets, 'open'>;
  readonly songs: Pick<Songs, 'open'>;
  readonly shell: Pick<ShellState, 'announce'>;
}

/** Said at the quarters, so that ears hear how far it is and nothing more. */
const QUARTER = 0.25;

/** A film on its way out of the studio: to editors, and onto paper. One thing at a time. */
export class Delivery {
  readonly #parts: Parts;
  #work = $state.raw<DeliverWork | null>(null);
  #fault = $state.raw<Fault | null>(null);
  #told = $state.raw<readonly string[]>([]);
  #last = $state.raw<DeliverWork['kind'] | null>(null);
  #poster = $state.raw<DrawnPoster | null>(null);
  #stop: AbortController | undefined;
  readonly #film = $derived.by(() => deliveredFilm(this.#parts.film(), this.#parts.takes()));

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The film as it goes to an editor. */
  get film(): DeliveredFilm {
    return this.#film;
  }

  get work(): DeliverWork | null {
    return this.#work;
  }

  /** Why the last thing was not made. */
  get fault(): Fault | null {
    return this.#fault;
  }

  /** What is to be said of the last thing that was made: whole sentences. */
  get told(): readonly string[] {
    return this.#told;
  }

  /** Saves the cut for an editor; with its media it is a zip file. Needs a click. */
  async toEditor(format: EditorFormat, { media }: { readonly media: boolean }): Promise<void> {
    const isZip = media || cutFiles(this.#film, format).length > 1;
    await this.#working('pack', async (signal, onProgress) => {
      const stem = fileStem(this.#film.name, 'film');
      const name = isZip ? `${stem}-${format}.zip` : `${stem}.${EDITOR_FORMATS[format].ending}`;
      const target = isZip ? await openSaveTarget(name, { description: 'Zip file', accept: { 'application/zip': ['.zip'] } }) : undefined;
      if (isZip && !target) return;
      const film = await this.#heard();
      if (!target) {
        saveFile(new Blob(cutFiles(film, format).map(({ content }) => content), { type: 'application/octet-stream' }), name);
        this.#tell([`${name} is saved.`]);
        return;
      }
      const open = async ({ asset, type, isStill }: DeliveredFilm['media'][number]) => {
        const file = await this.#parts.assets.open({ asset, type });
        return file && isStill && type !== 'image/png' ? stillAsPng(file) : file;
      };
      const parts = media ? packParts(film, format, open) : cutFiles(film, format);
      const { missing } = await writePack(parts, target.sink, { now: Date.now(), signal, onProgress });
      await target.deliver();
      const gone = missing.length > 0 ? [`The files of ${missing.length === 1 ? 'one take or sound are' : `${missing.length} takes or sounds are`} not in this browser and not in the zip: ${missing.join(', ')}.`] : [];
      this.#tell([`${name} is saved.`, ...gone]);
    });
  }

  /** Saves the storyboard as PDF. */
  async sheet(paper: Paper): Promise<void> {
    const film = this.#film;
    await this.#working('sheet', async (signal, onProgress) => {
      const { contactSheet } = await loadPart(() => import('#core/film/handout/contact-sheet.ts'));
      const stills = sheetStills(this.#parts.film(), film, this.#parts.takes());
      const still = async (clip: DeliveredFilm['clips'][number]['id']) => {
        const found = stills.get(clip);
        const blob = found && (await this.#parts.assets.open(found));
        return blob && sheetPicture(blob);
      };
      const { bytes, pages, unwritten } = await contactSheet(film, { paper, fonts: await sheetLetters(), painter: sheetPainter(), still, now: Date.now(), signal, onProgress });
      const name = `${fileStem(film.name, 'film')}-storyboard.pdf`;
      saveFile(new Blob([bytes], { type: 'application/pdf' }), name);
      const letters = unwritten === '' ? [] : [`No font on this machine has the letters ${[...unwritten].slice(0, 20).join(' ')}. Question marks stand in their place.`];
      this.#tell([`${name} is saved, ${pages === 1 ? 'one page' : `${pages} pages`}.`, ...letters]);
    });
  }

  /** Draws one frame of the film as it is exported, to be looked at and saved. */
  async drawPoster(frame: number): Promise<void> {
    await this.#working('poster', async (signal) => {
      const takes = new Map(this.#parts.takes().map((take) => [take.id, take]));
      const cut = filmCut(this.#parts.film(), (id) => takes.get(id));
      const { picture, missing, flat } = await drawPoster(cut, frame, (asset, type) => this.#parts.assets.open({ asset, type }), signal);
      this.#poster = { frame, picture };
      const said = (slates: readonly string[], words: string) => (slates.length > 0 ? [words] : []);
      this.#tell([...said(missing, `The file of clip ${missing.join(', ')} cannot be read. Its slate is in the picture.`), ...said(flat, `The depth map of clip ${flat.join(', ')} cannot be read. Its still is in the picture without depth.`)]);
    });
  }

  /** The frame that was drawn last. */
  get poster(): DrawnPoster | null {
    return this.#poster;
  }

  /** Saves the frame that was drawn, as it is or as a page to print. */
  async savePoster(as: 'png' | 'pdf'): Promise<void> {
    const { picture } = this.#poster ?? {};
    if (!picture) return;
    await this.#working('poster', async () => {
      const name = `${fileStem(this.#film.name, 'film')}-poster.${as}`;
      if (as === 'png') saveFile(picture, name);
      else {
        const { posterSheet } = await loadPart(() => import('#core/film/handout/poster-sheet.ts'));
        const page = await posterSheet(this.#film.name, new Uint8Array(await picture.arrayBuffer()), Date.now());
        saveFile(new Blob([page], { type: 'application/pdf' }), name);
      }
      this.#tell([`${name} is saved.`]);
    });
  }

  /** What was made last, or is being made. */
  get last(): DeliverWork['kind'] | null {
    return this.#last;
  }

  /** Stops what is being made; nothing half is left. */
  cancel(): void {
    this.#stop?.abort();
  }

  /** The film with what was found in what sounds in it. */
  async #heard(): Promise<DeliveredFilm> {
    const project = this.#parts.film();
    const takes = this.#parts.takes();
    const byId = new Map(takes.map((take) => [take.id, take]));
    return deliveredFilm(project, takes, { sounds: await lookAtSounds(soundPlan(project, (id) => byId.get(id)), this.#parts.songs) });
  }

  #tell(sentences: readonly string[]): void {
    this.#told = sentences;
    if (sentences.length > 0) this.#parts.shell.announce(sentences.join(' '));
  }

  async #working(kind: DeliverWork['kind'], run: (signal: AbortSignal, onProgress: (fraction: number) => void) => Promise<void>): Promise<void> {
    if (this.#work) return;
    const stop = new AbortController();
    this.#stop = stop;
    [this.#fault, this.#told, this.#last, this.#work] = [null, [], kind, { kind, fraction: kind === 'poster' ? null : 0 }];
    let said = QUARTER;
    const onProgress = (fraction: number) => {
      this.#work = { kind, fraction };
      if (fraction < said || fraction >= 1) return;
      this.#parts.shell.announce(`${Math.floor(fraction / QUARTER) * 25} percent.`);
      said = (Math.floor(fraction / QUARTER) + 1) * QUARTER;
    };
    try {
      await run(stop.signal, onProgress);
    } catch (error) {
      if (stop.signal.aborted) this.#tell(['Cancelled. Nothing was saved.']);
      else if (error instanceof FaultError) this.#fault = error.fault;
      else throw error;
    } finally {
      this.#work = null;
    }
  }
}
