import { saidCaptions } from '../../domain/captions/said-captions.ts';
import { toFrames } from '../../domain/timeline/frame-rate.ts';
import { layOut, type Piece } from '../../domain/timeline/timeline.ts';
import type { CaptionId, SceneId, TitleId } from '../../schema/project-ids.ts';
import type { PlannedScene } from '../../schema/storyboard.ts';
import { TITLE_DEFAULTS } from '../../schema/title.ts';
import type { Edit } from '../edit.ts';

/** The most that a title at a scene's end is shown. Seconds. */
const SHOWN = 3;

/** The field of a title or caption that names the scene it was laid out with. */
export const LAID_WITH = 'laidWith';

/** What is read in the picture of laid scenes: their titles, and captions of what is said. `before`: the film that they follow. */
export function layWords(edit: Edit, scenes: readonly PlannedScene[], ids: readonly SceneId[], before: readonly Piece[]): void {
  const pieces = [...before, ...scenes.flatMap(({ clips }) => clips.map(({ length, transition }) => ({ length, transition, gap: 0 })))];
  const places = layOut(pieces).slice(before.length);
  let at = 0;
  scenes.forEach(({ clips, title }, s) => {
    const first = places[at]!.start;
    for (const { says } of clips) {
      const { start, end } = places[at]!;
      // What the next clip shows already is its own.
      layCaptions(edit, says, { start, end: places[at + 1]?.start ?? end }, ids[s]!);
      at += 1;
    }
    const end = places[at]?.start ?? places[at - 1]!.end;
    if (title !== '') layTitle(edit, title, { start: first, end }, ids[s]!);
  });
}

function layCaptions(edit: Edit, says: readonly string[], span: { readonly start: number; readonly end: number }, scene: SceneId): void {
  for (const { start, end, text } of saidCaptions(says, span)) edit.add('captions', edit.newId<CaptionId>(), { start, end, text, [LAID_WITH]: scene });
}

function layTitle(edit: Edit, text: string, { start, end }: { readonly start: number; readonly end: number }, scene: SceneId): void {
  const at = Math.max(start, end - toFrames(SHOWN, edit.project.settings.frameRate));
  edit.add('titles', edit.newId<TitleId>(), { ...TITLE_DEFAULTS, text, at, length: end - at, place: 'bottom', backdrop: 'shade', [LAID_WITH]: scene });
}
