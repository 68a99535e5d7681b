import { convertFrames, convertLengths } from '../../domain/timeline/frame-rate.ts';
import type { Clip, ClipStack } from '../../schema/clip.ts';
import type { ClipboardPayload } from '../../schema/clipboard.ts';
import type { CharacterId, ClipId, KeyframeId, SceneId, StyleId } from '../../schema/project-ids.ts';
import { assetChanges } from '../commands/asset-set.ts';
import { rankAtEnd } from '../commands/shelf.ts';
import type { Edit } from '../edit.ts';
import { insertRanks } from '../rank.ts';
import { sameValue } from '../same-value.ts';

/** Writes copied clips into a project: with new ids, at its frame rate, with the characters and styles they use. */
export class PastedClips {
  readonly #edit: Edit;
  readonly #payload: ClipboardPayload;
  readonly #characters = new Map<CharacterId, CharacterId>();
  readonly #styles = new Map<StyleId, StyleId>();

  constructor(edit: Edit, payload: ClipboardPayload) {
    this.#edit = edit;
    this.#payload = payload;
    const { project } = edit;
    let rank = rankAtEnd(edit, 'characters');
    for (const { references, ...character } of payload.characters) {
      const known = project.characters.find((one) => one.id === character.id || sameValue({ ...one, id: '' }, { ...character, references, id: '' }));
      const id = known?.id ?? edit.newId<CharacterId>();
      this.#characters.set(character.id, id);
      if (known) continue;
      edit.add('characters', id, { ...withoutId(character), rank, references: assetChanges({ values: [], ranks: [] }, references) });
      rank = next(rank);
    }
    rank = rankAtEnd(edit, 'styles');
    for (const { loras, ...style } of payload.styles) {
      const known = project.styles.find((one) => one.id === style.id || sameValue({ ...one, id: '' }, { ...style, loras, id: '' }));
      const id = known?.id ?? edit.newId<StyleId>();
      this.#styles.set(style.id, id);
      if (known) continue;
      edit.add('styles', id, { ...withoutId(style), rank, loras: assetChanges({ values: [], ranks: [] }, loras) });
      rank = next(rank);
    }
  }

  /** Writes families of clips at their ranks in a scene; gives of each the clip in the cut. */
  write(stacks: readonly ClipStack[], scene: SceneId, ranks: readonly string[]): ClipId[] {
    const { frameRate } = this.#payload;
    const to = this.#edit.project.settings.frameRate;
    const shown = stacks.map(({ members, inCut }) => members.find(({ id }) => id === inCut) ?? (members[0] as Clip));
    const times = convertLengths(shown.flatMap(({ gap, length }) => [gap, length]), frameRate, to);
    return stacks.map((stack, i) => {
      const ids = stack.members.map(() => this.#edit.newId<ClipId>());
      const inCut = ids[stack.members.indexOf(shown[i] as Clip)] as ClipId;
      const family = ids[0] as ClipId;
      const taken = new Set<number>();
      stack.members.forEach((clip, m) => {
        const [gap, length] = clip === shown[i] ? times.slice(2 * i) : convertLengths([clip.gap, clip.length], frameRate, to);
        const number = m === 0 ? 0 : taken.has(clip.alternate) ? m : clip.alternate;
        taken.add(number);
        const belonging = { family, number, place: { scene, rank: ranks[i] }, ...(m === 0 && { chosen: inCut }) };
        this.#clip(ids[m] as ClipId, clip, { gap, length, ...belonging });
      });
      return inCut;
    });
  }

  #clip(id: ClipId, clip: Clip, fields: Readonly<Record<string, unknown>>): void {
    const { id: _, alternate: __, keyframes, takes, characters, style, transition, sourceStart, ...content } = clip;
    const copies = new Map(keyframes.map((keyframe) => [keyframe.id, this.#edit.newId<KeyframeId>()]));
    const copied = (keyframe: KeyframeId | 'inherit' | null) =>
      keyframe === null || keyframe === 'inherit' ? keyframe : (copies.get(keyframe) ?? null);
    const to = this.#edit.project.settings.frameRate;
    const convert = (frames: number): number => convertFrames(frames, this.#payload.frameRate, to);
    this.#edit.add('clips', id, {
      ...content,
      ...fields,
      first: copied(clip.first),
      last: copied(clip.last),
      sourceStart: convert(sourceStart),
      transition: 'frames' in transition ? { ...transition, frames: Math.max(1, convert(transition.frames)) } : transition,
      style: style && (this.#styles.get(style) ?? null),
      takes: Object.fromEntries(takes.map((take) => [take.id, { addedAt: take.addedAt }])),
      characters: Object.fromEntries(characters.map((one) => [this.#characters.get(one) ?? one, true])),
    });
    keyframes.forEach((keyframe, order) => {
      const { prompt, still } = keyframe;
      this.#edit.add('keyframes', copies.get(keyframe.id) as string, {
        clip: id,
        prompt,
        still,
        // One after the other, as they were.
        createdAt: this.#edit.now() + order,
        takes: Object.fromEntries(keyframe.takes.map((take) => [take.id, { addedAt: take.addedAt }])),
      });
    });
  }
}

/** The rank behind one that was just given. */
const next = (rank: string): string => insertRanks([{ id: '', rank }], 1, 1).ranks[0] as string;

const withoutId = ({ id: _, ...rest }: { id: string }): object => rest;
