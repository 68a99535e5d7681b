import { fadedFrames } from '../../domain/timeline/transition-room.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import { CUT, type Transition } from '../../schema/transition.ts';
import { clipTitle } from './clip-words.ts';
import type { DeliveredClip, DeliveredFilm } from './delivered-film.ts';
import { inRows } from './rows.ts';
import { effectElement, opacityFilter, titleElement } from './xmeml-effects.ts';
import { rateElement, timecode, track, XmemlFiles } from './xmeml-files.ts';
import { clipItemId, linksOf, xmemlSound } from './xmeml-sound.ts';
import { element, valued, type XmlElement, xmlDocument } from './xml.ts';

/**
 * The film for Premiere Pro, DaVinci Resolve and Final Cut Pro 7: Final Cut Pro XML Interchange Format,
 * version 5. Frames at the film's rate; a clip beside a transition has -1 where the transition says its place.
 * https://developer.apple.com/library/archive/documentation/AppleApplications/Reference/FinalCutPro_XML/
 */
export function writeXmeml(film: DeliveredFilm): string {
  const files = new XmemlFiles(film.rate);
  const linked = linksOf(film);
  const picture = [track(film.clips.flatMap((clip, i) => clipElements(film, clip, i, files, linked.get(i) ?? []))), ...titleTracks(film)];
  const audio = xmemlSound(film, files, linked);
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

const format = ({ width, height, rate }: DeliveredFilm): XmlElement =>
  element('format', {}, [element('samplecharacteristics', {}, [rateElement(rate), valued('width', width), valued('height', height), valued('anamorphic', false), valued('pixelaspectratio', 'square'), valued('fielddominance', 'none')])]);

/** A clip, and the transition that leads into it. A clip without a take is its still, or black: nothing stands there. */
function clipElements(film: DeliveredFilm, clip: DeliveredClip, index: number, files: XmemlFiles, links: readonly XmlElement[]): XmlElement[] {
  const before = film.clips[index - 1];
  const after = film.clips[index + 1];
  const overlap = (one: DeliveredClip | undefined): number => one?.overlap ?? 0;
  const into = before && clip.overlap > 0 && [before, clip].some(({ shown, still }) => shown ?? still) ? transitionElement(film.rate, before.transition, clip) : undefined;
  const media = clip.shown?.media ?? clip.still;
  if (!media) return into ? [into] : [];
  const length = clip.end - clip.start;
  const filter = opacityFilter(fadedFrames(before?.transition ?? CUT, clip.transition), clip.sourceStart, length);
  const own = element('clipitem', { id: clipItemId(index) }, [
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
    ...links,
  ]);
  return [...(into ? [into] : []), own];
}

function transitionElement(rate: FrameRate, transition: Transition, { start, overlap }: DeliveredClip): XmlElement {
  return element('transitionitem', {}, [rateElement(rate), valued('start', start), valued('end', start + overlap), valued('alignment', 'center'), effectElement(transition)]);
}

/** Titles in as few tracks above the picture as keep them apart. */
const titleTracks = (film: DeliveredFilm): XmlElement[] =>
  inRows(film.titles).map((titles) => track(titles.map((title) => titleElement(title, rateElement(film.rate)))));
