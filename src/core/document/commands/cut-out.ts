import type { BriefPicture } from '../../schema/brief.ts';
import type { ReferencePicture } from '../../schema/character.ts';
import type { CutOutOf } from '../../schema/cut-out.ts';
import type { CharacterId } from '../../schema/project-ids.ts';
import type { Command } from '../project-document.ts';
import { shortName } from '../../domain/words/said-name.ts';
import { addBriefPictures } from './brief.ts';
import { editCharacter } from './character.ts';
import { done, notFound } from './done.ts';
import { type AddedToPool, addToPool, type NewPoolItem } from './pool.ts';

type CutOut<Picture> = Picture & { readonly cutOut: CutOutOf };

const nameOf = ({ cutOut }: CutOut<unknown>): string => `cut out ${shortName(cutOut.name) || 'a picture'}`;

/** Puts a cut-out into the pool. */
export const addCutOutToPool =
  (item: CutOut<NewPoolItem>): Command<AddedToPool> =>
  (edit) => {
    const added = addToPool([item])(edit);
    return added.ok ? done(added.value.value, nameOf(item)) : added;
  };

/** Puts a cut-out behind the reference picture of a character that it comes from. */
export const addCutOutToCharacter =
  (id: CharacterId, picture: CutOut<ReferencePicture>): Command<void> =>
  (edit) => {
    const character = edit.project.characters.find((one) => one.id === id);
    if (!character) return notFound('character');
    const others = character.references.filter(({ asset }) => asset !== picture.asset);
    const edited = editCharacter(id, { references: others.toSpliced(behind(others, picture), 0, picture) })(edit);
    return edited.ok ? done(undefined, nameOf(picture)) : edited;
  };

/** Puts a cut-out behind the picture of the brief that it comes from. */
export const addCutOutToBrief =
  (picture: CutOut<BriefPicture>): Command<void> =>
  (edit) => {
    const others = edit.project.brief.pictures.filter(({ asset }) => asset !== picture.asset);
    const added = addBriefPictures([picture], others[behind(others, picture)]?.asset)(edit);
    return added.ok ? done(undefined, nameOf(picture)) : added;
  };

function behind(pictures: readonly { readonly asset: string }[], { cutOut }: CutOut<unknown>): number {
  const at = pictures.findIndex(({ asset }) => asset === cutOut.asset);
  return at < 0 ? pictures.length : at + 1;
}
