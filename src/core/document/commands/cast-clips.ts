import { findClip, firstKeyframe } from '../../domain/timeline/cut.ts';
import type { Still } from '../../schema/keyframe.ts';
import type { CharacterId, ClipId, StyleId } from '../../schema/project-ids.ts';
import type { Project } from '../../schema/project.ts';
import type { Command } from '../project-document.ts';
import { applyCharacter } from './character.ts';
import { counted, done } from './done.ts';
import { clipName } from './names.ts';
import { applyStyle } from './style.ts';
import { startOrEndOn } from './use-asset.ts';

/** Clips that are to have something, and clips that are not. */
export interface ClipsOnOff {
  readonly on: readonly ClipId[];
  readonly off: readonly ClipId[];
}

/** Says which clips show a character, as one change; with a still, those that do start on it. */
export const castCharacter =
  (id: CharacterId, { on, off }: ClipsOnOff, start: Still | null = null): Command<void> =>
  (edit) => {
    const startOn = start ? on.map((clip) => startUnlessSo(clip, start)) : [];
    for (const command of [...some(on, applyCharacter(id, on)), ...some(off, applyCharacter(id, off, false)), ...startOn]) {
      const result = command(edit);
      if (!result.ok) return result;
    }
    return done(undefined, nameOf('character', { on, off }, edit.project));
  };

/** Says which clips are generated in a style, as one change. */
export const styleClips =
  (id: StyleId, { on, off }: ClipsOnOff): Command<void> =>
  (edit) => {
    for (const command of [...some(on, applyStyle(id, on)), ...some(off, applyStyle(null, off))]) {
      const result = command(edit);
      if (!result.ok) return result;
    }
    return done(undefined, nameOf('style', { on, off }, edit.project));
  };

const nameOf = (what: string, { on, off }: ClipsOnOff, project: Project): string =>
  on.length > 0 ? `apply a ${what} to ${named(on, project)}` : `take a ${what} off ${named(off, project)}`;
const named = (clips: readonly ClipId[], project: Project): string => counted('clip', clips.length, clipName(project, clips[0] as ClipId));

const some = (clips: readonly ClipId[], command: Command<void>): Command<void>[] => (clips.length > 0 ? [command] : []);

/** A clip that starts on it already keeps its keyframe. */
const startUnlessSo =
  (clip: ClipId, start: Still): Command<void> =>
  (edit) => {
    const found = findClip(edit.project, clip);
    const now = found && found.clip.first !== 'inherit' ? firstKeyframe(edit.project, found)?.still : null;
    const isSo = now?.kind === 'picture' && start.kind === 'picture' && now.asset === start.asset;
    return isSo ? done(undefined, 'start on a picture') : startOrEndOn(clip, 'first', start)(edit);
  };
