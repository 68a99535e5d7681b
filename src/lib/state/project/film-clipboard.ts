import { findScene } from '#core/domain/timeline/cut.ts';
import { explainRefusal } from '#core/domain/words/explain-refusal.ts';
import { copyClips, copyScenes } from '#core/document/clipboard/copy.ts';
import { pasteClips, pasteScenes } from '#core/document/clipboard/paste.ts';
import { readPayload } from '#core/document/clipboard/read-payload.ts';
import { addClip } from '#core/document/commands/clip.ts';
import type { Command } from '#core/document/project-document.ts';
import type { ClipboardPayload } from '#core/schema/clipboard.ts';
import type { TakeId } from '#core/schema/ids.ts';
import type { ClipId, SceneId } from '#core/schema/project-ids.ts';
import { ok } from '#core/schema/result.ts';
import { SCENE_DEFAULTS } from '#core/schema/scene.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import type { Editor } from './board-actions.ts';

/** What is copied. */
export type Picked = { readonly kind: 'clips'; readonly ids: readonly ClipId[] } | { readonly kind: 'scenes'; readonly ids: readonly SceneId[] };

/** Where it is pasted: behind a clip of a scene, or at the scene's end; scenes behind the scene. */
export interface Spot {
  readonly scene: SceneId;
  readonly behind: ClipId | null;
}

/** What was pasted, in order. */
export type Pasted = { readonly kind: 'clips'; readonly ids: readonly ClipId[] } | { readonly kind: 'scenes'; readonly ids: readonly SceneId[] };

interface Parts {
  readonly editor: Pick<Editor, 'film' | 'run'>;
  /** Whether a take is in this browser. */
  readonly hasTake: (id: TakeId) => boolean;
  readonly shell: Pick<ShellState, 'announce' | 'toast'>;
}

/** Scenes and clips of a film as text on a clipboard, and back. */
export class FilmClipboard {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What is picked, as text; undefined where none of it is there. */
  textOf({ kind, ids }: Picked): string | undefined {
    const { film } = this.#parts.editor;
    const payload = kind === 'clips' ? copyClips(film, ids) : copyScenes(film, ids);
    return payload && JSON.stringify(payload);
  }

  /**
   * Pastes what was copied and says so; what is refused is said with what to do. `spot`: undefined where the film
   * has no scene. `prompts`: other text becomes a clip with that prompt.
   */
  paste(text: string, spot: Spot | undefined, { prompts }: { readonly prompts: boolean }): Pasted | undefined {
    const { shell } = this.#parts;
    if (prompts && text.trim() !== '' && !isOurs(text)) return this.#pastePrompt(text.trim(), spot);
    const read = readPayload(text);
    if (!read.ok) {
      shell.toast('warn', explainRefusal(read.fault));
      return undefined;
    }
    const payload = read.value;
    const pasted = payload.content.kind === 'clips' && spot ? this.#pasteClips(payload, spot) : this.#pasteScenes(inScenes(payload), spot);
    if (pasted) this.#say(pasted, payload);
    return pasted;
  }

  #pasteClips(payload: ClipboardPayload, { scene, behind }: Spot): Pasted | undefined {
    const ids = this.#run(pasteClips(payload, { scene, before: this.#nextClip(scene, behind) }));
    return ids && { kind: 'clips', ids };
  }

  #pasteScenes(payload: ClipboardPayload, spot: Spot | undefined): Pasted | undefined {
    const { scenes } = this.#parts.editor.film;
    const next = spot && scenes[scenes.findIndex(({ members }) => members.some(({ id }) => id === spot.scene)) + 1];
    const ids = this.#run(pasteScenes(payload, next?.inCut ?? null));
    return ids && { kind: 'scenes', ids };
  }

  #pastePrompt(prompt: string, spot: Spot | undefined): Pasted | undefined {
    const { shell } = this.#parts;
    if (!spot) {
      shell.toast('info', 'Add a scene first. Text that is pasted on it becomes a clip.');
      return undefined;
    }
    const id = this.#run(clipOf(prompt, { scene: spot.scene, before: this.#nextClip(spot.scene, spot.behind) }));
    if (!id) return undefined;
    shell.announce('The text is the prompt of a new clip.');
    return { kind: 'clips', ids: [id] };
  }

  /** The clip that stands behind one in its scene. */
  #nextClip(scene: SceneId, behind: ClipId | null): ClipId | null {
    if (behind === null) return null;
    const found = findScene(this.#parts.editor.film, scene);
    const clips = found?.scene.clips ?? [];
    return clips[clips.findIndex(({ members }) => members.some(({ id }) => id === behind)) + 1]?.inCut ?? null;
  }

  #run<Value>(command: Command<Value>): Value | undefined {
    const { editor, shell } = this.#parts;
    const result = editor.run(command);
    if (result.ok) return result.value;
    shell.toast('warn', explainRefusal(result.fault));
    return undefined;
  }

  #say({ kind, ids }: Pasted, payload: ClipboardPayload): void {
    const { hasTake, shell } = this.#parts;
    const missing = takesIn(payload).filter((id) => !hasTake(id)).length;
    const what = `${ids.length} ${ids.length === 1 ? kind.slice(0, -1) : kind} pasted.`;
    if (missing === 0) return shell.announce(what);
    const takes = missing === 1 ? 'One of the takes is' : `${missing} of the takes are`;
    shell.toast('info', `${what} ${takes} not in this browser and kept as missing. A backup that holds them brings them here.`);
  }
}

/** Whether text was copied in Kinora, whatever has become of it since. */
const isOurs = (text: string): boolean => /^\s*\{\s*"kinora"\s*:\s*"copy"/.test(text);

/** Adds a clip with a prompt, under the name of what a person did. */
const clipOf =
  (prompt: string, at: { readonly scene: SceneId; readonly before: ClipId | null }): Command<ClipId> =>
  (edit) => {
    const added = addClip({ ...at, content: { prompt } })(edit);
    return added.ok ? ok({ ...added.value, name: 'paste a prompt' }) : added;
  };

/** Clips that come where there is no scene bring one along. */
function inScenes(payload: ClipboardPayload): ClipboardPayload {
  const { content } = payload;
  if (content.kind === 'scenes') return payload;
  const scene = { ...SCENE_DEFAULTS, id: crypto.randomUUID() as SceneId, alternate: 0, clips: content.clips };
  return { ...payload, content: { kind: 'scenes', scenes: [scene] } };
}

function takesIn({ content }: ClipboardPayload): readonly TakeId[] {
  const stacks = content.kind === 'clips' ? content.clips : content.scenes.flatMap(({ clips }) => clips);
  const clips = stacks.flatMap(({ members }) => members);
  return [...new Set(clips.flatMap(({ takes, keyframes }) => [takes, ...keyframes.map((one) => one.takes)].flat()).map(({ id }) => id))];
}
