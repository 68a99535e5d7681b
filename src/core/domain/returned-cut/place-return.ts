import { allClips, type CutClip, sceneInCut } from '../timeline/cut.ts';
import { clipSlate } from '../timeline/slate.ts';
import type { ClipStack } from '../../schema/clip.ts';
import type { TakeId } from '../../schema/ids.ts';
import type { ClipId } from '../../schema/project-ids.ts';
import type { Project } from '../../schema/project.ts';
import type { Take } from '../../schema/take.ts';
import type { ReturnedClip, ReturnedCut } from './returned-cut.ts';

/** A clip that came back, with the clip of the project that it is. */
export interface PlacedReturn {
  readonly clip: ClipId;
  /** Whether another part of the same clip stands further up already, so that this one becomes a clip of its own. */
  readonly again: boolean;
  /** The take that it shows; undefined where that stays. */
  readonly take: TakeId | undefined;
  readonly returned: ReturnedClip;
}

export interface ReturnPlan {
  /** In the order of the film. */
  readonly placed: readonly PlacedReturn[];
  /** Clips of the cut that did not come back. */
  readonly left: readonly ClipId[];
  /** What could not be placed, and what has no place here: whole sentences. */
  readonly remarks: readonly string[];
}

/** Finds for each clip that came back the one that it is: by its id, else by its file, else by its slate or name. */
export function placeReturn(project: Project, cut: ReturnedCut, takes: readonly Take[]): ReturnPlan {
  const candidates = candidatesOf(project);
  const hashes = new Map<string, string>(takes.map(({ id, media }) => [id, media.sha256]));
  const used = new Set<string>();
  const stills = stillsOf(project, takes);
  const isStill = (asset: string): boolean => stills.some((still) => still.startsWith(asset));
  const remarks: string[] = [];
  const placed = cut.clips.flatMap((returned): PlacedReturn[] => {
    const found = find(candidates, returned, hashes, used);
    if (!found) {
      remarks.push(`“${returned.name || 'A clip without a name'}” is no clip of this film. Its place stays black.`);
      return [];
    }
    const { stack, clip } = found;
    const again = used.has(stack.family);
    used.add(stack.family);
    const take = takeOf(clip, returned, hashes);
    if (take === undefined && returned.asset !== undefined && !showsIt(clip, returned.asset, hashes) && !isStill(returned.asset)) {
      remarks.push(`“${returned.name}” shows a file that is no take of clip ${found.slate}. The clip keeps its take.`);
    }
    return [{ clip: clip.id, again, take: take === clip.selected ? undefined : take, returned }];
  });
  const left = candidates.filter(({ stack, clip }) => stack.inCut === clip.id && !used.has(stack.family)).map(({ clip }) => clip.id);
  const other = cut.project !== undefined && cut.project !== project.id ? ['The file was made from another project. Clips were matched all the same.'] : [];
  return { placed, left, remarks: [...other, ...remarks, ...cut.remarks] };
}

/** The stills that went out for clips without a take. */
const stillsOf = (project: Project, takes: readonly Take[]): string[] => [
  ...takes.map(({ poster }) => poster.sha256),
  ...allClips(project).flatMap(({ clip }) => clip.keyframes.flatMap(({ still }) => (still?.kind === 'picture' ? [still.asset] : []))),
];

type Candidate = CutClip & { readonly slate: string; readonly stack: ClipStack };

/** The clips of the scenes in the cut, alternates too. */
const candidatesOf = ({ scenes }: Project): Candidate[] =>
  scenes.flatMap((stack, number) => {
    const scene = sceneInCut(stack);
    return scene.clips.flatMap((clips, index) =>
      clips.members.map((clip) => ({ scene, stack: clips, clip, slate: clipSlate(number + 1, index, clip.alternate) })),
    );
  });

function find(candidates: readonly Candidate[], returned: ReturnedClip, hashes: ReadonlyMap<string, string>, used: ReadonlySet<string>): Candidate | undefined {
  const byId = candidates.find(({ clip }) => clip.id === returned.clip);
  if (byId) return byId;
  const slate = /^\d+[A-Z]+(?: A\d+)?(?=\s|$)/.exec(returned.name)?.[0];
  // Several clips can show one file: the one of that slate, then one that is not taken yet, goes before.
  const first = (among: readonly Candidate[]): Candidate | undefined =>
    among.find((one) => one.slate === slate) ?? among.find(({ stack, clip }) => stack.inCut === clip.id && !used.has(stack.family)) ?? among[0];
  const { asset } = returned;
  if (asset !== undefined) return first(candidates.filter(({ clip }) => clip.takes.some(({ id }) => hashes.get(id)?.startsWith(asset))));
  const name = returned.name.trim().toLowerCase();
  return candidates.find((one) => one.slate === slate) ?? first(candidates.filter(({ clip }) => name !== '' && clip.name.trim().toLowerCase() === name));
}

/** The take of a clip that came back, by its id or by its file. */
function takeOf(clip: Candidate['clip'], { take, asset }: ReturnedClip, hashes: ReadonlyMap<string, string>): TakeId | undefined {
  const byId = clip.takes.find(({ id }) => id === take)?.id;
  if (byId || asset === undefined) return byId;
  if (showsIt(clip, asset, hashes)) return undefined;
  return clip.takes.find(({ id }) => hashes.get(id)?.startsWith(asset))?.id;
}

const showsIt = ({ selected }: Candidate['clip'], asset: string, hashes: ReadonlyMap<string, string>): boolean =>
  selected !== null && hashes.get(selected)?.startsWith(asset) === true;
