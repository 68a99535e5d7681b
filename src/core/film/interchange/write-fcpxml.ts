import { rateLabel, sameRate } from '../../domain/timeline/frame-rate.ts';
import { isDropFrame } from '../../domain/timeline/timecode.ts';
import { fadedFrames } from '../../domain/timeline/transition-room.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import { CUT, type Transition } from '../../schema/transition.ts';
import { clipTitle } from './clip-words.ts';
import { type DeliveredAlternate, type DeliveredClip, type DeliveredFilm, hearsItself } from './delivered-film.ts';
import type { DeliveredMedia } from './media-shelf.ts';
import { type Anchor, anchored } from './fcpxml-anchored.ts';
import { FcpxmlResources } from './fcpxml-resources.ts';
import { volume } from './fcpxml-volume.ts';
import { ownFacts } from './own-facts.ts';
import { rationalTime } from './rational-time.ts';
import { type SpineItem, spineOf } from './spine.ts';
import { transitionTitle, transitionWords } from './transition-code.ts';
import { element, type XmlElement, xmlDocument } from './xml.ts';

/** Rates by which FCPXML can say that a source is to be conformed. */
const CONFORMED: readonly string[] = ['23.976', '24', '25', '29.97', '30', '60', '48', '50', '59.94'];

/**
 * The film for Final Cut Pro and DaVinci Resolve, FCPXML 1.11: the cut as a primary storyline, takes and
 * alternates as auditions, titles, captions and sound connected to it.
 * https://developer.apple.com/documentation/professional-video-applications/fcpxml-reference
 */
export function writeFcpxml(film: DeliveredFilm): string {
  const resources = new FcpxmlResources(film);
  const time = (frames: number): string => rationalTime(frames, film.rate);
  const ends = [...film.titles.map(({ at, length }) => at + length), ...film.captions.map(({ end }) => end), ...film.markers.map(({ at }) => at + 1)];
  const until = Math.max(film.length, ...ends, 1);
  const items = spineOf(film, until);
  const hung = anchored(film, resources, items);
  const spine = items.map((item, i) => spineElement(film, resources, item, items, i, hung.get(item)));
  const sequence = element(
    'sequence',
    {
      format: resources.film,
      duration: time(until),
      tcStart: time(film.firstFrame),
      tcFormat: isDropFrame(film.rate) ? 'DF' : 'NDF',
      audioLayout: 'stereo',
      audioRate: '48k',
    },
    [element('spine', {}, spine)],
  );
  const event = element('event', { name: film.name }, [element('project', { name: film.name }, [sequence])]);
  return xmlDocument(element('fcpxml', { version: '1.11' }, [resources.element(), event]), 'fcpxml');
}

function spineElement(
  film: DeliveredFilm,
  resources: FcpxmlResources,
  item: SpineItem,
  items: readonly SpineItem[],
  index: number,
  hung: Anchor | undefined,
): XmlElement {
  const time = (frames: number): string => rationalTime(frames, film.rate);
  const offset = time(film.firstFrame + item.start);
  const { inside = [], markers = [] } = hung ?? {};
  switch (item.kind) {
    case 'gap':
      return element('gap', { name: 'Black', offset, start: time(0), duration: time(item.length) }, [...inside, ...markers]);
    case 'transition':
      return transitionElement(resources, item.transition, offset, time(item.length), [items[index - 1], items[index + 1]].some(soundsItself));
    case 'clip': {
      const { clip } = item;
      if (!clip.shown && clip.still) return stillElement(film, resources, item, clip.still, { offset, inside, markers });
      if (!clip.shown) {
        const words = [element('note', {}, [`No take yet. ${clip.prompt}`.trim()]), ...inside, ...markers, ownFacts({ clip: clip.id })];
        return element('gap', { name: clipTitle(clip), offset, start: time(0), duration: time(item.length) }, words);
      }
      const before = items[index - 1];
      const from = before?.kind === 'clip' ? before.clip.transition : intoOf(film, clip);
      const shown = assetClip(film, resources, item, clip.shown, { offset, into: from, out: clip.transition, inside, markers });
      if (clip.alternates.length === 0) return shown;
      const others = clip.alternates.map((one) => alternateClip(film, resources, item, one));
      return element('audition', { offset }, [shown, ...others]);
    }
  }
}

/** The transition that leads into a clip from the one before it in the cut, also over black. */
function intoOf({ clips }: DeliveredFilm, clip: DeliveredClip): Transition {
  return clips[clips.indexOf(clip) - 1]?.transition ?? CUT;
}

interface Around {
  readonly offset: string;
  readonly into: Transition;
  readonly out: Transition;
  readonly inside: readonly XmlElement[];
  readonly markers: readonly XmlElement[];
}

type ClipItem = Extract<SpineItem, { kind: 'clip' }>;

function assetClip(film: DeliveredFilm, resources: FcpxmlResources, item: ClipItem, shown: NonNullable<DeliveredClip['shown']>, around: Around): XmlElement {
  const { clip } = item;
  const time = (frames: number): string => rationalTime(frames, film.rate);
  const { scene } = clip;
  const start = time(item.sourceStart);
  const duration = time(item.length);
  const keyword = element('keyword', { start, duration, value: [`Scene ${scene.number}`, scene.name].filter(Boolean).join(': ') });
  return element(
    'asset-clip',
    { ref: resources.asset(shown.media), offset: around.offset, name: clipTitle(clip), start, duration, format: resources.format(shown.media), tcFormat: tcFormat(film.rate), ...heard(shown.media, hearsItself(clip)), videoRole: 'video' },
    [
      clip.prompt !== '' && element('note', {}, [clip.prompt]),
      conformRate(shown.media, film.rate),
      conform(film),
      fades(film.rate, around),
      clip.sound !== null && hearsItself(clip) && volume(film.rate, { gain: clip.sound.gain, ...soundFades(around) }),
      ...around.inside,
      ...around.markers,
      keyword,
      ownFacts({ clip: clip.id, take: shown.take, transition: transitionWords(clip.transition) }),
    ],
  );
}

/** A clip without a take: its still, as long as the clip. */
function stillElement(film: DeliveredFilm, resources: FcpxmlResources, { clip, length, sourceStart }: ClipItem, still: DeliveredMedia, { offset, inside, markers }: Pick<Around, 'offset' | 'inside' | 'markers'>): XmlElement {
  const time = (frames: number): string => rationalTime(frames, film.rate);
  return element('video', { ref: resources.asset(still), offset, name: clipTitle(clip), start: time(sourceStart), duration: time(length), role: 'video' }, [
    element('note', {}, [`No take yet. ${clip.prompt}`.trim()]),
    conform(film),
    ...inside,
    ...markers,
    ownFacts({ clip: clip.id, transition: transitionWords(clip.transition) }),
  ]);
}

/** An alternate in an audition. It takes the place of the one that is shown, cut to the same length where it is long enough. */
function alternateClip(film: DeliveredFilm, resources: FcpxmlResources, item: ClipItem, one: DeliveredAlternate): XmlElement {
  const time = (frames: number): string => rationalTime(frames, film.rate);
  const head = item.sourceStart - item.clip.sourceStart;
  const start = Math.min(one.sourceStart + head, Math.max(0, one.media.length - 1));
  const length = one.clip === item.clip.id ? item.length : Math.max(1, one.length - (item.clip.end - item.clip.start - item.length));
  return element(
    'asset-clip',
    { ref: resources.asset(one.media), offset: time(film.firstFrame + item.start), name: one.label, start: time(start), duration: time(length), format: resources.format(one.media), tcFormat: tcFormat(film.rate), ...heard(one.media, one.gain !== null), videoRole: 'video' },
    [conformRate(one.media, film.rate), conform(film), one.gain !== null && volume(film.rate, { gain: one.gain, fadeIn: 0, fadeOut: 0 }), ownFacts({ clip: one.clip, take: one.take })],
  );
}

const tcFormat = (rate: FrameRate): string => (isDropFrame(rate) ? 'DF' : 'NDF');

/** A source at another rate keeps its speed. */
function conformRate({ picture }: DeliveredMedia, rate: FrameRate): XmlElement | undefined {
  if (!picture || sameRate(picture.rate, rate)) return undefined;
  const label = rateLabel(picture.rate);
  const srcFrameRate = CONFORMED.includes(label) ? (label === '23.976' ? '23.98' : label) : undefined;
  return element('conform-rate', { scaleEnabled: 0, srcFrameRate });
}

const conform = ({ fit }: DeliveredFilm): XmlElement => element('adjust-conform', { type: fit === 'crop' ? 'fill' : 'fit' });

/** Whether the sound in the file is heard; nothing is said of a file that has none. */
const heard = ({ sound }: DeliveredMedia, isHeard: boolean): { readonly srcEnable?: string; readonly audioRole?: string } =>
  sound === null ? {} : isHeard ? { audioRole: 'dialogue' } : { srcEnable: 'video' };

/** Whether an item of the storyline is a clip that is heard with its own file. */
const soundsItself = (item: SpineItem | undefined): boolean => item?.kind === 'clip' && hearsItself(item.clip);

/** Sound fades where the picture goes to and from black. Whole frames. */
function soundFades({ into, out }: Around): { readonly fadeIn: number; readonly fadeOut: number } {
  const faded = fadedFrames(into, out);
  return { fadeIn: Math.floor(faded.in), fadeOut: Math.floor(faded.out) };
}

/** Fades to and from black as the opacity of the clip, so that they take no time from the film. */
function fades(rate: FrameRate, { into, out }: Around): XmlElement | undefined {
  const faded = fadedFrames(into, out);
  if (faded.in === 0 && faded.out === 0) return undefined;
  const fade = (name: string, frames: number): XmlElement | false => frames > 0 && element(name, { type: 'linear', duration: rationalTime(frames, rate) });
  const amount = element('param', { name: 'amount', value: '1' }, [fade('fadeIn', faded.in), fade('fadeOut', faded.out)]);
  return element('adjust-blend', { amount: '1' }, [amount]);
}

function transitionElement(resources: FcpxmlResources, transition: Exclude<Transition, { kind: 'cut' }>, offset: string, duration: string, sounds: boolean): XmlElement {
  const effect = resources.transition(transition);
  const crossfade = sounds ? resources.crossfade() : undefined;
  return element('transition', { name: transitionTitle(transition), offset, duration }, [
    effect && element('filter-video', { ref: effect.id, name: effect.name }),
    crossfade && element('filter-audio', { ref: crossfade.id, name: crossfade.name }),
    ownFacts({ transition: transitionWords(transition) }),
  ]);
}
