import type { Clip } from '../../schema/clip.ts';
import { DEPTH_MAP_TYPE } from '../../schema/clip-depth.ts';
import type { Sha256, TakeId } from '../../schema/ids.ts';
import type { LoraUse } from '../../schema/lora-use.ts';
import type { Project } from '../../schema/project.ts';
import type { Take } from '../../schema/take.ts';
import { clipSlate } from '../timeline/slate.ts';
import { quotedName } from '../words/said-name.ts';

/** Bytes that a film names, and everywhere that it does. */
export interface NamedAsset {
  readonly asset: Sha256;
  /** The MIME type of the file; empty where nobody kept it. */
  readonly type: string;
  readonly name: string;
  readonly where: readonly string[];
}

/** Everything outside the bin that a film names by its bytes, each once, in the order of the film. `takeOf`: the takes of the gallery. */
export function namedAssets(film: Project, takeOf: (id: TakeId) => Take | undefined): NamedAsset[] {
  const named = new Map<Sha256, NamedAsset>();
  const add = (asset: Sha256, type: string, name: string, where: string): void => {
    const known = named.get(asset);
    if (known?.where.includes(where)) return;
    named.set(asset, known ? { ...known, where: [...known.where, where] } : { asset, type, name, where: [where] });
  };
  const addLora = ({ asset, name, low }: LoraUse, where: string): void => {
    for (const file of [{ asset, name }, ...(low ? [low] : [])]) add(file.asset, '', file.name, where);
  };
  const { brief, characters, narration, pool, scenes, styles } = film;
  for (const { asset, type, name } of brief.pictures) add(asset, type, name, 'a picture of the brief');
  if (brief.song) add(brief.song.asset, brief.song.type, brief.song.name, 'the song');
  scenes.forEach(({ members }, i) => {
    for (const scene of members) {
      scene.clips.forEach((stack, index) => {
        for (const clip of stack.members) addClip(clip, clipSlate(i + 1, index, clip.alternate), takeOf, add);
      });
    }
  });
  for (const { name, references, lora } of characters) {
    for (const picture of references) add(picture.asset, picture.type, picture.name, `a picture of ${quoted(name, 'a character')}`);
    if (lora) addLora(lora, `the LoRA of ${quoted(name, 'a character')}`);
  }
  for (const { name, loras } of styles) for (const lora of loras) addLora(lora, `a LoRA of ${quoted(name, 'a style')}`);
  for (const { asset, type, name } of pool) add(asset, type, name, 'the pool');
  for (const { asset, type, name } of narration) add(asset, type, name, 'the narration');
  return [...named.values()];
}

type Add = (asset: Sha256, type: string, name: string, where: string) => void;

function addClip({ takes, keyframes, depth }: Clip, slate: string, takeOf: (id: TakeId) => Take | undefined, add: Add): void {
  const addTake = (id: TakeId, where: string): void => {
    const take = takeOf(id);
    if (take) add(take.media.sha256, take.media.type, take.name ?? take.recipe.prompt, where);
  };
  for (const { id } of takes) addTake(id, `a take of clip ${slate}`);
  if (depth) add(depth.map, DEPTH_MAP_TYPE, 'Depth map', `the depth map of clip ${slate}`);
  for (const { still, takes: drawn } of keyframes) {
    if (still?.kind === 'picture') add(still.asset, still.type, still.name, `a keyframe of clip ${slate}`);
    for (const { id } of drawn) addTake(id, `a keyframe of clip ${slate}`);
  }
}

const quoted = (name: string, otherwise: string): string => (name.trim() === '' ? otherwise : quotedName(name));
