import type { Editor } from '#lib/state/project/board-actions.ts';
import type { FilmClipboard } from '#lib/state/project/film-clipboard.ts';
import type { TimelineActions } from '#lib/state/project/timeline-actions.svelte.ts';
import type { TimelineState } from '#lib/state/project/timeline.svelte.ts';
import { removeScenes } from '#core/document/commands/scene.ts';
import type { Desk } from '../projects/clip-desk.ts';

interface Parts {
  readonly timeline: TimelineState;
  readonly actions: TimelineActions;
  readonly editor: Editor;
  readonly clipboard: FilmClipboard;
  focus(key: string): void;
}

/** Copies the clip or the scene that has the focus, and pastes behind it. */
export function timelineDesk({ timeline, actions, editor, clipboard, focus }: Parts): Desk {
  return {
    isHere: () => Boolean(document.activeElement?.closest('[role=treegrid]')),
    text() {
      const { current } = timeline;
      return current && clipboard.textOf(current.kind === 'scene' ? { kind: 'scenes', ids: [current.scene.id] } : { kind: 'clips', ids: [current.clip.id] });
    },
    name() {
      const { current } = timeline;
      return current ? `${current.kind === 'clip' ? 'Clip' : 'Scene'} ${current.slate}` : '';
    },
    remove() {
      const { current } = timeline;
      const { film } = editor;
      if (current?.kind === 'clip') actions.remove(current);
      else if (current) editor.run(removeScenes(current.stack.members.map(({ id }) => id)));
      return editor.film !== film;
    },
    paste(text) {
      const { current } = timeline;
      const spot = current && (current.kind === 'scene' ? { scene: current.scene.id, behind: null } : { scene: current.scene.id, behind: current.clip.id });
      const pasted = clipboard.paste(text, spot, { prompts: false });
      if (!pasted) return;
      const cell =
        pasted.kind === 'clips' ? timeline.clips.find(({ clip }) => clip.id === pasted.ids[0]) : timeline.scenes.find(({ scene }) => scene.id === pasted.ids[0]);
      if (cell) focus(cell.key);
    },
  };
}
