import { toFrames } from '#core/domain/timeline/frame-rate.ts';
import type { BriefFacts } from '#core/domain/story/story-brief.ts';
import type { Song } from '#core/schema/brief.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { Project } from '#core/schema/project.ts';
import { pictureColours } from '#lib/engine/browser/picture-colours.ts';
import type { Assets } from '../store/assets.svelte.ts';
import type { Songs } from '../gallery/songs.ts';

type Film = Pick<Project, 'brief' | 'settings'>;

interface Parts {
  readonly assets: Pick<Assets, 'open'>;
  readonly songs: Pick<Songs, 'open'>;
}

/** What stories are written from besides the document: the colours of the brief's pictures and the length of its song. */
export class BriefFactsReader {
  #colours = $state.raw<ReadonlyMap<Sha256, readonly string[]>>(new Map());
  /** Seconds, by the song's bytes. */
  #songs = $state.raw<ReadonlyMap<Sha256, number>>(new Map());
  readonly #parts: Parts;
  #reading: Promise<unknown> = Promise.resolve();
  /** Pictures and songs that were looked at, also those that told nothing. */
  readonly #asked = new Set<Sha256>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Looks at what nobody has looked at yet. */
  follow({ brief }: Film): void {
    const unknown = brief.pictures.filter(({ asset }) => this.#isNew(asset)).map(({ asset, type }) => this.#look(asset, type));
    const song = brief.song && this.#isNew(brief.song.asset) ? [this.#hear(brief.song)] : [];
    this.#reading = Promise.all([this.#reading, ...unknown, ...song]);
  }

  /** Resolves once all that was followed has been looked at. */
  async settled(): Promise<void> {
    await this.#reading;
  }

  /** What is known of this film's brief by now. */
  of({ brief, settings }: Film): BriefFacts {
    const seconds = brief.song ? this.#songs.get(brief.song.asset) : undefined;
    return {
      pictures: new Map([...this.#colours].map(([asset, colours]) => [asset, { colours }])),
      song: seconds === undefined ? null : { length: toFrames(seconds, settings.frameRate) },
    };
  }

  #isNew(asset: Sha256): boolean {
    if (this.#asked.has(asset)) return false;
    this.#asked.add(asset);
    return true;
  }

  async #look(asset: Sha256, type: string): Promise<void> {
    const file = await this.#parts.assets.open({ asset, type }).catch(passOver);
    const colours = file ? await pictureColours(file) : [];
    if (colours.length > 0) this.#colours = new Map([...this.#colours, [asset, colours]]);
  }

  async #hear(song: Song): Promise<void> {
    const opened = await this.#parts.songs.open(song).catch(passOver);
    if (!opened?.ok) return;
    this.#songs = new Map([...this.#songs, [song.asset, opened.value.seconds]]);
    opened.value.dispose();
  }
}

/** A store that cannot be read says so elsewhere; stories are written without. */
function passOver(error: unknown): undefined {
  if (!(error instanceof FaultError)) throw error;
  return undefined;
}
