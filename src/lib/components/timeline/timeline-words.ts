import { formatTimecode } from '#core/domain/timeline/timecode.ts';
import { transitionWords } from '#core/domain/timeline/transition-words.ts';
import type { Clip } from '#core/schema/clip.ts';
import type { FrameRate } from '#core/schema/film-time.ts';
import type { Block, TimelineScene } from '#lib/state/project/timeline.svelte.ts';
import { counted } from '../ui/figures.ts';

/** What a clip shows: its name, else its prompt. */
export const showsWords = (clip: Pick<Clip, 'name' | 'prompt'>): string => clip.name.trim() || clip.prompt.trim() || 'No prompt yet';

/** All that the eye reads off a clip's block. `start`: its first frame in the film. */
export function clipLabel({ slate, clip, stack }: Block, start: number, rate: FrameRate): string {
  const ways = stack.members.length - 1;
  const parts = [
    `Clip ${slate}`,
    showsWords(clip),
    `At ${formatTimecode(start, rate)}`,
    counted(clip.length, 'frame'),
    clip.selected === null ? 'No take yet' : '',
    transitionWords(clip.transition),
    ways > 0 ? counted(ways, 'alternate') : '',
  ];
  return `${parts.filter(Boolean).map((part) => part.replace(/[.\s]+$/, '')).join('. ')}.`;
}

export const sceneName = ({ scene, slate }: TimelineScene): string => scene.name.trim() || `Scene ${slate}`;

/** `start`: its first frame in the film. */
export const sceneLabel = (cell: TimelineScene, start: number, rate: FrameRate): string =>
  `Scene ${cell.slate}. ${cell.scene.name.trim() || 'No name'}. At ${formatTimecode(start, rate)}. ${counted(cell.scene.clips.length, 'clip')}.${cell.stack.members.length > 1 ? ` ${counted(cell.stack.members.length - 1, 'alternate')}.` : ''}`;
