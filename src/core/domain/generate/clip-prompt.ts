import type { Project } from '../../schema/project.ts';
import type { CameraMove, ShotSize } from '../../schema/shot.ts';
import type { CutClip } from '../timeline/cut.ts';

type Cast = Pick<Project, 'characters' | 'styles'>;

/** Where a part of a prompt comes from. */
export type PromptSource = 'clip' | 'camera' | 'shot' | 'character' | 'scene' | 'style';

export interface PromptPart {
  readonly from: PromptSource;
  readonly text: string;
}

/** Shot sizes as film people say them. */
export const SHOT_WORDS: Record<ShotSize, string> = {
  'extreme-wide': 'extreme wide shot',
  wide: 'wide shot',
  full: 'full shot',
  medium: 'medium shot',
  'medium-close-up': 'medium close-up',
  'close-up': 'close-up',
  'extreme-close-up': 'extreme close-up',
};

/** Camera moves as film people say them. */
export const CAMERA_WORDS: Record<CameraMove, string> = {
  static: 'static camera',
  'pan-left': 'pan left',
  'pan-right': 'pan right',
  'tilt-up': 'tilt up',
  'tilt-down': 'tilt down',
  'zoom-in': 'zoom in',
  'zoom-out': 'zoom out',
  'dolly-in': 'dolly in',
  'dolly-out': 'dolly out',
  'truck-left': 'truck left',
  'truck-right': 'truck right',
  'crane-up': 'crane up',
  'crane-down': 'crane down',
  'orbit-left': 'orbit left',
  'orbit-right': 'orbit right',
  handheld: 'handheld camera',
};

/**
 * What a clip's prompt is made of, the clip's own words first: of two words for one thing a model
 * goes by the first. The camera stands before the shot size, which some models take for a camera move.
 */
export function promptParts({ characters, styles }: Cast, { clip, scene }: Pick<CutClip, 'clip' | 'scene'>): PromptPart[] {
  const cast = characters.filter(({ id }) => clip.characters.includes(id));
  const style = styles.find(({ id }) => id === clip.style);
  const parts: PromptPart[] = [
    { from: 'clip', text: clip.prompt },
    { from: 'camera', text: clip.cameraMove ? CAMERA_WORDS[clip.cameraMove] : '' },
    { from: 'shot', text: clip.shot ? SHOT_WORDS[clip.shot] : '' },
    ...cast.flatMap(({ triggerWords, styleNotes }): PromptPart[] => [
      { from: 'character', text: triggerWords },
      { from: 'character', text: styleNotes },
    ]),
    { from: 'scene', text: scene.prompt },
    { from: 'style', text: style?.prompt ?? '' },
  ];
  return parts.map(({ from, text }) => ({ from, text: oneLine(text) })).filter(({ text }) => text !== '');
}

/** The prompt that is sent for a clip: its own words and all that it inherits. */
export const promptOfClip = (cast: Cast, found: Pick<CutClip, 'clip' | 'scene'>): string => joined(promptParts(cast, found).map(({ text }) => text));

/** What is to be kept out: what the clip says and what its style says. */
export function negativePromptOfClip({ styles }: Pick<Cast, 'styles'>, { clip }: Pick<CutClip, 'clip'>): string {
  const style = styles.find(({ id }) => id === clip.style);
  return joinPrompt([clip.negativePrompt, style?.negativePrompt ?? '']);
}

/** Parts of a prompt as one, each on one line and once. */
export const joinPrompt = (parts: readonly string[]): string => joined(parts.map(oneLine));

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().replace(/[,;]+$/, '');

/** Each part once, apart by commas; a part that ends in a full stop needs none. */
function joined(parts: readonly string[]): string {
  const once = [...new Set(parts.filter((part) => part !== ''))];
  return once.reduce((all, part) => (all === '' ? part : `${all}${/[.!?]$/.test(all) ? '' : ','} ${part}`), '');
}
