import type { Project } from '../../schema/project.ts';
import { cutOf, firstKeyframe, lastKeyframe } from '../timeline/cut.ts';
import type { FilmFacts, PlannedWork } from './planned-work.ts';

/** How many of a kind are there. */
export interface Share {
  readonly made: number;
  readonly all: number;
}

/** How far a film is. */
export interface FilmStanding {
  readonly keyframes: Share;
  /** Of all clips, those that nobody asks for any more too. */
  readonly takes: Share;
  /** Clips that cannot be made as they stand. */
  readonly refused: number;
}

/** How far the film is: what is there, and what is under way or planned beside it. `plan`: what remains. */
export function filmStanding(project: Project, facts: Pick<FilmFacts, 'hasTake' | 'keyframeJob' | 'underWay'>, plan: readonly PlannedWork[]): FilmStanding {
  const { hasTake, keyframeJob, underWay } = facts;
  const cut = cutOf(project);
  const used = new Map(cut.flatMap((found) => [firstKeyframe(project, found), lastKeyframe(found.clip)]).flatMap((keyframe) => (keyframe ? [[keyframe.id, keyframe]] : [])));
  const shown = [...used.values()].filter(({ still }) => still !== null && (still.kind === 'picture' || hasTake(still.take)));
  const drawing = [...used.values()].filter((keyframe) => !shown.includes(keyframe) && keyframeJob?.(keyframe.id) !== undefined);
  const planned = (kind: PlannedWork['kind']): number => plan.filter((work) => work.kind === kind).length;
  const made = cut.reduce((sum, { clip }) => sum + clip.takes.filter(({ id }) => hasTake(id)).length, 0);
  const onTheirWay = cut.reduce((sum, { clip }) => sum + (underWay?.(clip.id) ?? 0), 0);
  return {
    keyframes: { made: shown.length, all: shown.length + drawing.length + planned('keyframe') + planned('place') },
    takes: { made, all: made + onTheirWay + planned('clip') },
    refused: planned('refused'),
  };
}
