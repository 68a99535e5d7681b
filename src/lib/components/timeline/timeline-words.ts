import { formatTimecode } from '#core/domain/timecode.ts';
import { transitionWords } from '#core/domain/transition-words.ts';
import type { Clip } from '#core/schema/clip.ts';
import type { FrameRate } from '#core/schema/film-time.ts';
import type { TimelineClip, TimelineScene } from '#lib/state/project/timeline.svelte.ts';
import { counted } from '../ui/figures.ts';

/** What a clip shows: its name, else its prompt. */
export const showsWords = (clip: Pick<Clip, 'name' | 'prompt'>): string => clip.name.trim() || clip.prompt.trim() || 'No prompt yet';

/** All that the eye reads off a clip's block. */
export function clipLabel(cell: TimelineClip, rate: FrameRate): string {
  const ways = cell.stack.members.length - 1;
  const parts = [
    `Clip ${cell.slate}`,
    showsWords(cell.clip),
    `At ${formatTimecode(cell.place.start, rate)}`,
    counted(cell.clip.length, 'frame'),
    cell.clip.selected === null ? 'No take yet' : '',
    transitionWords(cell.clip.transition),
    ways > 0 ? counted(ways, 'alternate') : '',
  ];
  return `${parts.filter(Boolean).map((part) => part.replace(/[.\s]+$/, '')).join('. ')}.`;
}

export const sceneName = ({ scene, slate }: TimelineScene): string => scene.name.trim() || `Scene ${slate}`;

export const sceneLabel = (cell: TimelineScene, rate: FrameRate): string =>
  `Scene ${cell.slate}. ${cell.scene.name.trim() || 'No name'}. At ${formatTimecode(cell.place.start, rate)}. ${counted(cell.scene.clips.length, 'clip')}.${cell.stack.members.length > 1 ? ` ${counted(cell.stack.members.length - 1, 'alternate')}.` : ''}`;
