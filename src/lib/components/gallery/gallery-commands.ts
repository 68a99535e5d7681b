import type { Take } from '#core/schema/take.ts';
import type { GalleryList } from '#lib/state/gallery-list.svelte.ts';
import type { Studio } from '#lib/state/studio.svelte.ts';
import type { Action } from '../shell/action.ts';
import { compare, isComparable } from './compare-address.ts';
import { bin, favourite, saveMedia } from './take-actions.ts';

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
