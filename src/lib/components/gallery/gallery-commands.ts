import type { Take } from '#core/schema/take.ts';
import type { GalleryList } from '#lib/state/gallery/gallery-list.svelte.ts';
import { whyNotEnhanced } from '#lib/state/create/enhanced-takes.ts';
import type { Studio } from '#lib/state/studio.svelte.ts';
import type { Action } from '../shell/action.ts';
import { compare, isComparable } from './compare-address.ts';
import { bin, enhance, favourite, makeFinal, saveMedia } from './take-actions.ts';

interface Tools {
  /** Puts the cursor into the search field. */
  search(): void;
  tag(takes: readonly Take[]): void;
}

/** What can be done in the gallery and with the takes that are selected. */
export function galleryCommands(studio: Studio, list: GalleryList, { search, tag }: Tools): readonly Action[] {
  const { selected } = list;
  const why = selected.length === 0 ? 'Select takes first.' : undefined;
  return [
    { id: 'gallery.search', name: 'Search', run: search },
    { id: 'gallery.select-all', name: 'Select all that were found', why: list.found.length === 0 ? 'No take was found.' : undefined, run: () => list.selectAll() },
    { id: 'gallery.compare', name: 'Compare', why: isComparable(selected) ? undefined : 'Select two to four takes first.', run: () => void compare(selected) },
    { id: 'takes.favourite', name: 'Favourite, or not', why, run: () => void favourite(studio, ...selected) },
    { id: 'takes.tags', name: 'Tags', why, run: () => tag(selected) },
    { id: 'takes.download', name: 'Download', why, run: () => void saveMedia(studio, ...selected) },
    { id: 'takes.delete', name: 'Put it in the bin', why, run: () => void bin(studio, ...selected) },
  ];
}

interface TakeWays {
  /** Turns to a neighbour; undefined where there is none. */
  readonly next: (() => void) | undefined;
  readonly previous: (() => void) | undefined;
  readonly marks: { startTagging(): void; startRenaming(): void } | undefined;
  remove(): void;
  copy(): void;
}

/** What can be done with the take that is looked at. */
export function takeCommands(studio: Studio, take: Take, { next, previous, marks, remove, copy }: TakeWays): readonly Action[] {
  const binned = take.deletedAt === undefined ? undefined : 'Put it back first.';
  const noFinal = studio.accelerator.isPaired ? 'The accelerator has no model for it.' : 'No accelerator is paired.';
  return [
    { id: 'take.next', name: 'Next take', why: next ? undefined : 'No take comes after it.', run: () => next?.() },
    { id: 'take.previous', name: 'Take before', why: previous ? undefined : 'No take comes before it.', run: () => previous?.() },
    { id: 'takes.favourite', name: take.favourite ? 'No favourite any more' : 'Favourite', why: binned, run: () => void favourite(studio, take) },
    { id: 'takes.tags', name: 'Tags', why: binned, run: () => marks?.startTagging() },
    { id: 'takes.rename', name: 'Rename', why: binned, run: () => marks?.startRenaming() },
    { id: 'takes.download', name: 'Download', run: () => void saveMedia(studio, take) },
    { id: 'takes.delete', name: binned ? 'Delete it for good' : 'Put it in the bin', run: remove },
    { name: 'Make the final on the accelerator', why: binned ?? (studio.finals.model(take) ? undefined : noFinal), run: () => void makeFinal(studio, take) },
    { name: 'Upscale it to twice the size', why: binned ?? whyNotEnhanced(take, 'upscale'), run: () => void enhance(studio, take, 'upscale') },
    { name: 'Smooth it to twice the frames', why: binned ?? whyNotEnhanced(take, 'interpolate'), run: () => void enhance(studio, take, 'interpolate') },
    { name: 'Copy the recipe as JSON', run: copy },
  ];
}
