import { exactRate } from '../../domain/timeline/exact-rate.ts';
import type { ReturnedCut, ReturnedSound, ReturnFault } from '../../domain/returned-cut/returned-cut.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import { fail, ok, type Result } from '../../schema/result.ts';
import { hashInPath } from './media-path.ts';
import { isBefore, minus, plus, type Seconds, ZERO } from './rational-time.ts';
import { LARGEST_TEXT } from './read-xml.ts';
import { fileUnknown, returnedCut, startInUnknown, type TrackItem } from './returned-track.ts';

type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isRecord) : []);
const words = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** `Clip.2` is a clip of version 2. */
const schemaOf = (value: unknown): string => (isRecord(value) ? (words(value['OTIO_SCHEMA'])?.split('.')[0] ?? '') : '');

/** The main track of pictures in an OpenTimelineIO file, with its times as frames of a film at `rate`. */
export function readOtio(text: string, rate: FrameRate): Result<ReturnedCut, ReturnFault> {
  const root = parse(text);
  if (!root.ok) return root;
  const timeline = timelineIn(root.value);
  if (!timeline) return fail(schemaOf(root.value) === '' ? { reason: 'other-format', found: 'no OpenTimelineIO' } : { reason: 'no-timeline' });
  const all = list(isRecord(timeline['tracks']) ? timeline['tracks']['children'] : []).filter((one) => schemaOf(one) === 'Track');
  const tracks = all.filter(({ kind }) => kind !== 'Audio');
  const [track, ...others] = [...tracks].sort((a, b) => pictures(b) - pictures(a));
  if (!track || pictures(track) === 0) return fail({ reason: 'no-clips' });
  const remarks = others.filter((one) => pictures(one) > 0).map((one) => `The track “${words(one['name']) || 'without a name'}” lies beside the main one. It was left out.`);
  const items = itemsOf(track, soundsIn(all.filter(({ kind }) => kind === 'Audio')), remarks);
  if (!items.ok) return items;
  return returnedCut({ name: words(timeline['name']) ?? '', project: words(own(timeline)['project']), items: items.value, remarks }, rate);
}

function parse(text: string): Result<unknown, ReturnFault> {
  if (text.length > LARGEST_TEXT) return fail({ reason: 'too-large', limit: LARGEST_TEXT });
  if (text.trim() === '') return fail({ reason: 'empty' });
  try {
    return ok(JSON.parse(text.replace(/^\ufeff/, '')));
  } catch {
    return fail({ reason: 'not-json' });
  }
}

function timelineIn(root: unknown): Json | undefined {
  if (!isRecord(root)) return undefined;
  if (schemaOf(root) === 'Timeline') return root;
  return schemaOf(root) === 'SerializableCollection' ? list(root['children']).find((one) => schemaOf(one) === 'Timeline') : undefined;
}

const own = (value: Json): Json => {
  const metadata = value['metadata'];
  return isRecord(metadata) && isRecord(metadata['kinora']) ? metadata['kinora'] : {};
};

/** How many clips of a track show a file, or stand for one that is still to be made. */
const pictures = (track: Json): number => list(track['children']).filter((one) => isFilm(one)).length;

const isFilm = (item: Json): boolean =>
  (schemaOf(item) === 'Clip' && schemaOf(referenceOf(item)) !== 'GeneratorReference') || (schemaOf(item) === 'Gap' && own(item)['clip'] !== undefined);

function referenceOf(clip: Json): Json | undefined {
  const references = clip['media_references'];
  const active = words(clip['active_media_reference_key']) ?? 'DEFAULT_MEDIA';
  const one = isRecord(references) && Object.hasOwn(references, active) ? references[active] : clip['media_reference'];
  return isRecord(one) ? one : undefined;
}

/** How loud the clips' own videos are, by the ids of the clips: what was written of them, or that they were switched off. */
function soundsIn(tracks: readonly Json[]): ReadonlyMap<string, ReturnedSound> {
  return new Map(
    tracks.flatMap((track) => list(track['children']).flatMap((child): [string, ReturnedSound][] => {
      const { sound, gain } = own(child);
      if (typeof sound !== 'string' || typeof gain !== 'number' || !(gain >= 0)) return [];
      return [[sound, child['enabled'] === false || track['enabled'] === false ? 'muted' : { gain }]];
    })),
  );
}

function itemsOf(track: Json, sounds: ReadonlyMap<string, ReturnedSound>, remarks: string[]): Result<TrackItem[], ReturnFault> {
  const items: TrackItem[] = [];
  let end: Seconds = ZERO;
  const children = list(track['children']);
  for (const child of children) {
    const name = words(child['name']) ?? '';
    const schema = schemaOf(child);
    if (schema === 'Transition') {
      const [before, after] = [timeOf(child['in_offset']), timeOf(child['out_offset'])];
      if (!before || !after) return badTime(child, 'in_offset');
      items.push({ kind: 'transition', start: minus(end, before), end: plus(end, after), name: name || titleOf(child), words: words(own(child)['transition']) });
      continue;
    }
    const reference = referenceOf(child);
    const range = rangeOf(child['source_range']) ?? rangeOf(reference?.['available_range']) ?? insideOf(child);
    if (!range) {
      remarks.push(`“${name || schema}” says nothing of its length. It was left out, and what follows stands earlier.`);
      continue;
    }
    const start = end;
    end = plus(start, range.duration);
    if (schema !== 'Clip' && schema !== 'Gap') remarks.push(`“${name || 'A thing without a name'}” is a nested timeline. Its place stays black.`);
    if (!isFilm(child)) continue;
    if (child['enabled'] === false) {
      remarks.push(`“${name}” is switched off. Its place stays black.`);
      continue;
    }
    if (list(child['effects']).some((effect) => /TimeWarp|FreezeFrame|TimeEffect/.test(schemaOf(effect)))) remarks.push(`The speed of “${name}” was changed. Here it plays as it was made.`);
    const facts = { ...own(child), ...(reference ? own(reference) : {}) };
    const isGap = schema === 'Gap';
    const available = rangeOf(reference?.['available_range'])?.start;
    const sourceStart = available ? minus(range.start, available) : startInUnknown(range.start);
    if (!isGap && !sourceStart) remarks.push(fileUnknown(name));
    items.push({
      kind: 'clip',
      start,
      end,
      sourceStart: isGap ? undefined : sourceStart,
      clip: words(facts['clip']),
      take: words(facts['take']),
      asset: isGap ? undefined : (words(facts['asset']) ?? hashInPath(words(reference?.['target_url']) ?? '') ?? hashInPath(words(reference?.['name']) ?? '')),
      name,
      sound: sounds.get(words(facts['clip']) ?? ''),
    });
  }
  return ok(items);
}

/** Timelines in timelines are followed so far. */
const DEEPEST = 20;

/** A stack or a track without a range is as long as what it holds: its longest, or one after the other. */
function insideOf(item: Json, depth = 0): { readonly start: Seconds; readonly duration: Seconds } | undefined {
  const schema = schemaOf(item);
  if ((schema !== 'Stack' && schema !== 'Track') || depth > DEEPEST) return undefined;
  let duration: Seconds = ZERO;
  for (const child of list(item['children'])) {
    if (schemaOf(child) === 'Transition') continue;
    const range = rangeOf(child['source_range']) ?? rangeOf(referenceOf(child)?.['available_range']) ?? insideOf(child, depth + 1);
    if (!range) return undefined;
    if (schema === 'Track') duration = plus(duration, range.duration);
    else if (isBefore(duration, range.duration)) duration = range.duration;
  }
  return { start: ZERO, duration };
}

/** A custom transition says nothing of what it looks like but its name; the one that is standard is a dissolve. */
const titleOf = (transition: Json): string => (transition['transition_type'] === 'SMPTE_Dissolve' ? 'Cross Dissolve' : String(transition['transition_type'] ?? ''));

const badTime = (item: Json, where: string): Result<never, ReturnFault> =>
  fail({ reason: 'bad-time', found: JSON.stringify(item[where] ?? null).slice(0, 40), where: `${words(item['name']) ?? schemaOf(item)}, ${where}`.slice(0, 60) });

function rangeOf(value: unknown): { readonly start: Seconds; readonly duration: Seconds } | undefined {
  if (!isRecord(value)) return undefined;
  const [start, duration] = [timeOf(value['start_time']), timeOf(value['duration'])];
  return start && duration && duration.above >= 0n ? { start, duration } : undefined;
}

/** How finely a time that is no whole number of frames is read. */
const PARTS = 1_000_000;

function timeOf(value: unknown): Seconds | undefined {
  if (!isRecord(value)) return undefined;
  const { value: frames, rate } = value;
  if (typeof frames !== 'number' || typeof rate !== 'number' || !Number.isFinite(frames) || !Number.isFinite(rate) || rate <= 0 || rate > 1_000_000 || Math.abs(frames) > 1e12) return undefined;
  const { numerator, denominator } = exactRate(rate);
  const parts = Number.isInteger(frames) ? 1 : PARTS;
  return { above: BigInt(Math.round(frames * parts)) * BigInt(denominator), below: BigInt(numerator) * BigInt(parts) };
}
