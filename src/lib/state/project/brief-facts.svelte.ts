import type { SongAnalysis } from '#core/domain/music/song-analysis.ts';
import type { BriefFacts } from '#core/domain/story/story-brief.ts';
import { storySong } from '#core/domain/story/story-song.ts';
import type { Song } from '#core/schema/brief.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { Project } from '#core/schema/project.ts';
import { pictureColours } from '#lib/engine/browser/picture-colours.ts';
import type { Assets } from '../store/assets.svelte.ts';
import type { PictureWords } from '../gallery/picture-words.svelte.ts';
import type { Songs } from '../gallery/songs.ts';

type Film = Pick<Project, 'brief' | 'settings'>;

interface Parts {
  readonly assets: Pick<Assets, 'open'>;
  readonly songs: Pick<Songs, 'open' | 'hear'>;
  /** Throws FaultError `part-missing` where that part cannot be had now. */
  readonly words: () => Promise<Pick<PictureWords, 'look' | 'of'>>;
}

/** Stories wait so long for what a model says of the pictures and for the song's beats; what comes later is for the next ones. Milliseconds. */
const PATIENCE_MS = 20_000;
/** A longer song would not be listened to in that time: the Sound screen does, and a person sees how far it is. Seconds. */
const LONGEST_HEARD = 900;

/**
 * What stories are written from besides the document: the colours of the brief's pictures, what a model says of them
 * where one is kept, and its song: how long it is, its parts and its beats.
 */
export class BriefFactsReader {
  #colours = $state.raw<ReadonlyMap<Sha256, readonly string[]>>(new Map());
  #captions = $state.raw<ReadonlyMap<Sha256, string>>(new Map());
  /** Seconds, by the song's bytes. */
  #songs = $state.raw<ReadonlyMap<Sha256, number>>(new Map());
  #heard = $state.raw<ReadonlyMap<Sha256, SongAnalysis>>(new Map());
  readonly #parts: Parts;
  #reading: Promise<unknown> = Promise.resolve();
  /** What takes longer, and is not waited for without end. */
  #studying: Promise<unknown> = Promise.resolve();
  /** Pictures and songs that were looked at, also those that told nothing. */
  readonly #asked = new Set<Sha256>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Looks at what nobody has looked at yet. */
  follow({ brief }: Film): void {
    const fresh = brief.pictures.filter(({ asset }) => this.#isNew(asset));
    const unknown = fresh.map(({ asset, type }) => this.#look(asset, type));
    const song = brief.song && this.#isNew(brief.song.asset) ? [this.#hear(brief.song)] : [];
    this.#reading = Promise.all([this.#reading, ...unknown, ...song]);
    if (fresh.length > 0) this.#studying = Promise.all([this.#studying, this.#describe(fresh)]);
  }

  /** Resolves once all that was followed has been looked at, as far as can be waited for. */
  async settled(): Promise<void> {
    // Whether a song is listened to is known once it was opened.
    await this.#reading;
    await Promise.race([this.#studying, pause(PATIENCE_MS)]);
  }

  /** What is known of this film's brief by now. */
  of({ brief, settings }: Film): BriefFacts {
    const seconds = brief.song ? this.#songs.get(brief.song.asset) : undefined;
    return {
      pictures: new Map(brief.pictures.map(({ asset }) => [asset, { colours: this.#colours.get(asset) ?? [], caption: this.#captions.get(asset) ?? '' }])),
      song: !brief.song || seconds === undefined ? null : storySong(seconds, this.#heard.get(brief.song.asset), settings.frameRate),
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

  async #describe(pictures: Film['brief']['pictures']): Promise<void> {
    const words = await this.#parts.words().catch(passOver);
    if (!words) return;
    await words.look();
    for (const { asset, type } of pictures) {
      const said = await words.of(asset, type);
      if (said.ok) this.#captions = new Map([...this.#captions, [asset, said.value.text]]);
    }
  }

  async #hear(song: Song): Promise<void> {
    const opened = await this.#parts.songs.open(song).catch(passOver);
    if (!opened?.ok) return;
    const { seconds } = opened.value;
    this.#songs = new Map([...this.#songs, [song.asset, seconds]]);
    opened.value.dispose();
    if (seconds <= LONGEST_HEARD) this.#studying = Promise.all([this.#studying, this.#listen(song)]);
  }

  async #listen(song: Song): Promise<void> {
    const heard = await this.#parts.songs.hear(song, { signal: new AbortController().signal, onProgress: () => undefined }).catch(passOver);
    if (heard?.ok) this.#heard = new Map([...this.#heard, [song.asset, heard.value]]);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A store that cannot be read says so elsewhere; stories are written without. */
function passOver(error: unknown): undefined {
  if (!(error instanceof FaultError)) throw error;
  return undefined;
}
