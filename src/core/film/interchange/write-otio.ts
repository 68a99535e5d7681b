import type { FrameRate } from '../../schema/film-time.ts';
import type { MarkerColour } from '../../schema/marker.ts';
import { clipTitle } from './clip-words.ts';
import type { DeliveredClip, DeliveredFilm, DeliveredSound } from './delivered-film.ts';
import type { DeliveredMedia } from './media-shelf.ts';
import { inRows } from './rows.ts';
import { type SpineItem, spineOf } from './spine.ts';
import { transitionTitle, transitionWords } from './transition-code.ts';

/** One object of OpenTimelineIO's JSON. */
type Otio = { readonly OTIO_SCHEMA: string } & Readonly<Record<string, unknown>>;

/** The colours that OpenTimelineIO names. */
const COLOURS: Readonly<Record<MarkerColour, string>> = { amber: 'ORANGE', green: 'GREEN', red: 'RED', blue: 'BLUE', violet: 'PURPLE' };

/** The key of the take that is shown, of the media references that a clip has. */
const SHOWN = 'DEFAULT_MEDIA';

/**
 * The film as OpenTimelineIO: a track of clips whose other takes are further media references, tracks of
 * sound, titles and captions where they are any. What the format has no place for stands in
 * `metadata.kinora`. https://opentimelineio.readthedocs.io/en/stable/tutorials/otio-serialized-schema.html
 */
export function writeOtio(film: DeliveredFilm): string {
  const { rate } = film;
  const own = clipSound(spineOf(film), rate);
  const sound = [...(film.song ? [['Song', [film.song]] as const] : []), ...inRows(film.narration).map((pieces, i) => [i === 0 ? 'Narration' : `Narration ${i + 1}`, pieces] as const)];
  const words = [...wordTracks('Titles', film.titles, rate, ({ text, subtitle, place, backdrop }) => ({ text, subtitle, place, backdrop })), ...wordTracks('Captions', film.captions.map(({ start, end, text, id }) => ({ id, at: start, length: end - start, text })), rate, ({ text }) => ({ text }))];
  const tracks = [track('Picture', 'Video', spineOf(film).map((item) => spineObject(item, rate))), ...words, ...(own.length > 0 ? [track('Clip sound', 'Audio', own)] : []), ...sound.map(([name, pieces]) => track(name, 'Audio', soundChildren(pieces, rate)))];
  const markers = film.markers.map(({ id, at, name, colour }) => ({
    OTIO_SCHEMA: 'Marker.2',
    name,
    color: COLOURS[colour],
    marked_range: range(at, 1, rate),
    comment: '',
    metadata: { kinora: { marker: id, colour } },
  }));
  const timeline = {
    OTIO_SCHEMA: 'Timeline.1',
    name: film.name,
    global_start_time: time(film.firstFrame, rate),
    metadata: { kinora: { version: 1, project: film.project, frameRate: rate, width: film.width, height: film.height, fit: film.fit } },
    tracks: { OTIO_SCHEMA: 'Stack.1', name: 'tracks', source_range: null, effects: [], markers, enabled: true, children: tracks, metadata: {} },
  };
  return `${JSON.stringify(timeline, undefined, 2)}\n`;
}

/** The decimal that OpenTimelineIO stores a rate as. */
const decimal = ({ numerator, denominator }: FrameRate): number => numerator / denominator;

const time = (value: number, rate: FrameRate): Otio => ({ OTIO_SCHEMA: 'RationalTime.1', value, rate: decimal(rate) });

const range = (start: number, length: number, rate: FrameRate): Otio => ({
  OTIO_SCHEMA: 'TimeRange.1',
  start_time: time(start, rate),
  duration: time(length, rate),
});

const track = (name: string, kind: 'Video' | 'Audio', children: readonly Otio[]): Otio => ({
  OTIO_SCHEMA: 'Track.1',
  name,
  kind,
  source_range: null,
  effects: [],
  markers: [],
  enabled: true,
  children,
  metadata: {},
});

const gap = (name: string, length: number, rate: FrameRate, metadata: Readonly<Record<string, unknown>> = {}): Otio => ({
  OTIO_SCHEMA: 'Gap.1',
  name,
  source_range: range(0, length, rate),
  effects: [],
  markers: [],
  enabled: true,
  metadata,
});

const reference = (media: DeliveredMedia, rate: FrameRate, own: Readonly<Record<string, unknown>>): Otio => ({
  OTIO_SCHEMA: 'ExternalReference.1',
  name: media.path.slice(media.path.lastIndexOf('/') + 1),
  target_url: media.path,
  available_range: range(0, media.length, rate),
  available_image_bounds: null,
  metadata: { kinora: { asset: media.asset, type: media.type, ...own } },
});

const clip = (name: string, source: Otio, references: Readonly<Record<string, Otio>>, own: Readonly<Record<string, unknown>>): Otio => ({
  OTIO_SCHEMA: 'Clip.2',
  name,
  source_range: source,
  effects: [],
  markers: [],
  enabled: true,
  media_references: references,
  active_media_reference_key: SHOWN,
  metadata: { kinora: own },
});

function spineObject(item: SpineItem, rate: FrameRate): Otio {
  switch (item.kind) {
    case 'gap':
      return gap('', item.length, rate);
    case 'transition': {
      const { transition, before, length } = item;
      return {
        OTIO_SCHEMA: 'Transition.1',
        name: transitionTitle(transition),
        transition_type: transition.kind === 'dissolve' ? 'SMPTE_Dissolve' : 'Custom_Transition',
        in_offset: time(before, rate),
        out_offset: time(length - before, rate),
        metadata: { kinora: { transition: transitionWords(transition) } },
      };
    }
    case 'clip':
      if (item.clip.shown) return shownClip(item, item.clip.shown, rate);
      if (item.clip.still) return clip(clipTitle(item.clip), range(item.sourceStart, item.length, rate), { [SHOWN]: reference(item.clip.still, rate, { clip: item.clip.id }) }, factsOf(item.clip));
      return gap(clipTitle(item.clip), item.length, rate, { kinora: factsOf(item.clip) });
  }
}

function shownClip({ clip: one, sourceStart, length }: Extract<SpineItem, { kind: 'clip' }>, shown: NonNullable<DeliveredClip['shown']>, rate: FrameRate): Otio {
  const others = one.alternates.map(({ label, media, clip: owner, take, sourceStart: from, length: long }) => [label, reference(media, rate, { clip: owner, take, sourceStart: from, length: long })] as const);
  const references = { [SHOWN]: reference(shown.media, rate, { clip: one.id, take: shown.take }), ...Object.fromEntries(others) };
  return clip(clipTitle(one), range(sourceStart, length, rate), references, factsOf(one));
}

/** What the document says of a clip. */
const factsOf = ({ id, slate, scene, prompt, shot, cameraMove, transition, shown }: DeliveredClip): Readonly<Record<string, unknown>> => ({
  clip: id,
  take: shown?.take ?? null,
  slate,
  scene: { id: scene.id, name: scene.name },
  prompt,
  shot,
  cameraMove,
  transition: transitionWords(transition),
});

/** The clips' own sound, cut as the picture is; nothing where none sounds. */
function clipSound(items: readonly SpineItem[], rate: FrameRate): Otio[] {
  const sounds = (item: SpineItem | undefined): boolean => item?.kind === 'clip' && item.clip.sound !== null;
  if (!items.some(sounds)) return [];
  return items.flatMap((item, i): Otio[] => {
    if (item.kind === 'transition') return [items[i - 1], items[i + 1]].some(sounds) ? [crossfade(item, rate)] : [];
    if (item.kind === 'gap' || !item.clip.sound) return [gap('', item.length, rate)];
    const { clip: { id, sound }, sourceStart, length } = item;
    // What two clips share is a crossfade here, and no fade of one of them.
    const [fadeIn, fadeOut] = [items[i - 1]?.kind === 'transition' ? 0 : sound.fadeIn, items[i + 1]?.kind === 'transition' ? 0 : sound.fadeOut];
    return [clip(sound.name, range(sourceStart, length, rate), { [SHOWN]: reference(sound.media, rate, {}) }, { sound: id, gain: sound.gain, fadeIn, fadeOut })];
  });
}

const crossfade = ({ before, length }: Extract<SpineItem, { kind: 'transition' }>, rate: FrameRate): Otio => ({
  OTIO_SCHEMA: 'Transition.1',
  name: 'Cross Fade',
  transition_type: 'SMPTE_Dissolve',
  in_offset: time(before, rate),
  out_offset: time(length - before, rate),
  metadata: {},
});

const soundChildren = (pieces: readonly DeliveredSound[], rate: FrameRate): Otio[] =>
  withGaps(
    pieces.map((piece) => {
      const { name, media, at, length, from, gain, fadeIn, fadeOut } = piece;
      return { at, length, object: clip(name, range(from, length, rate), { [SHOWN]: reference(media, rate, {}) }, { gain, fadeIn, fadeOut }) };
    }),
    rate,
  );

interface Words {
  readonly id: string;
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/** Words have no schema of their own: they are clips of a generator that is named after what they are. */
function wordTracks<One extends Words>(name: 'Titles' | 'Captions', words: readonly One[], rate: FrameRate, parameters: (one: One) => object): Otio[] {
  return inRows(words).map((row) =>
    track(
      name,
      'Video',
      withGaps(
        row.map((one) => {
          const generator = { OTIO_SCHEMA: 'GeneratorReference.1', name: '', generator_kind: name === 'Titles' ? 'kinora.title' : 'kinora.caption', parameters: parameters(one), available_range: null, available_image_bounds: null, metadata: {} };
          return { at: one.at, length: one.length, object: clip(one.text.replace(/\s+/g, ' ').slice(0, 60), range(0, one.length, rate), { [SHOWN]: generator }, { id: one.id }) };
        }),
        rate,
      ),
    ),
  );
}

function withGaps(placed: readonly { readonly at: number; readonly length: number; readonly object: Otio }[], rate: FrameRate): Otio[] {
  let end = 0;
  return placed.flatMap(({ at, length, object }) => {
    const before = at > end ? [gap('', at - end, rate)] : [];
    end = at + length;
    return [...before, object];
  });
}
