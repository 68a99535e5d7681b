import { nominalRate } from '../../domain/timeline/frame-rate.ts';
import { formatTimecode, isDropFrame } from '../../domain/timeline/timecode.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import type { DeliveredMedia } from './media-shelf.ts';
import { element, valued, type XmlElement } from './xml.ts';

/** A rate as a whole number of frames, and whether it is a thousandth slower. */
export function rateElement(rate: FrameRate): XmlElement {
  return element('rate', {}, [valued('timebase', nominalRate(rate)), valued('ntsc', rate.denominator === 1001)]);
}

export function timecode(frame: number, rate: FrameRate): XmlElement {
  return element('timecode', {}, [rateElement(rate), valued('string', formatTimecode(frame, rate)), valued('frame', frame), valued('displayformat', isDropFrame(rate) ? 'DF' : 'NDF')]);
}

/** `output`: the loudspeaker that a track of sound goes to, from 1; none where it has its own place between them. */
export const track = (items: readonly XmlElement[], output?: number): XmlElement =>
  element('track', {}, [...items, valued('enabled', true), valued('locked', false), output !== undefined && valued('outputchannelindex', output)]);

/** Writes each file in full the first time, and by its id from then on. */
export class XmemlFiles {
  readonly #rate: FrameRate;
  readonly #ids = new Map<string, string>();

  constructor(rate: FrameRate) {
    this.#rate = rate;
  }

  element({ asset, path, picture, sound, length }: DeliveredMedia): XmlElement {
    const there = this.#ids.get(asset);
    if (there) return element('file', { id: there });
    const id = `file-${this.#ids.size + 1}`;
    this.#ids.set(asset, id);
    const seen = picture && element('video', {}, [valued('duration', length), element('samplecharacteristics', {}, [rateElement(picture.rate), valued('width', picture.width), valued('height', picture.height)])]);
    const heard = sound && element('audio', {}, [element('samplecharacteristics', {}, [valued('depth', 16), valued('samplerate', sound.sampleRate)]), valued('channelcount', sound.channels)]);
    return element('file', { id }, [
      valued('name', path.slice(path.lastIndexOf('/') + 1)),
      valued('pathurl', path),
      rateElement(this.#rate),
      valued('duration', length),
      timecode(0, this.#rate),
      element('media', {}, [seen ?? undefined, heard ?? undefined]),
    ]);
  }
}
