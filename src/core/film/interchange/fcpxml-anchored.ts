import { type DeliveredFilm, type DeliveredSound, hearsItself } from './delivered-film.ts';
import type { FcpxmlResources } from './fcpxml-resources.ts';
import { rationalTime } from './rational-time.ts';
import { inRows } from './rows.ts';
import type { SpineItem } from './spine.ts';
import { ownFacts } from './own-facts.ts';
import { OWN_KEY } from './transition-code.ts';
import { volume } from './fcpxml-volume.ts';
import { element, type XmlElement } from './xml.ts';

/** What is connected to an item of the primary storyline, and the markers on it. */
export interface Anchor {
  readonly inside: XmlElement[];
  readonly markers: XmlElement[];
}

/** Where titles stand, from the middle of the picture, in hundredths of its height. */
const TITLE_HEIGHT = { centre: 0, top: 40, bottom: -42, 'lower-third': -30 } as const;

/** Hangs titles, captions, sound and markers on the items of the main track that play where they begin. */
export function anchored(film: DeliveredFilm, resources: FcpxmlResources, items: readonly SpineItem[]): ReadonlyMap<SpineItem, Anchor> {
  const hung = new Map<SpineItem, Anchor>();
  const at = (frame: number): { readonly anchor: Anchor; readonly local: number } | undefined => {
    const item = items.find((one) => one.kind !== 'transition' && frame >= one.start && frame < one.start + one.length);
    if (!item) return undefined;
    const anchor = hung.get(item) ?? { inside: [], markers: [] };
    hung.set(item, anchor);
    // A connected thing's offset counts in the time of what it hangs on.
    const local = item.kind === 'clip' && item.clip.shown ? item.sourceStart : 0;
    return { anchor, local: frame - item.start + local };
  };
  const time = (frames: number): string => rationalTime(frames, film.rate);
  // Things that lie upon each other are in lanes of their own: words above the picture, sound below it.
  const titles = inRows(film.titles);
  const captions = inRows(film.captions.map(({ start, end, text }) => ({ at: start, length: end - start, text })));
  const sounds = [...(film.song ? [[film.song]] : []), ...inRows(film.narration)];
  let made = 0;
  titles.forEach((row, lane) => {
    for (const title of row) {
      const place = at(title.at);
      place?.anchor.inside.push(titleElement(film, resources, title, { offset: time(place.local), lane: lane + 1, style: `ts${++made}` }));
    }
  });
  captions.forEach((row, lane) => {
    for (const { at: start, length, text } of row) {
      const place = at(start);
      place?.anchor.inside.push(captionElement(text, time(length), { offset: time(place.local), lane: titles.length + lane + 1, style: `ts${++made}` }));
    }
  });
  sounds.forEach((row, lane) => {
    for (const sound of row) {
      const place = at(sound.at);
      const audioRole = sound === film.song ? 'music' : 'dialogue';
      place?.anchor.inside.push(soundElement(film, resources, sound, { offset: time(place.local), lane: -1 - lane, audioRole }));
    }
  });
  // What is heard with a clip and lies in another file than what is seen.
  const apart = film.clips.flatMap((clip) => (clip.sound && !hearsItself(clip) ? [{ ...clip.sound, clip: clip.id }] : []));
  inRows(apart).forEach((row, lane) => {
    for (const sound of row) {
      const place = at(sound.at);
      const clipOnly = { srcEnable: 'audio', audioRole: 'dialogue' };
      place?.anchor.inside.push(soundElement(film, resources, sound, { offset: time(place.local), lane: -1 - sounds.length - lane, ...clipOnly }, { sound: sound.clip }));
    }
  });
  for (const { id, at: frame, name, colour } of film.markers) {
    const place = at(frame);
    place?.anchor.markers.push(element('marker', { start: time(place.local), duration: time(1), value: name.trim() || 'Marker', note: `${colour} ${OWN_KEY}.marker=${id}` }));
  }
  return hung;
}

/** Where connected words are, and the id of their look. */
interface Connected {
  readonly offset: string;
  readonly lane: number;
  readonly style: string;
}

function titleElement(film: DeliveredFilm, resources: FcpxmlResources, title: DeliveredFilm['titles'][number], { offset, lane, style }: Connected): XmlElement {
  const { id, name } = resources.title();
  const words = [title.text, title.subtitle].filter((line) => line.trim() !== '').join('\n');
  return element(
    'title',
    { ref: id, lane, offset, name: `${title.text.trim() || 'Title'} - ${name}`, start: '0s', duration: rationalTime(title.length, film.rate) },
    [
      element('param', { name: 'Position', key: '9999/999166631/999166633/1/100/101', value: `0 ${Math.round((TITLE_HEIGHT[title.place] / 100) * film.height)}` }),
      element('text', {}, [element('text-style', { ref: style }, [words])]),
      element('text-style-def', { id: style }, [element('text-style', { font: 'Helvetica', fontSize: Math.round(film.height / 15), fontFace: 'Regular', fontColor: '1 1 1 1', alignment: 'center' })]),
    ],
  );
}

function captionElement(text: string, duration: string, { offset, lane, style }: Connected): XmlElement {
  return element('caption', { lane, offset, name: text.trim().slice(0, 40) || 'Caption', start: '0s', duration, role: 'SRT?captionFormat=SRT.en' }, [
    element('text', { placement: 'bottom' }, [element('text-style', { ref: style }, [text])]),
    element('text-style-def', { id: style }, [element('text-style', { font: '.AppleSystemUIFont', fontSize: 13, fontFace: 'Regular', fontColor: '1 1 1 1', backgroundColor: '0 0 0 1' })]),
  ]);
}

function soundElement(film: DeliveredFilm, resources: FcpxmlResources, sound: DeliveredSound, { offset, lane, ...heard }: { readonly offset: string; readonly lane: number } & Readonly<Record<string, string | number>>, facts?: Readonly<Record<string, string>>): XmlElement {
  const time = (frames: number): string => rationalTime(frames, film.rate);
  return element('asset-clip', { ref: resources.asset(sound.media), lane, offset, name: sound.name, start: time(sound.from), duration: time(sound.length), ...heard }, [
    volume(film.rate, sound),
    facts && ownFacts(facts),
  ]);
}
