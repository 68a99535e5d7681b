import type { ReturnedCut, ReturnedSound, ReturnFault } from '../../domain/returned-cut/returned-cut.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import { fail, type Result } from '../../schema/result.ts';
import { readVolume } from './fcpxml-volume.ts';
import { hashInPath } from './media-path.ts';
import { minus, parseSeconds, plus, type Seconds, ZERO } from './rational-time.ts';
import { below, childrenNamed, type ReadElement, readXml } from './read-xml.ts';
import { fileUnknown, returnedCut, startInUnknown, type TrackClip, type TrackItem } from './returned-track.ts';
import { OWN_KEY } from './transition-code.ts';

/** The FCPXML versions that are read: 1.5 to 1.19, whose storylines are alike. */
const FIRST_MINOR = 5;
const LAST_MINOR = 19;

/** What stands on a storyline and cannot be a clip of a film here. */
const NESTED: Readonly<Record<string, string>> = { 'ref-clip': 'a compound clip', 'mc-clip': 'a multicam clip', 'sync-clip': 'a synchronised clip', title: 'a title', audio: 'sound' };

/** A time that is none; thrown inside this module alone, where many are read in a row. */
class BadTime extends Error {
  readonly fault: ReturnFault;

  constructor(found: string, where: string) {
    super(found);
    this.fault = { reason: 'bad-time', found: found.slice(0, 40), where: where.slice(0, 60) };
  }
}

/** The primary storyline of the first project in an FCPXML file, with its times as frames of a film at `rate`. */
export function readFcpxml(text: string, rate: FrameRate): Result<ReturnedCut, ReturnFault> {
  const root = readXml(text);
  if (!root.ok) return root;
  if (root.value.name === 'xmeml') return fail({ reason: 'other-format', found: 'a timeline of Final Cut Pro 7 or Premiere' });
  if (root.value.name !== 'fcpxml') return fail({ reason: 'other-format', found: `<${root.value.name.slice(0, 40)}>` });
  const version = root.value.attributes['version'] ?? '';
  const minor = /^1\.(\d{1,2})$/.exec(version)?.[1];
  if (minor === undefined || Number(minor) < FIRST_MINOR || Number(minor) > LAST_MINOR) return fail({ reason: 'other-version', found: version.slice(0, 20) || 'without a number' });
  const projects = [...below(root.value, 'project')];
  const [project, ...others] = projects.filter((one) => spineIn(one) !== undefined);
  if (!project) return fail({ reason: 'no-timeline' });
  const remarks = others.map(({ attributes }) => `The file holds another timeline, “${attributes['name'] ?? 'without a name'}”. It was not read.`);
  try {
    const items = new Storyline(root.value, remarks).items(project);
    return returnedCut({ name: project.attributes['name'] ?? '', project: undefined, items, remarks }, rate);
  } catch (error) {
    if (error instanceof BadTime) return fail(error.fault);
    throw error;
  }
}

const spineIn = (project: ReadElement): ReadElement | undefined => {
  const sequence = childrenNamed(project, 'sequence')[0];
  return sequence && childrenNamed(sequence, 'spine')[0];
};

/** `otherwise`: what it is where it is not said; null where it must be. */
function time(element: ReadElement, attribute: string, otherwise: Seconds | null = ZERO): Seconds {
  const text = element.attributes[attribute];
  if (text === undefined && otherwise) return otherwise;
  const read = text === undefined ? undefined : parseSeconds(text);
  if (!read) throw new BadTime(text ?? 'nothing', `${element.attributes['name'] ?? element.name}, ${attribute}`);
  return read;
}

/** Where a source begins, and by which hash it is known. */
interface Source {
  readonly start: Seconds;
  readonly duration: Seconds | undefined;
  readonly hash: string | undefined;
  readonly sounds: boolean;
}

class Storyline {
  readonly #sources: ReadonlyMap<string, Source>;
  readonly #remarks: string[];
  /** How loud clips are that are heard with another file than they are seen with, by their ids. */
  readonly #apart = new Map<string, ReturnedSound>();

  constructor(root: ReadElement, remarks: string[]) {
    this.#remarks = remarks;
    const resources = childrenNamed(root, 'resources').flatMap((one) => childrenNamed(one, 'asset'));
    this.#sources = new Map(resources.map((asset) => [asset.attributes['id'] ?? '', sourceOf(asset)]));
  }

  /** The clips and transitions of a project's storyline, its first frame at 0. */
  items(project: ReadElement): TrackItem[] {
    const sequence = childrenNamed(project, 'sequence')[0] as ReadElement;
    const spine = spineIn(project) as ReadElement;
    const origin = time(sequence, 'tcStart');
    let end: Seconds = ZERO;
    return spine.children.flatMap((child): TrackItem[] => {
      const from = child.attributes['offset'] === undefined ? end : minus(time(child, 'offset'), origin);
      if (child.name === 'transition') {
        const words = ownFact(child, 'transition');
        return [{ kind: 'transition', start: from, end: plus(from, time(child, 'duration', null)), name: child.attributes['name'] ?? '', words }];
      }
      const shown = child.name === 'audition' ? child.children[0] : child;
      if (!shown) return [];
      const found = this.#clip(shown, from);
      end = found?.end ?? plus(from, time(shown, 'duration', null));
      this.#connected(shown);
      return found ? [found] : [];
    }).map((item) => (item.kind === 'clip' && item.clip !== undefined && this.#apart.has(item.clip) ? { ...item, sound: this.#apart.get(item.clip) } : item));
  }

  #clip(element: ReadElement, start: Seconds): TrackClip | undefined {
    const name = element.attributes['name'] ?? '';
    const nested = NESTED[element.name];
    if (nested !== undefined) this.#remarks.push(`“${name || 'A thing without a name'}” is ${nested}. Its place stays black.`);
    const facts = { clip: ownFact(element, 'clip'), take: ownFact(element, 'take'), name };
    if (element.name === 'gap') {
      const end = plus(start, time(element, 'duration', null));
      return facts.clip === undefined ? undefined : { kind: 'clip', start, end, sourceStart: undefined, asset: undefined, sound: undefined, ...facts };
    }
    const inner = element.name === 'clip' ? (childrenNamed(element, 'video')[0] ?? childrenNamed(element, 'asset-clip')[0]) : element;
    if (!inner || !['asset-clip', 'video', 'clip'].includes(element.name)) return undefined;
    if (childrenNamed(element, 'timeMap').length > 0) this.#remarks.push(`The speed of “${name}” was changed. Here it plays as it was made.`);
    if (element.attributes['enabled'] === '0') {
      this.#remarks.push(`“${name}” is switched off. Its place stays black.`);
      return undefined;
    }
    const source = this.#sources.get(inner.attributes['ref'] ?? '');
    const own = inner === element ? time(element, 'start', source?.start) : plus(minus(time(element, 'start'), time(inner, 'offset')), time(inner, 'start', source?.start));
    const end = plus(start, time(element, 'duration', source?.duration ?? null));
    const sourceStart = source ? minus(own, source.start) : startInUnknown(own);
    if (!sourceStart) this.#remarks.push(fileUnknown(name));
    return { kind: 'clip', start, end, sourceStart, asset: source?.hash, sound: source?.sounds ? soundIn(inner) : undefined, ...facts };
  }

  /** Pictures that lie above the storyline have no place in a film here. */
  #connected(element: ReadElement): void {
    for (const child of element.children) {
      if (!['asset-clip', 'clip', 'video', 'ref-clip', 'spine'].includes(child.name) || child.attributes['lane'] === undefined) continue;
      if (Number(child.attributes['lane']) < 0) {
        const heard = ownFact(child, 'sound');
        if (heard !== undefined) this.#apart.set(heard, loudnessOf(child));
        continue;
      }
      this.#remarks.push(`“${child.attributes['name'] ?? 'A clip without a name'}” is connected above the main storyline. It was left out.`);
    }
  }
}

/** What is heard of a clip: with its picture, or below it where an editor took the sound out. */
function soundIn(clip: ReadElement): ReturnedSound {
  if (clip.attributes['srcEnable'] !== 'video') return loudnessOf(clip);
  const below = clip.children.find(({ name, attributes }) => name === 'asset-clip' && attributes['ref'] === clip.attributes['ref'] && Number(attributes['lane']) < 0);
  return below ? loudnessOf(below) : 'muted';
}

function loudnessOf(clip: ReadElement): ReturnedSound {
  const amount = childrenNamed(clip, 'adjust-volume')[0]?.attributes['amount'];
  return clip.attributes['enabled'] === '0' ? 'muted' : { gain: (amount === undefined ? undefined : readVolume(amount)) ?? 1 };
}

function sourceOf(asset: ReadElement): Source {
  const rep = childrenNamed(asset, 'media-rep')[0];
  const paths = [rep?.attributes['src'], asset.attributes['src'], asset.attributes['name']].flatMap((path) => path ?? []);
  const duration = asset.attributes['duration'] === undefined ? undefined : time(asset, 'duration');
  return { start: time(asset, 'start'), duration, hash: ownFact(asset, 'asset') ?? paths.map(hashInPath).find((hash) => hash !== undefined), sounds: asset.attributes['hasAudio'] === '1' };
}

/** What this program wrote on an element. */
function ownFact(element: ReadElement, key: string): string | undefined {
  const facts = childrenNamed(element, 'metadata').flatMap((metadata) => childrenNamed(metadata, 'md'));
  return facts.find(({ attributes }) => attributes['key'] === `${OWN_KEY}.${key}`)?.attributes['value'];
}
