import type { Noun } from '../../schema/edit-refusal.ts';
import type { Edit } from '../edit.ts';
import { insertRanks, type Ranked } from '../rank.ts';
import type { Command } from '../project-document.ts';
import { counted, done, notFound } from './done.ts';

/** The tables beside the film: what is in them is removed to the bin and restored alike. */
export type ShelfTable = 'characters' | 'styles' | 'pool' | 'markers' | 'notes' | 'stories' | 'titles' | 'captions' | 'narration';

const NOUNS: Record<ShelfTable, Noun> = {
  characters: 'character',
  styles: 'style',
  pool: 'pool item',
  markers: 'marker',
  notes: 'note',
  stories: 'story',
  titles: 'title',
  captions: 'caption',
  narration: 'narration',
};

/** Puts things into the bin. What refers to them reads as if it did not, until they are restored. */
export const removeFromShelf =
  (table: ShelfTable, ids: readonly string[]): Command<void> =>
  (edit) => {
    const kept: readonly { id: string }[] = edit.project[table];
    if (ids.some((id) => !kept.some((one) => one.id === id))) return notFound(NOUNS[table]);
    for (const id of ids) edit.set(table, id, { removedAt: edit.now() });
    return done(undefined, `remove ${counted(NOUNS[table], ids.length, NOUNS[table])}`);
  };

export const restoreToShelf =
  (table: ShelfTable, id: string): Command<void> =>
  (edit) => {
    const removed: readonly { id: string }[] = edit.project.bin[table];
    if (!removed.some((one) => one.id === id)) return notFound(NOUNS[table]);
    edit.set(table, id, { removedAt: null });
    return done(undefined, `restore ${NOUNS[table]}`);
  };

/** Puts a character, a style or a pool item before another of its kind; at the end where null. */
export const moveOnShelf =
  (table: 'characters' | 'styles' | 'pool', id: string, before: string | null): Command<void> =>
  (edit) => {
    const ordered = ranked(edit, table);
    const others = ordered.filter((one) => one.id !== id);
    const index = before === null ? others.length : others.findIndex((one) => one.id === before);
    if (others.length === ordered.length || index < 0) return notFound(NOUNS[table]);
    edit.set(table, id, { rank: rankBefore(edit, table, others, index) });
    return done(undefined, `move ${NOUNS[table]}`);
  };

/** The rank for a new one at the end. */
export const rankAtEnd = (edit: Edit, table: 'characters' | 'styles' | 'pool'): string => ranksAtEnd(edit, table, 1)[0] as string;

/** Ranks for so many new ones at the end, in order. */
export function ranksAtEnd(edit: Edit, table: 'characters' | 'styles' | 'pool', count: number): readonly string[] {
  const ordered = ranked(edit, table);
  return ranksBefore(edit, table, ordered, ordered.length, count);
}

function ranked(edit: Edit, table: 'characters' | 'styles' | 'pool'): Ranked[] {
  return edit.project[table].map(({ id }) => ({ id, rank: String(edit.field(table, id, 'rank') ?? '') }));
}

const rankBefore = (edit: Edit, table: ShelfTable, ordered: readonly Ranked[], index: number): string =>
  ranksBefore(edit, table, ordered, index, 1)[0] as string;

function ranksBefore(edit: Edit, table: ShelfTable, ordered: readonly Ranked[], index: number, count: number): readonly string[] {
  const { ranks, moved } = insertRanks(ordered, index, count);
  for (const { id, rank } of moved) edit.set(table, id, { rank });
  return ranks;
}
