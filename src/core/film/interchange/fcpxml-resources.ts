import { rateLabel } from '../../domain/timeline/frame-rate.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import type { Transition } from '../../schema/transition.ts';
import type { DeliveredFilm } from './delivered-film.ts';
import type { DeliveredMedia } from './media-shelf.ts';
import { OWN_KEY } from './transition-code.ts';
import { rationalTime } from './rational-time.ts';
import { element, type XmlElement } from './xml.ts';

interface Effect {
  readonly id: string;
  readonly name: string;
}

/** Final Cut Pro's own effects, by the names that it knows them by. */
const EFFECTS = {
  dissolve: ['Cross Dissolve', 'FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265'],
  wipe: ['Wipe', 'FxPlug:857E2FBA-98DB-411B-A88C-CE6ABC1F65D8'],
  push: ['Push', '.../Transitions.localized/Movements.localized/Push.localized/Push.motr'],
  sound: ['Audio Crossfade', 'FFAudioTransition'],
  title: ['Basic Title', '.../Titles.localized/Bumper:Opener.localized/Basic Title.localized/Basic Title.moti'],
} as const;

/** Sizes whose formats Final Cut Pro knows by name; others are written in full. */
const NAMED_SIZES: Readonly<Record<string, string>> = { '1920x1080': '1080p', '1280x720': '720p', '3840x2160': '3840x2160p' };
const NAMED_RATES: Readonly<Record<string, string>> = { '23.976': '2398', '24': '24', '25': '25', '29.97': '2997', '30': '30', '50': '50', '59.94': '5994', '60': '60' };

/** The formats, assets and effects that a file names, each once, under ids of their own. */
export class FcpxmlResources {
  readonly #rate: FrameRate;
  readonly #elements: XmlElement[] = [];
  readonly #ids = new Map<string, string>();
  /** The format of the film itself. */
  readonly film: string;

  constructor({ rate, width, height }: DeliveredFilm) {
    this.#rate = rate;
    this.film = this.#format(width, height, rate);
  }

  element(): XmlElement {
    return element('resources', {}, this.#elements);
  }

  /** The format of a picture; undefined for sound. */
  format({ picture, isStill }: DeliveredMedia): string | undefined {
    if (picture && isStill) return this.#still(picture.width, picture.height);
    return picture ? this.#format(picture.width, picture.height, picture.rate) : undefined;
  }

  asset(media: DeliveredMedia): string {
    return this.#once(`asset ${media.asset}`, (id) => {
      const format = this.format(media);
      const seen = media.picture && { hasVideo: 1, format, videoSources: 1 };
      const heard = media.sound && { hasAudio: 1, audioSources: 1, audioChannels: media.sound.channels, audioRate: media.sound.sampleRate };
      return element('asset', { id, name: fileName(media.path), start: '0s', duration: media.isStill ? '0s' : media.picture ? rationalTime(media.picture.frames, media.picture.rate) : rationalTime(media.length, this.#rate), ...seen, ...heard }, [
        element('media-rep', { kind: 'original-media', src: `./${media.path}`, suggestedFilename: fileName(media.path) }),
        element('metadata', {}, [element('md', { key: `${OWN_KEY}.asset`, value: media.asset, type: 'string' })]),
      ]);
    });
  }

  transition({ kind }: Transition): Effect | undefined {
    return kind === 'dissolve' || kind === 'wipe' || kind === 'push' ? this.#effect(kind) : undefined;
  }

  /** What one clip's sound goes over into the next one's by. */
  crossfade(): Effect {
    return this.#effect('sound');
  }

  title(): Effect {
    return this.#effect('title');
  }

  #effect(kind: keyof typeof EFFECTS): Effect {
    const [name, uid] = EFFECTS[kind];
    return { name, id: this.#once(`effect ${kind}`, (id) => element('effect', { id, name, uid })) };
  }

  #format(width: number, height: number, rate: FrameRate): string {
    return this.#once(`format ${width} ${height} ${rateLabel(rate)}`, (id) => {
      const size = NAMED_SIZES[`${width}x${height}`];
      const known = NAMED_RATES[rateLabel(rate)];
      const name = size && known ? `FFVideoFormat${size}${known}` : undefined;
      return element('format', { id, name, frameDuration: rationalTime(1, rate), width, height, colorSpace: '1-1-1 (Rec. 709)' });
    });
  }

  /** A picture without a rate. */
  #still(width: number, height: number): string {
    return this.#once(`still ${width} ${height}`, (id) => element('format', { id, name: 'FFVideoFormatRateUndefined', width, height, colorSpace: '1-13-1' }));
  }

  #once(key: string, make: (id: string) => XmlElement): string {
    const there = this.#ids.get(key);
    if (there) return there;
    const id = `r${this.#ids.size + 1}`;
    this.#ids.set(key, id);
    this.#elements.push(make(id));
    return id;
  }
}

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
