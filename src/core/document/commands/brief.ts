import { Brief, BRIEF_PICTURES, BriefPicture } from '../../schema/brief.ts';
import type { Sha256 } from '../../schema/ids.ts';
import type { Edit } from '../edit.ts';
import type { Command } from '../project-document.ts';
import { assetChanges } from './asset-set.ts';
import { type Changes, checkChanges, typedField } from './changes.ts';
import { done, notFound, refuse } from './done.ts';

const BriefFields = Brief.omit({ pictures: true });

/** Changes the brief's words, song and target length. */
export const setBrief =
  (changes: Changes<Omit<Brief, 'pictures'>>): Command<void> =>
  (edit) => {
    const fields = checkChanges(BriefFields, changes);
    if (!fields.ok) return fields;
    edit.setSingle('brief', fields.value);
    return done(undefined, 'edit the brief', typedField('brief', '', fields.value));
  };

export const addBriefPicture =
  (picture: BriefPicture): Command<void> =>
  (edit) => {
    const { pictures } = edit.project.brief;
    if (!BriefPicture.safeParse(picture).success) return refuse({ reason: 'value-invalid', field: 'picture' });
    const others = pictures.filter(({ asset }) => asset !== picture.asset);
    if (others.length >= BRIEF_PICTURES) return refuse({ reason: 'too-many-pictures', limit: BRIEF_PICTURES });
    setPictures(edit, [...others, picture]);
    return done(undefined, 'add a picture to the brief');
  };

export const removeBriefPicture =
  (asset: Sha256): Command<void> =>
  (edit) => {
    if (!edit.project.brief.pictures.some((picture) => picture.asset === asset)) return notFound('picture');
    edit.setSingle('brief', { pictures: { [asset]: undefined } });
    return done(undefined, 'remove a picture from the brief');
  };

/** Puts a picture before another; at the end where null. */
export const moveBriefPicture =
  (asset: Sha256, before: Sha256 | null): Command<void> =>
  (edit) => {
    const { pictures } = edit.project.brief;
    const moving = pictures.find((picture) => picture.asset === asset);
    const others = pictures.filter((picture) => picture !== moving);
    const index = before === null ? others.length : others.findIndex((picture) => picture.asset === before);
    if (!moving || index < 0) return notFound('picture');
    setPictures(edit, others.toSpliced(index, 0, moving));
    return done(undefined, 'move a picture of the brief');
  };

const setPictures = (edit: Edit, wanted: readonly BriefPicture[]): void =>
  edit.setSingle('brief', {
    pictures: assetChanges({ values: edit.project.brief.pictures, ranks: edit.briefRanks('pictures') }, wanted),
  });
