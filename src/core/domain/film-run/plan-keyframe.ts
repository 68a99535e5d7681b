import type { Fault } from '../../schema/fault.ts';
import type { Keyframe } from '../../schema/keyframe.ts';
import type { Mode } from '../../schema/mode.ts';
import type { Project } from '../../schema/project.ts';
import type { Sha256 } from '../../schema/ids.ts';
import { fail, ok, type Result } from '../../schema/result.ts';
import { adaptersOfClip, inRequest } from '../generate/clip-adapters.ts';
import { joinPrompt, negativePromptOfClip, promptParts } from '../generate/clip-prompt.ts';
import { drawnAs, said, wordsOf } from '../generate/clip-request.ts';
import { framesFor, sizeFor } from '../generate/clip-shape.ts';
import { quickened } from '../generate/quick.ts';
import type { CutClip } from '../timeline/cut.ts';
import type { End, FilmFacts, PlannedKeyframe } from './planned-work.ts';
import { workSeed } from './work-seed.ts';

/** The mode that stills are drawn in: as pictures, else as the first frame of the shortest clip; undefined where the model goes by no words alone. */
export const stillMode = (modes: readonly Mode[]): Mode | undefined => (['t2i', 't2v'] as const).find((mode) => modes.includes(mode));

/** The words a keyframe is drawn from: its own, where it has any, in place of the clip's. A still does not move, so the camera's move is left out. */
export function promptOfKeyframe(project: Project, found: CutClip, keyframe: Pick<Keyframe, 'prompt'> | undefined): string {
  const own = keyframe?.prompt.trim() ?? '';
  const parts = promptParts(project, found).filter(({ from }) => from !== 'camera' && (own === '' || from !== 'clip'));
  return joinPrompt([own, ...parts.map(({ text }) => text)]);
}

/**
 * The drawing of one keyframe. `place`: of the clip in the film, from 0. Fails with `prompt-empty`, `prompt-too-long`
 * and, where the model draws nothing from words, `mode-not-supported`.
 */
export function planKeyframe(project: Project, facts: FilmFacts, found: CutClip, place: number, end: End, keyframe: Keyframe | undefined): Result<PlannedKeyframe, Fault> {
  const { model, say = same, seed = 0 } = facts;
  const { clip } = found;
  const mode = stillMode(model.modes);
  if (!mode) return fail({ reason: 'mode-not-supported', facts: { mode: 't2i', model: model.name } });
  const words = wordsOf(said(promptOfKeyframe(project, found, keyframe), say), negativePromptOfClip(project, found));
  if (!words.ok) return words;
  if (words.value.prompt === '') return fail({ reason: 'prompt-empty', facts: {} });
  const [width, height] = sizeFor(project.settings.aspect, model.size);
  const { loras, references } = adaptersOfClip(project, clip);
  return ok({
    kind: 'keyframe',
    key: keyframeKey(clip.id, end),
    clip: clip.id,
    end,
    keyframe: keyframe?.id ?? null,
    request: quickened({
      mode,
      ...words.value,
      seed: workSeed(seed, place, end, keyframe?.takes.length ?? 0),
      ...{ width, height },
      frames: mode === 't2i' ? 1 : framesFor(1, project.settings.frameRate, model),
      ...drawnAs(project, found, model, { ...model.defaults, ...given(facts) }),
      ...inRequest({ loras, references: [...new Set([...references, ...productsFor(project, facts)])] }),
    }, facts.quick, model),
  });
}

export const keyframeKey = (clip: string, end: End): string => `${clip}/${end}`;

/** Pictures of the brief's products, where the model looks at pictures. */
export const productsFor = ({ brief }: Pick<Project, 'brief'>, { model }: Pick<FilmFacts, 'model'>): Sha256[] =>
  model.adapters.references ? brief.pictures.filter(({ shows }) => shows === 'product').map(({ asset }) => asset) : [];

/** What of the settings was said. */
export const given = ({ steps, guidance }: Pick<FilmFacts, 'steps' | 'guidance'>): { steps?: number; guidance?: number } => ({
  ...(steps !== undefined && { steps }),
  ...(guidance !== undefined && { guidance }),
});

const same = (prompt: string): string => prompt;
