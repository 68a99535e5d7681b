import { alternateLabel } from '../../domain/timeline/alternates.ts';
import { allClips, firstKeyframe, type PlacedClip, placedCut } from '../../domain/timeline/cut.ts';
import { exactRate } from '../../domain/timeline/exact-rate.ts';
import { toFrames } from '../../domain/timeline/frame-rate.ts';
import { filmFrames } from '../../domain/timeline/shown-at.ts';
import { clipSlate } from '../../domain/timeline/slate.ts';
import { parseTimecode } from '../../domain/timeline/timecode.ts';
import { showsBoth } from '../../domain/timeline/timeline.ts';
import type { Clip } from '../../schema/clip.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import type { Sha256, TakeId } from '../../schema/ids.ts';
import type { Still } from '../../schema/keyframe.ts';
import type { Marker } from '../../schema/marker.ts';
import type { ClipId, ProjectId, SceneId } from '../../schema/project-ids.ts';
import type { AspectRatio, PictureFit } from '../../schema/project-settings.ts';
import type { Project } from '../../schema/project.ts';
import type { CameraMove, ShotSize } from '../../schema/shot.ts';
import type { Caption } from '../../schema/sound.ts';
import type { Take } from '../../schema/take.ts';
import type { Title } from '../../schema/title.ts';
import { CUT, type Transition } from '../../schema/transition.ts';
import { mediaPath } from './media-path.ts';

/** A file that the film is made of. */
export interface DeliveredMedia {
  readonly asset: Sha256;
  /** Its MIME type. */
  readonly type: string;
  /** Where it lies, seen from the editors' file. */
  readonly path: string;
  /** What it shows, at its own rate; null where it is sound. */
  readonly picture: { readonly frames: number; readonly rate: FrameRate; readonly width: number; readonly height: number } | null;
  /** How long it is, in frames at the film's rate. Sound of unknown length is as long as it is heard, a still as long as it is shown. */
  readonly length: number;
  /** Whether it is one picture, which is shown as long as anybody likes. It goes out as PNG, whatever it is here. */
  readonly isStill: boolean;
}

/** A take that could be shown instead. Frames at the film's rate. */
export interface DeliveredAlternate {
  /** The clip that it belongs to: the one in the cut, or an alternate of it. */
  readonly clip: ClipId;
  readonly take: TakeId;
  /** "1A take 2", "1A A1 take 1". */
  readonly label: string;
  readonly media: DeliveredMedia;
  readonly sourceStart: number;
  readonly length: number;
}

/** A clip of the cut. Frames at the film's rate. */
export interface DeliveredClip {
  readonly id: ClipId;
  readonly slate: string;
  readonly name: string;
  readonly scene: { readonly id: SceneId; readonly number: number; readonly name: string; readonly description: string };
  readonly prompt: string;
  readonly shot: ShotSize | null;
  readonly cameraMove: CameraMove | null;
  readonly start: number;
  readonly end: number;
  /** How many frames it shares with the clip before it. */
  readonly overlap: number;
  readonly sourceStart: number;
  /** As it is shown: one that shows both clips is as long as they overlap. */
  readonly transition: Transition;
  /** Null while no take is selected, or the selected one is gone. */
  readonly shown: { readonly take: TakeId; readonly label: string; readonly media: DeliveredMedia } | null;
  /** What is shown instead while it is null: the picture that it starts on. */
  readonly still: DeliveredMedia | null;
  /** Its other takes, then those of its alternates. */
  readonly alternates: readonly DeliveredAlternate[];
}

/** Sound under the film. Frames at the film's rate. */
export interface DeliveredSound {
  readonly name: string;
  readonly media: DeliveredMedia;
  readonly at: number;
  readonly length: number;
  /** How much of its beginning is left out. */
  readonly from: number;
  /** 1 as it is, 0 silent. */
  readonly gain: number;
  readonly fadeIn: number;
  readonly fadeOut: number;
}

/** The film as it goes to an editor. Frames at the film's rate. */
export interface DeliveredFilm {
  readonly project: ProjectId;
  readonly name: string;
  readonly rate: FrameRate;
  readonly width: number;
  readonly height: number;
  readonly fit: PictureFit;
  readonly length: number;
  /** What the timecode of the first frame counts: one hour, as is usual. */
  readonly firstFrame: number;
  readonly clips: readonly DeliveredClip[];
  readonly titles: readonly Title[];
  readonly captions: readonly Caption[];
  readonly markers: readonly Marker[];
  readonly song: DeliveredSound | null;
  readonly narration: readonly DeliveredSound[];
  /** All files of it, each once. */
  readonly media: readonly DeliveredMedia[];
}

export interface DeliverOptions {
  /** How long the song and the pieces of narration are, in microseconds, where that is known. */
  readonly soundLengths?: ReadonlyMap<Sha256, number>;
}

/** Pixels of the timeline that editors are given. */
const SIZES: Readonly<Record<AspectRatio, readonly [width: number, height: number]>> = {
  '16:9': [1920, 1080],
  '9:16': [1080, 1920],
  '1:1': [1080, 1080],
  '4:5': [1080, 1350],
  '21:9': [2520, 1080],
};

/** The cut of a project with the takes that are there. A clip without a take stays: as its still, or as black of its length. */
export function deliveredFilm(project: Project, takes: readonly Take[], { soundLengths = new Map() }: DeliverOptions = {}): DeliveredFilm {
  const { settings } = project;
  const rate = settings.frameRate;
  const cut = placedCut(project);
  const shelf = new Shelf(takes, rate);
  const slates = slatesOf(project);
  const length = cut.at(-1)?.place.end ?? 0;
  const [width, height] = SIZES[settings.aspect];
  const clips = cut.map((one, i) => delivered(one, cut[i + 1], slates, shelf, (label) => shelf.still(label, firstKeyframe(project, one)?.still, one.clip.sourceStart + one.clip.length, { width, height })));
  const known = (asset: Sha256): number | undefined => {
    const microseconds = soundLengths.get(asset);
    return microseconds === undefined ? undefined : Math.max(1, toFrames(microseconds / 1e6, rate));
  };
  const first = parseTimecode('01:00:00:00', rate);
  return {
    project: project.id,
    name: project.name.trim() || 'Untitled film',
    rate,
    width,
    height,
    fit: settings.fit,
    length,
    firstFrame: first.ok ? first.value : 0,
    clips,
    titles: project.titles,
    captions: project.captions,
    markers: project.markers,
    song: songOf(project, length, known, shelf),
    narration: project.narration.map((piece) => ({
      name: piece.name.trim() || 'Narration',
      media: shelf.sound('narration', piece.asset, piece.type, known(piece.asset) ?? piece.from + piece.length),
      at: piece.at,
      length: piece.length,
      from: piece.from,
      gain: piece.gain,
      fadeIn: 0,
      fadeOut: 0,
    })),
    media: shelf.media,
  };
}

/** Gives each file one place. */
class Shelf {
  readonly #takes: ReadonlyMap<TakeId, Take>;
  readonly #rate: FrameRate;
  readonly #media = new Map<Sha256, DeliveredMedia>();

  constructor(takes: readonly Take[], rate: FrameRate) {
    this.#takes = new Map(takes.map((take) => [take.id, take]));
    this.#rate = rate;
  }

  get media(): readonly DeliveredMedia[] {
    return [...this.#media.values()];
  }

  take(id: TakeId, label: string): DeliveredMedia | undefined {
    const take = this.#takes.get(id);
    if (!take) return undefined;
    const { frames, frameRate, width, height } = take.recipe;
    return this.#put({
      asset: take.media.sha256,
      type: take.media.type,
      path: mediaPath(label, take.media.sha256, take.media.type),
      picture: { frames, rate: exactRate(frameRate), width, height },
      length: filmFrames(take.recipe, this.#rate),
      isStill: false,
    });
  }

  /** A still that is shown so long. The size of a picture of the brief nobody knows here: editors look for themselves. */
  still(label: string, still: Still | null | undefined, length: number, film: { readonly width: number; readonly height: number }): DeliveredMedia | null {
    if (!still) return null;
    const take = still.kind === 'take' ? this.#takes.get(still.take) : undefined;
    if (still.kind === 'take' && !take) return null;
    const { asset, type } = still.kind === 'picture' ? still : { asset: take!.poster.sha256, type: take!.poster.type };
    const { width, height } = take?.recipe ?? film;
    return this.#put({ asset, type, path: mediaPath(`${label} still`, asset, 'image/png'), picture: { frames: 1, rate: this.#rate, width, height }, length, isStill: true });
  }

  sound(label: string, asset: Sha256, type: string, length: number): DeliveredMedia {
    return this.#put({ asset, type, path: mediaPath(label, asset, type), picture: null, length, isStill: false });
  }

  #put(media: DeliveredMedia): DeliveredMedia {
    const there = this.#media.get(media.asset);
    // The same recording can be heard twice, and further in the second time.
    const known = there && there.length < media.length && (!media.picture || media.isStill) ? { ...there, length: media.length } : there;
    this.#media.set(media.asset, known ?? media);
    return known ?? media;
  }
}

/** What stands on the slate of every clip outside the bin. */
function slatesOf(project: Project): ReadonlyMap<ClipId, { slate: string; number: number }> {
  return new Map(
    allClips(project).map(({ scene, stack, clip }) => {
      const number = project.scenes.findIndex(({ members }) => members.some(({ id }) => id === scene.id)) + 1;
      return [clip.id, { slate: clipSlate(number, scene.clips.indexOf(stack), clip.alternate), number }];
    }),
  );
}

function delivered(
  { scene, stack, clip, place }: PlacedClip,
  next: PlacedClip | undefined,
  slates: ReadonlyMap<ClipId, { slate: string; number: number }>,
  shelf: Shelf,
  still: (label: string) => DeliveredMedia | null,
): DeliveredClip {
  const { slate = '', number = 0 } = slates.get(clip.id) ?? {};
  const members = [clip, ...stack.members.filter(({ id }) => id !== clip.id)];
  const listed = new Set<TakeId>();
  const all = members.flatMap((member) => {
    const own = alternatesOf(member, slates.get(member.id)?.slate ?? alternateLabel(member.alternate), shelf);
    // An alternate begins as a copy, with the same takes: of those it adds only the one that it shows.
    const fresh = own.filter(({ take }) => !listed.has(take) || (take === member.selected && member !== clip));
    for (const { take } of own) listed.add(take);
    return fresh;
  });
  const shown = all.find((one) => one.clip === clip.id && one.take === clip.selected);
  return {
    id: clip.id,
    slate,
    name: clip.name.trim(),
    scene: { id: scene.id, number, name: scene.name.trim(), description: scene.description.trim() },
    prompt: clip.prompt.trim(),
    shot: clip.shot,
    cameraMove: clip.cameraMove,
    start: place.start,
    end: place.end,
    overlap: place.overlap,
    sourceStart: clip.sourceStart,
    transition: shownTransition(clip, next),
    shown: shown ? { take: shown.take, label: shown.label, media: shown.media } : null,
    still: shown ? null : still(slate),
    alternates: all.filter((one) => one !== shown),
  };
}

/** The takes of a clip that are there, with what of them would be shown. */
const alternatesOf = (clip: Clip, slate: string, shelf: Shelf): DeliveredAlternate[] =>
  clip.takes.flatMap(({ id }, i) => {
    const label = `${slate} take ${i + 1}`;
    const media = shelf.take(id, label);
    return media ? [{ clip: clip.id, take: id, label, media, sourceStart: clip.sourceStart, length: clip.length }] : [];
  });

function shownTransition({ transition, length }: Clip, next: PlacedClip | undefined): Transition {
  if (transition.kind === 'cut') return CUT;
  if (!showsBoth(transition)) return next || transition.direction === 'out' ? { ...transition, frames: Math.min(transition.frames, length) } : CUT;
  return next && next.place.overlap > 0 ? { ...transition, frames: next.place.overlap } : CUT;
}

function songOf({ brief, sound }: Project, length: number, known: (asset: Sha256) => number | undefined, shelf: Shelf): DeliveredSound | null {
  const { song } = brief;
  if (!song) return null;
  const whole = known(song.asset) ?? sound.songFrom + Math.max(0, length - sound.songAt);
  const heard = Math.min(whole - sound.songFrom, length - sound.songAt);
  if (heard <= 0) return null;
  return {
    name: song.name.trim() || 'Song',
    media: shelf.sound('song', song.asset, song.type, whole),
    at: sound.songAt,
    length: heard,
    from: sound.songFrom,
    gain: sound.songGain,
    fadeIn: Math.min(sound.songFadeIn, heard),
    fadeOut: Math.min(sound.songFadeOut, heard),
  };
}
