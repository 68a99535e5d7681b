import { Brief, BRIEF_PICTURES, BriefPicture } from '../../schema/brief.ts';
import type { Sha256 } from '../../schema/ids.ts';
import type { Edit } from '../edit.ts';
import type { Command } from '../project-document.ts';
import { assetChanges } from './asset-set.ts';
import { type Changes, checkChanges, typedField } from './changes.ts';
import { done, notFound, refuse } from './done.ts';

const BriefFields = Brief.omit({ pictures: true });

/** Changes the brief's words, song, template and target length. */
export const setBrief =
  (changes: Changes<Omit<Brief, 'pictures'>>): Command<void> =>
  (edit) => {
    const fields = checkChanges(BriefFields, changes);
    if (!fields.ok) return fields;
    edit.setSingle('brief', fields.value);
    if ('template' in fields.value) return done(undefined, 'choose the kind of film');
    return done(undefined, 'edit the brief', typedField('brief', '', fields.value) ?? typedLength(fields.value));
  };

/** A target length is typed too: one change while nobody pauses. */
const typedLength = (changes: Readonly<Record<string, unknown>>): string | undefined =>
  Object.keys(changes).join() === 'targetLength' ? 'brief//targetLength' : undefined;

/** Puts pictures at the end, or before another, in their order; one that is there already moves. */
export const addBriefPictures =
  (added: readonly BriefPicture[], before: Sha256 | null = null): Command<void> =>
  (edit) => {
    const { pictures } = edit.project.brief;
    if (added.some((picture) => !BriefPicture.safeParse(picture).success)) return refuse({ reason: 'value-invalid', field: 'picture' });
    const others = pictures.filter(({ asset }) => !added.some((one) => one.asset === asset));
    const at = others.findIndex(({ asset }) => asset === before);
    const wanted = new Map(others.toSpliced(at < 0 ? others.length : at, 0, ...added).map((one) => [one.asset, one]));
    if (wanted.size > Math.max(BRIEF_PICTURES, pictures.length)) return refuse({ reason: 'too-many-pictures', limit: BRIEF_PICTURES });
    setPictures(edit, [...wanted.values()]);
    return done(undefined, added.length === 1 ? 'add a picture to the brief' : `add ${added.length} pictures to the brief`);
  };

/** Says what a picture shows. */
export const markBriefPicture =
  (asset: Sha256, shows: BriefPicture['shows']): Command<void> =>
  (edit) => {
    const { pictures } = edit.project.brief;
    if (!pictures.some((picture) => picture.asset === asset)) return notFound('picture');
    if (!BriefPicture.shape.shows.safeParse(shows).success) return refuse({ reason: 'value-invalid', field: 'picture' });
    setPictures(edit, pictures.map((picture) => (picture.asset === asset ? { ...picture, shows } : picture)));
    return done(undefined, `mark a picture of the brief as ${shows}`);
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
