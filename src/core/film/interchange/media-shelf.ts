import { soundOfTake } from '../../domain/takes/sound-of-take.ts';
import { exactRate } from '../../domain/timeline/exact-rate.ts';
import { toFrames } from '../../domain/timeline/frame-rate.ts';
import { filmFrames } from '../../domain/timeline/shown-at.ts';
import type { Song } from '../../schema/brief.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import type { Sha256, TakeId } from '../../schema/ids.ts';
import type { Still } from '../../schema/keyframe.ts';
import type { Take } from '../../schema/take.ts';
import { mediaPath } from './media-path.ts';

/** How sound is stored. Samples a second. */
export interface SoundForm {
  readonly channels: number;
  readonly sampleRate: number;
}

/** What was found in the files that sound, each by its asset; null where a file was looked at and is silent. */
export type HeardSounds = ReadonlyMap<Sha256, (SoundForm & { readonly microseconds: number }) | null>;

/** What is written of a file that nobody could look at. */
const USUAL_SOUND: SoundForm = { channels: 2, sampleRate: 48_000 };

/** A file that the film is made of. */
export interface DeliveredMedia {
  readonly asset: Sha256;
  /** Its MIME type. */
  readonly type: string;
  /** Where it lies, seen from the editors' file. */
  readonly path: string;
  /** What it shows, at its own rate; null where it is sound. */
  readonly picture: { readonly frames: number; readonly rate: FrameRate; readonly width: number; readonly height: number } | null;
  /** How its sound is stored; null where there is none. */
  readonly sound: SoundForm | null;
  /** How long it is, in frames at the film's rate. Sound of unknown length is as long as it is heard, a still as long as it is shown. */
  readonly length: number;
  /** Whether it is one picture, which is shown as long as anybody likes. It goes out as PNG, whatever it is here. */
  readonly isStill: boolean;
}

/** Gives each file one place. */
export class MediaShelf {
  readonly #takes: ReadonlyMap<TakeId, Take>;
  readonly #rate: FrameRate;
  readonly #sounds: HeardSounds;
  readonly #media = new Map<Sha256, DeliveredMedia>();

  constructor(takes: readonly Take[], rate: FrameRate, sounds: HeardSounds) {
    this.#takes = new Map(takes.map((take) => [take.id, take]));
    this.#rate = rate;
    this.#sounds = sounds;
  }

  get media(): readonly DeliveredMedia[] {
    return [...this.#media.values()];
  }

  /** What a take is heard with; undefined where it is silent. */
  heardOf(id: TakeId | null): Song | undefined {
    const heard = soundOfTake(id, (one) => this.#takes.get(one));
    return heard && this.#sounds.get(heard.asset) !== null ? heard : undefined;
  }

  /** How long what sounds in a file is, in frames of the film; undefined where nobody looked. */
  lengthOfSound(asset: Sha256): number | undefined {
    const microseconds = this.#sounds.get(asset)?.microseconds;
    return microseconds === undefined ? undefined : Math.max(1, toFrames(microseconds / 1e6, this.#rate));
  }

  take(id: TakeId, label: string): DeliveredMedia | undefined {
    const take = this.#takes.get(id);
    if (!take) return undefined;
    const { frames, frameRate, width, height } = take.recipe;
    return this.#put({
      asset: take.media.sha256,
      type: take.media.type,
      path: mediaPath(label, take.media.sha256, take.media.type),
      picture: { frames, rate: exactRate(frameRate), width, height },
      sound: this.heardOf(id)?.asset === take.media.sha256 ? this.#formOf(take.media.sha256) : null,
      length: filmFrames(take.recipe, this.#rate),
      isStill: false,
    });
  }

  /** A still that is shown so long. The size of a picture of the brief nobody knows here: editors look for themselves. */
  still(label: string, still: Still | null | undefined, length: number, film: { readonly width: number; readonly height: number }): DeliveredMedia | null {
    if (!still) return null;
    const take = still.kind === 'take' ? this.#takes.get(still.take) : undefined;
    if (still.kind === 'take' && !take) return null;
    const { asset, type } = still.kind === 'picture' ? still : { asset: take!.poster.sha256, type: take!.poster.type };
    const { width, height } = take?.recipe ?? film;
    return this.#put({ asset, type, path: mediaPath(`${label} still`, asset, 'image/png'), picture: { frames: 1, rate: this.#rate, width, height }, sound: null, length, isStill: true });
  }

  /** The file of a take that is heard while another one, which was made from it, is seen. */
  soundOf(label: string, heard: Song): DeliveredMedia {
    const take = [...this.#takes.values()].find(({ media }) => media.sha256 === heard.asset);
    return take ? (this.take(take.id, label) as DeliveredMedia) : this.sound(label, heard, this.lengthOfSound(heard.asset) ?? 1);
  }

  sound(label: string, { asset, type, name }: Song, length: number): DeliveredMedia {
    return this.#put({ asset, type, path: mediaPath(label, asset, type, name), picture: null, sound: this.#formOf(asset), length, isStill: false });
  }

  #formOf(asset: Sha256): SoundForm {
    return this.#sounds.get(asset) ?? USUAL_SOUND;
  }

  #put(media: DeliveredMedia): DeliveredMedia {
    const there = this.#media.get(media.asset);
    // The same recording can be heard twice, and further in the second time.
    const known = there && there.length < media.length && (!media.picture || media.isStill) ? { ...there, length: media.length } : there;
    this.#media.set(media.asset, known ?? media);
    return known ?? media;
  }
}
