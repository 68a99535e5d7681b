import { clipSounds } from '../sound/sound-plan.ts';
import { alternateLabel } from '../../domain/timeline/alternates.ts';
import { allClips, firstKeyframe, type PlacedClip, placedCut } from '../../domain/timeline/cut.ts';
import { clipSlate } from '../../domain/timeline/slate.ts';
import { parseTimecode } from '../../domain/timeline/timecode.ts';
import { showsBoth } from '../../domain/timeline/timeline.ts';
import type { Clip } from '../../schema/clip.ts';
import type { SoundPiece } from '../../schema/film-sheet.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import type { TakeId } from '../../schema/ids.ts';
import type { Marker } from '../../schema/marker.ts';
import type { ClipId, ProjectId, SceneId } from '../../schema/project-ids.ts';
import type { AspectRatio, PictureFit } from '../../schema/project-settings.ts';
import type { Project } from '../../schema/project.ts';
import type { CameraMove, ShotSize } from '../../schema/shot.ts';
import type { Caption } from '../../schema/sound.ts';
import type { Take } from '../../schema/take.ts';
import type { Title } from '../../schema/title.ts';
import { CUT, type Transition } from '../../schema/transition.ts';
import { type DeliveredMedia, type HeardSounds, MediaShelf } from './media-shelf.ts';

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
  /** How loud its own sound is, 1 as it is; null where it has none, or none is wanted. */
  readonly gain: number | null;
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
  /** Whether its colours were changed here. */
  readonly graded: boolean;
  /** The sound of the take that is shown, over the whole of the clip; null where it has none, or none is wanted. */
  readonly sound: DeliveredSound | null;
  /** Its other takes, then those of its alternates. */
  readonly alternates: readonly DeliveredAlternate[];
}

/** What sounds in the film. Frames at the film's rate. */
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
  /** How much quieter the song is while somebody narrates, in decibels. */
  readonly duckBy: number;
  /** All files of it, each once. */
  readonly media: readonly DeliveredMedia[];
}

export interface DeliverOptions {
  /** What was found in the song, the narration and the videos that sound, where somebody looked. */
  readonly sounds?: HeardSounds;
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
export function deliveredFilm(project: Project, takes: readonly Take[], { sounds = new Map() }: DeliverOptions = {}): DeliveredFilm {
  const { settings } = project;
  const rate = settings.frameRate;
  const byId = new Map(takes.map((take) => [take.id, take]));
  const cut = placedCut(project);
  const shelf = new MediaShelf(takes, rate, sounds);
  const slates = slatesOf(project);
  const length = cut.at(-1)?.place.end ?? 0;
  const [width, height] = SIZES[settings.aspect];
  const heard = clipSounds(project, (id) => byId.get(id), length);
  const clips = cut.map((one, i) => delivered(one, cut[i + 1], slates, shelf, heard.get(one.clip.id), (label) => shelf.still(label, firstKeyframe(project, one)?.still, one.clip.sourceStart + one.clip.length, { width, height })));
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
    song: songOf(project, length, shelf),
    narration: project.narration.map((piece) => ({
      name: piece.name.trim() || 'Narration',
      media: shelf.sound('narration', piece, shelf.lengthOfSound(piece.asset) ?? piece.from + piece.length),
      at: piece.at,
      length: piece.length,
      from: piece.from,
      gain: piece.gain,
      fadeIn: 0,
      fadeOut: 0,
    })),
    duckBy: project.sound.duckBy,
    media: shelf.media,
  };
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
  shelf: MediaShelf,
  heard: SoundPiece | undefined,
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
    graded: clip.grade !== null,
    sound: shown && heard && shelf.heardOf(shown.take) ? { ...heard, media: shelf.soundOf(`${slate} sound`, heard) } : null,
    alternates: all.filter((one) => one !== shown),
  };
}

/** The takes of a clip that are there, with what of them would be shown. */
const alternatesOf = (clip: Clip, slate: string, shelf: MediaShelf): DeliveredAlternate[] =>
  clip.takes.flatMap(({ id }, i) => {
    const label = `${slate} take ${i + 1}`;
    const media = shelf.take(id, label);
    return media ? [{ clip: clip.id, take: id, label, media, sourceStart: clip.sourceStart, length: clip.length, gain: media.sound && !clip.muted ? clip.gain : null }] : [];
  });

function shownTransition({ transition, length }: Clip, next: PlacedClip | undefined): Transition {
  if (transition.kind === 'cut') return CUT;
  if (!showsBoth(transition)) return next || transition.direction === 'out' ? { ...transition, frames: Math.min(transition.frames, length) } : CUT;
  return next && next.place.overlap > 0 ? { ...transition, frames: next.place.overlap } : CUT;
}

function songOf({ brief, sound }: Project, length: number, shelf: MediaShelf): DeliveredSound | null {
  const { song } = brief;
  if (!song) return null;
  const whole = shelf.lengthOfSound(song.asset) ?? sound.songFrom + Math.max(0, length - sound.songAt);
  const heard = Math.min(whole - sound.songFrom, length - sound.songAt);
  if (heard <= 0) return null;
  return {
    name: song.name.trim() || 'Song',
    media: shelf.sound('song', song, whole),
    at: sound.songAt,
    length: heard,
    from: sound.songFrom,
    gain: sound.songGain,
    fadeIn: Math.min(sound.songFadeIn, heard),
    fadeOut: Math.min(sound.songFadeOut, heard),
  };
}

/** Whether a clip is heard with the file that is seen, and not with the one which that was made from. */
export const hearsItself = ({ shown, sound }: DeliveredClip): boolean => sound !== null && sound.media.asset === shown?.media.asset;
