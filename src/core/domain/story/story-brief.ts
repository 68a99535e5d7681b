import { BRIEF_PICTURES, type BriefPicture, type TemplateId } from '../../schema/brief.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import type { Sha256 } from '../../schema/ids.ts';
import type { Project } from '../../schema/project.ts';
import { readBrief } from '../project/brief-reading.ts';
import { convertFrames, toFrames } from '../timeline/frame-rate.ts';
import { TEMPLATES } from '../templates/all.ts';
import { TEMPLATE_RATE } from '../templates/template.ts';
import type { Span } from '../timeline/timeline.ts';

/** A picture of the brief and what is known of it. */
export interface StoryPicture extends Pick<BriefPicture, 'name' | 'shows'> {
  readonly asset: Sha256;
  /** Names of its main colours, the strongest first; none while nobody has measured. */
  readonly colours: readonly string[];
  /** What it shows, in words; empty where nobody knows. */
  readonly caption: string;
}

/** A part of the song, in frames of the film at the project's rate. */
export interface SongSection extends Span {
  /** Verse, chorus; empty where nobody knows. */
  readonly name: string;
}

/** All that a story is written from. Lengths in frames at `rate`. */
export interface StoryBrief {
  readonly text: string;
  readonly audience: string;
  readonly lyrics: string;
  /** The template that the film follows; null where none. */
  readonly template: TemplateId | null;
  readonly pictures: readonly StoryPicture[];
  readonly targetLength: number | null;
  readonly rate: FrameRate;
  readonly song: {
    readonly length: number;
    readonly sections?: readonly SongSection[];
    /** The frames of the film at which it has a beat, in order; absent where nobody has listened. */
    readonly beats?: readonly number[];
  } | null;
}

/** What the project does not say itself. */
export interface BriefFacts {
  readonly pictures?: ReadonlyMap<Sha256, Partial<Pick<StoryPicture, 'colours' | 'caption'>>>;
  readonly song?: StoryBrief['song'];
}

export function storyBriefOf(project: Pick<Project, 'brief' | 'settings'>, facts: BriefFacts = {}): StoryBrief {
  const { brief, settings } = project;
  return {
    text: readBrief(brief.text).read,
    audience: brief.audience,
    lyrics: brief.lyrics,
    template: brief.template,
    pictures: brief.pictures.slice(0, BRIEF_PICTURES).map(({ asset, name, shows }) => ({
      asset,
      name,
      shows,
      colours: facts.pictures?.get(asset)?.colours ?? [],
      caption: facts.pictures?.get(asset)?.caption ?? '',
    })),
    targetLength: brief.targetLength,
    rate: settings.frameRate,
    song: brief.song ? (facts.song ?? null) : null,
  };
}

/** How long a film is where nobody has said: seconds. */
const USUAL_SECONDS = 30;

/** How long the film is to be, in frames: as the brief says, else as long as its song, else as its template. */
export function targetOf({ targetLength, song, template, rate }: Pick<StoryBrief, 'targetLength' | 'song' | 'template' | 'rate'>): number {
  if (targetLength !== null) return targetLength;
  if (song && song.length > 0) return song.length;
  const from = TEMPLATES.find(({ id }) => id === template);
  return Math.max(1, from ? convertFrames(from.length, TEMPLATE_RATE, rate) : toFrames(USUAL_SECONDS, rate));
}
