import type { PlannedWork } from '../../domain/film-run/planned-work.ts';
import { findClip } from '../../domain/timeline/cut.ts';
import type { KeyframeId } from '../../schema/project-ids.ts';
import type { Command } from '../project-document.ts';
import { done, notFound } from './done.ts';

/**
 * Makes the places that planned work is for: keyframes that clips lack, and pictures of the brief put where they belong, as
 * one change. Resolves to the keyframes by the keys of their work.
 */
export const makeReady =
  (plan: readonly PlannedWork[]): Command<ReadonlyMap<string, KeyframeId>> =>
  (edit) => {
    const wanted = plan.flatMap((work) => (work.kind === 'keyframe' || work.kind === 'place' ? [work] : []));
    if (wanted.some(({ clip }) => !findClip(edit.project, clip))) return notFound('clip');
    const keyframes = new Map<string, KeyframeId>();
    for (const work of wanted) {
      const id = work.keyframe ?? edit.newId<KeyframeId>();
      if (work.keyframe === null) {
        edit.add('keyframes', id, { clip: work.clip, prompt: '', still: null, createdAt: edit.now() });
        edit.set('clips', work.clip, { [work.end]: id });
      }
      if (work.kind === 'place') edit.set('keyframes', id, { still: work.still });
      keyframes.set(work.key, id);
    }
    return done(keyframes, 'make the film');
  };
