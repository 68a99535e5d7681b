import type { FrameRate } from '../../schema/film-time.ts';
import type { DeliveredClip, DeliveredFilm, DeliveredSound } from './delivered-film.ts';
import { inRows } from './rows.ts';
import { crossfadeElement, volumeFilter } from './xmeml-effects.ts';
import { rateElement, track, type XmemlFiles } from './xmeml-files.ts';
import { element, valued, type XmlElement } from './xml.ts';

/** The most channels that go out: those of a stereo pair. */
const PAIR = 2;

/** What a clip of the picture is called in the file. `index`: its place in the film, from 0. */
export const clipItemId = (index: number): string => `clip-${index + 1}`;

const soundItemId = (index: number, channel: number): string => `clip-${index + 1}-sound-${channel}`;

/** Of each clip that is heard, by its place in the film: what binds its picture and its channels together. */
export type Links = ReadonlyMap<number, readonly XmlElement[]>;

/** Says which items of picture and sound belong together. A clip of the picture and of the sound is counted on its own track. */
export function linksOf({ clips }: DeliveredFilm): Links {
  const links = new Map<number, readonly XmlElement[]>();
  let seen = 0;
  const heard = [0, 0];
  clips.forEach(({ shown, still, sound }, i) => {
    if (shown ?? still) seen += 1;
    if (!sound) return;
    const channels = channelsOf(sound);
    const picture = link(clipItemId(i), 'video', 1, seen);
    links.set(i, [picture, ...channels.map((channel) => link(soundItemId(i, channel), 'audio', channel, (heard[channel - 1] = (heard[channel - 1] ?? 0) + 1), channels.length > 1))]);
  });
  return links;
}

const channelsOf = ({ media }: DeliveredSound): number[] => Array.from({ length: Math.min(PAIR, media.sound?.channels ?? 1) }, (_, i) => i + 1);

const link = (item: string, mediatype: 'video' | 'audio', trackIndex: number, clipIndex: number, isPair = false): XmlElement =>
  element('link', {}, [valued('linkclipref', item), valued('mediatype', mediatype), valued('trackindex', trackIndex), valued('clipindex', clipIndex), isPair && valued('groupindex', 1)]);

/**
 * The tracks of sound: first that of the clips, then the song and the narration. A track bears one channel, so what is
 * stereo lies on two, bound together.
 */
export function xmemlSound(film: DeliveredFilm, files: XmemlFiles, links: Links): XmlElement[] {
  const own = [1, 2].flatMap((channel) => {
    const items = film.clips.flatMap((clip, i) => clipSound(film, clip, i, channel, files, links));
    return items.length > 0 ? [track(items, channel)] : [];
  });
  const rows = [...(film.song ? [[film.song]] : []), ...inRows(film.narration)];
  let before = own.length;
  return [
    ...own,
    ...rows.flatMap((pieces, row) => {
      const most = Math.max(...pieces.map((piece) => channelsOf(piece).length));
      const counts = [0, 0];
      const id = (piece: number, channel: number): string => `sound-${row + 1}-${piece + 1}-${channel}`;
      const bound = pieces.map((piece, i) => {
        const channels = channelsOf(piece);
        return channels.length === 1 ? [] : channels.map((channel) => link(id(i, channel), 'audio', before + channel, (counts[channel - 1] = (counts[channel - 1] ?? 0) + 1), true));
      });
      const tracks = Array.from({ length: most }, (_, at) => {
        const channel = at + 1;
        const items = pieces.flatMap((piece, i) => {
          const { at: start, length } = piece;
          return channelsOf(piece).includes(channel) ? [soundItem(film.rate, piece, { id: id(i, channel), channel, start, end: start + length, links: bound[i] ?? [] }, files)] : [];
        });
        return track(items, most > 1 ? channel : undefined);
      });
      before += most;
      return tracks;
    }),
  ];
}

/** One channel of a clip's own sound, and the crossfade that leads into it where the clip before it sounds too. */
function clipSound(film: DeliveredFilm, { sound, start, end, overlap }: DeliveredClip, index: number, channel: number, files: XmemlFiles, links: Links): XmlElement[] {
  if (!sound || !channelsOf(sound).includes(channel)) return [];
  const shares = (clip: DeliveredClip | undefined): boolean => clip?.sound !== undefined && clip.sound !== null && channelsOf(clip.sound).includes(channel);
  const after = film.clips[index + 1];
  const into = overlap > 0 && shares(film.clips[index - 1]);
  const out = after !== undefined && after.overlap > 0 && shares(after);
  // A crossfade says by itself how the sound comes and goes.
  const heard = { ...sound, length: end - start, fadeIn: into ? 0 : sound.fadeIn, fadeOut: out ? 0 : sound.fadeOut };
  const item = soundItem(film.rate, heard, { id: soundItemId(index, channel), channel, start: into ? -1 : start, end: out ? -1 : end, links: links.get(index) ?? [] }, files);
  return into ? [crossfadeElement(rateElement(film.rate), start, start + overlap), item] : [item];
}

interface Standing {
  readonly id: string;
  /** From 1. */
  readonly channel: number;
  /** -1 where a crossfade says it. */
  readonly start: number;
  readonly end: number;
  readonly links: readonly XmlElement[];
}

function soundItem(rate: FrameRate, sound: DeliveredSound, { id, channel, start, end, links }: Standing, files: XmemlFiles): XmlElement {
  return element('clipitem', { id }, [
    valued('name', sound.name),
    valued('enabled', true),
    valued('duration', sound.media.length),
    rateElement(rate),
    valued('start', start),
    valued('end', end),
    valued('in', sound.from),
    valued('out', sound.from + sound.length),
    files.element(sound.media),
    element('sourcetrack', {}, [valued('mediatype', 'audio'), valued('trackindex', channel)]),
    volumeFilter(sound),
    ...links,
  ]);
}
