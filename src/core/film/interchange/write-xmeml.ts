import { nominalRate } from '../../domain/timeline/frame-rate.ts';
import { formatTimecode, isDropFrame } from '../../domain/timeline/timecode.ts';
import { fadedFrames } from '../../domain/timeline/transition-room.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import { CUT, type Transition } from '../../schema/transition.ts';
import { clipTitle } from './clip-words.ts';
import type { DeliveredClip, DeliveredFilm, DeliveredMedia, DeliveredSound } from './delivered-film.ts';
import { inRows } from './rows.ts';
import { effectElement, opacityFilter, titleElement, volumeFilter } from './xmeml-effects.ts';
import { element, valued, type XmlElement, xmlDocument } from './xml.ts';

/**
 * The film for Premiere Pro, DaVinci Resolve and Final Cut Pro 7: Final Cut Pro XML Interchange Format,
 * version 5. Frames at the film's rate; a clip beside a transition has -1 where the transition says its place.
 * https://developer.apple.com/library/archive/documentation/AppleApplications/Reference/FinalCutPro_XML/
 */
export function writeXmeml(film: DeliveredFilm): string {
  const files = new Files(film.rate);
  const picture = [track(film.clips.flatMap((clip, i) => clipElements(film, clip, i, files))), ...titleTracks(film)];
  const sound = [...(film.song ? [[film.song]] : []), ...inRows(film.narration)];
  const audio = sound.flatMap((pieces, i) => track(pieces.map((piece, j) => soundElement(film, piece, files, `sound-${i + 1}-${j + 1}`))));
  const ends = film.titles.map(({ at, length }) => at + length);
  const sequence = element('sequence', { id: 'sequence-1' }, [
    valued('name', film.name),
    valued('duration', Math.max(film.length, ...ends, 1)),
    rateElement(film.rate),
    element('media', {}, [
      element('video', {}, [format(film), ...picture]),
      element('audio', {}, [valued('numOutputChannels', 2), ...audio]),
    ]),
    timecode(film.firstFrame, film.rate),
    ...film.markers.map(({ name, at, colour }) => element('marker', {}, [valued('comment', colour), valued('name', name.trim() || 'Marker'), valued('in', at), valued('out', -1)])),
  ]);
  return xmlDocument(element('xmeml', { version: '5' }, [sequence]), 'xmeml');
}

/** A rate as a whole number of frames, and whether it is a thousandth slower. */
function rateElement(rate: FrameRate): XmlElement {
  return element('rate', {}, [valued('timebase', nominalRate(rate)), valued('ntsc', rate.denominator === 1001)]);
}

function timecode(frame: number, rate: FrameRate): XmlElement {
  return element('timecode', {}, [rateElement(rate), valued('string', formatTimecode(frame, rate)), valued('frame', frame), valued('displayformat', isDropFrame(rate) ? 'DF' : 'NDF')]);
}

const track = (items: readonly XmlElement[]): XmlElement => element('track', {}, [...items, valued('enabled', true), valued('locked', false)]);

const format = ({ width, height, rate }: DeliveredFilm): XmlElement =>
  element('format', {}, [element('samplecharacteristics', {}, [rateElement(rate), valued('width', width), valued('height', height), valued('anamorphic', false), valued('pixelaspectratio', 'square'), valued('fielddominance', 'none')])]);

/** Writes each file in full the first time, and by its id from then on. */
class Files {
  readonly #rate: FrameRate;
  readonly #ids = new Map<string, string>();

  constructor(rate: FrameRate) {
    this.#rate = rate;
  }

  element({ asset, path, picture, length }: DeliveredMedia): XmlElement {
    const there = this.#ids.get(asset);
    if (there) return element('file', { id: there });
    const id = `file-${this.#ids.size + 1}`;
    this.#ids.set(asset, id);
    const kind = picture
      ? element('video', {}, [valued('duration', length), element('samplecharacteristics', {}, [rateElement(picture.rate), valued('width', picture.width), valued('height', picture.height)])])
      : element('audio', {}, [element('samplecharacteristics', {}, [valued('depth', 16), valued('samplerate', 48_000)]), valued('channelcount', 2)]);
    return element('file', { id }, [
      valued('name', path.slice(path.lastIndexOf('/') + 1)),
      valued('pathurl', path),
      rateElement(this.#rate),
      valued('duration', length),
      timecode(0, this.#rate),
      element('media', {}, [kind]),
    ]);
  }
}

/** A clip, and the transition that leads into it. A clip without a take is its still, or black: nothing stands there. */
function clipElements(film: DeliveredFilm, clip: DeliveredClip, index: number, files: Files): XmlElement[] {
  const before = film.clips[index - 1];
  const after = film.clips[index + 1];
  const overlap = (one: DeliveredClip | undefined): number => one?.overlap ?? 0;
  const into = before && clip.overlap > 0 && [before, clip].some(({ shown, still }) => shown ?? still) ? transitionElement(film.rate, before.transition, clip) : undefined;
  const media = clip.shown?.media ?? clip.still;
  if (!media) return into ? [into] : [];
  const length = clip.end - clip.start;
  const filter = opacityFilter(fadedFrames(before?.transition ?? CUT, clip.transition), clip.sourceStart, length);
  const own = element('clipitem', { id: `clip-${index + 1}` }, [
    valued('masterclipid', `master-${media.asset.slice(0, 12)}`),
    valued('name', clipTitle(clip)),
    valued('enabled', true),
    valued('duration', media.length),
    rateElement(film.rate),
    valued('start', clip.overlap > 0 ? -1 : clip.start),
    valued('end', overlap(after) > 0 ? -1 : clip.end),
    valued('in', clip.sourceStart),
    valued('out', clip.sourceStart + length),
    ...(media.isStill ? [valued('stillframe', true)] : []),
    files.element(media),
    filter,
    element('logginginfo', {}, [valued('description', clip.prompt), valued('scene', [String(clip.scene.number), clip.scene.name].filter(Boolean).join(' ')), valued('shottake', clip.shown?.label ?? 'No take yet'), valued('lognote', `kinora clip ${clip.id}`)]),
  ]);
  return [...(into ? [into] : []), own];
}

function transitionElement(rate: FrameRate, transition: Transition, { start, overlap }: DeliveredClip): XmlElement {
  return element('transitionitem', {}, [rateElement(rate), valued('start', start), valued('end', start + overlap), valued('alignment', 'center'), effectElement(transition)]);
}

function soundElement({ rate }: DeliveredFilm, sound: DeliveredSound, files: Files, id: string): XmlElement {
  return element('clipitem', { id }, [
    valued('name', sound.name),
    valued('enabled', true),
    valued('duration', sound.media.length),
    rateElement(rate),
    valued('start', sound.at),
    valued('end', sound.at + sound.length),
    valued('in', sound.from),
    valued('out', sound.from + sound.length),
    files.element(sound.media),
    element('sourcetrack', {}, [valued('mediatype', 'audio'), valued('trackindex', 1)]),
    volumeFilter(sound),
  ]);
}

/** Titles in as few tracks above the picture as keep them apart. */
const titleTracks = (film: DeliveredFilm): XmlElement[] =>
  inRows(film.titles).map((titles) => track(titles.map((title) => titleElement(title, rateElement(film.rate)))));
