import type { EditRefusal } from '../../schema/edit-refusal.ts';

type Sentences = { [Reason in EditRefusal['reason']]: (facts: Extract<EditRefusal, { reason: Reason }>) => string };

const frames = (count: number): string => (Math.abs(count) === 1 ? `${count} frame` : `${count} frames`);

/** What a person reads for each refusal: what is the matter, and what would be possible. The project stayed as it was. */
const SENTENCES: Sentences = {
  'newer-version': () =>
    'This project was written by a newer version of Kinora. You can look at it here; update Kinora to change it.',
  'past-version': () => 'This is a past version. You can look at it; open the project itself to change it.',
  'not-found': ({ what }) => `This ${what} is no longer there. It may have been removed in another window; look in the bin.`,
  'value-invalid': ({ field }) => `The value for ${words(field)} cannot be used. Choose another one.`,
  'position-negative': ({ nearest }) => `A clip cannot begin before the film. The nearest free place is frame ${nearest}.`,
  'position-taken': ({ nearest }) => `Another clip is in the way. The nearest place that is free is frame ${nearest}.`,
  'length-invalid': ({ nearest }) => `The clip cannot have that length. The nearest that fits is ${frames(nearest)}.`,
  'no-handle': ({ nearest }) => `The take has no more frames there. It can be shown from frame ${nearest} at the nearest.`,
  'no-take-selected': () => 'The clip has no take yet. Generate or choose one first.',
  'split-outside': ({ first, last }) =>
    last < first ? 'A clip of one frame cannot be split.' : `Split the clip between frame ${first} and frame ${last}.`,
  'not-neighbours': () => 'Only clips that stand side by side in one scene can be joined.',
  'no-clip-after': () => 'A transition leads into the next clip, and none follows this one directly.',
  'transition-too-long': ({ longest }) =>
    longest < 1
      ? 'The clips are too short for a transition here. Lengthen one of them first.'
      : `The clips are too short for that. The longest transition that fits is ${frames(longest)}.`,
  'too-many-pictures': ({ limit }) => `A brief takes up to ${limit} pictures. Remove one first.`,
  'no-keyframe-before': () => 'There is no keyframe to inherit: the clip before this one has no last keyframe.',
  'not-in-one-family': () => 'Takes are merged between alternates of the same clip. Choose one of those.',
  'payload-unreadable': () => 'The clipboard holds no scenes or clips. Copy them in Kinora and paste again.',
  'payload-newer': () => 'This was copied from a newer version of Kinora. Update Kinora here and paste again.',
  'other-project': () => 'This belongs to another project. Copy and paste the scenes or clips that you want instead.',
  damaged: () => 'This part of the project cannot be read. It was set aside; everything else is there.',
};

export const explainRefusal = <Refusal extends EditRefusal>(refusal: Refusal): string =>
  (SENTENCES[refusal.reason] as (facts: Refusal) => string)(refusal);

/** A field's name as people say it: frameRate is frame rate. */
const words = (field: string): string => field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
