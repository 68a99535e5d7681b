import { SHOT_WORDS } from '#core/domain/generate/clip-prompt.ts';
import { toSeconds } from '#core/domain/timeline/frame-rate.ts';
import { sceneFacts } from '#core/domain/timeline/scene-facts.ts';
import { formatTimecode } from '#core/domain/timeline/timecode.ts';
import type { Clip, ClipRole } from '#core/schema/clip.ts';
import type { FrameRate } from '#core/schema/film-time.ts';
import type { Scene } from '#core/schema/scene.ts';
import type { ClipWork } from '#lib/state/project/batch-progress.ts';
import type { ClipCell, SceneCell } from '#lib/state/project/board.svelte.ts';
import { titled } from '#lib/state/project/board-actions.ts';
import type { Progress } from '#core/schema/progress.ts';
import { counted } from '../ui/figures.ts';

export const ROLE_WORDS: Record<ClipRole, string> = { hook: 'Hook', body: 'Body', 'call-to-action': 'Call to action' };

/** With a capital, to begin a line with. */
export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

export const shotName = (clip: Pick<Clip, 'shot'>): string => (clip.shot ? capital(SHOT_WORDS[clip.shot].replace(/ shot$/, '')) : '');

/** The longest title of a card, in UTF-16 code units: more than two lines never show. */
const TITLE_LENGTH = 160;

/** What a clip shows: its name, else its prompt. */
export function clipWords(clip: Clip): string {
  const whole = clip.name.trim() || clip.prompt.trim() || 'No prompt yet';
  const shows = whole.length > TITLE_LENGTH ? `${whole.slice(0, TITLE_LENGTH).toWellFormed()}…` : whole;
  const shot = shotName(clip);
  return shot ? `${shot}. ${capital(shows)}` : shows;
}

/** A length as people say it: `4 s`, `2.5 s`, `1 min 5 s`. */
export function saidFrames(frames: number, rate: FrameRate): string {
  const seconds = toSeconds(frames, rate);
  if (seconds < 59.95) return `${seconds.toFixed(1).replace(/\.0$/, '')} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min${whole % 60 ? ` ${whole % 60} s` : ''}`;
}

/** What is being done for a clip, or what it has. */
export function workWords(clip: Clip, work: ClipWork | undefined, progress: Progress | undefined): string {
  if (work?.running) return progress?.stage === 'denoise' ? `step ${progress.step} of ${progress.steps}` : 'at work';
  if (work && work.waiting.length > 0) return work.waiting.every(({ job }) => job.state === 'paused') ? 'paused' : `${work.waiting.length > 1 ? `${work.waiting.length} takes ` : ''}in line`;
  if (work && work.failed.length > 0) return `${work.failed.length > 1 ? `${work.failed.length} takes ` : ''}failed`;
  if (clip.takes.length === 0 && clip.keyframes.some(({ id, still }) => id === clip.first && still)) return 'a still, no take yet';
  return clip.takes.length === 0 ? 'no take yet' : counted(clip.takes.length, 'take');
}

/** How many alternates there are, the original counted; nothing where it is alone. */
export const waysWords = ({ stack }: ClipCell | SceneCell): string => (stack.members.length > 1 ? `${stack.members.length} ways` : '');

/** What ears hear, in the order in which eyes see it. */
export function clipLabel(cell: ClipCell, rate: FrameRate, words: string): string {
  const parts = [titled(cell), waysWords(cell), clipWords(cell.clip), saidFrames(cell.clip.length, rate), words];
  return `${parts.filter(Boolean).map((part) => part.replace(/[.\s]+$/, '')).join('. ')}.`;
}

/** How far a scene is made. */
export function madeWords(scene: Scene): string {
  const { clips, made } = sceneFacts(scene);
  if (clips === 0) return '';
  return made === clips ? 'complete' : made === 0 ? 'not yet' : `${made} of ${clips}`;
}

/** `3 clips · 00:00:12:00 · complete`. */
export function sceneWords(scene: Scene, rate: FrameRate): string {
  const { clips, length } = sceneFacts(scene);
  return [counted(clips, 'clip'), formatTimecode(length, rate), madeWords(scene)].filter(Boolean).join(' · ');
}

export const sceneTitle = ({ scene }: Pick<SceneCell, 'scene'>): string => scene.name.trim() || 'Scene without a name';

export function sceneLabel(cell: SceneCell, rate: FrameRate): string {
  return [titled(cell), sceneTitle(cell), sceneWords(cell.scene, rate), waysWords(cell)].filter(Boolean).join('. ');
}
