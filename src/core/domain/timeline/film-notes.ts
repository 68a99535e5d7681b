import type { ClipId } from '../../schema/project-ids.ts';
import type { Note } from '../../schema/note.ts';
import type { PlacedClip } from './cut.ts';

/** A note on a clip of the cut, and the frame of the film that it is about. */
export interface FilmNote<One extends Pick<PlacedClip, 'clip' | 'place'>> {
  readonly note: Note;
  readonly one: One;
  readonly frame: number;
}

/** The notes on the clips of the cut, from the first frame on; those of one frame as they were written. */
export function filmNotes<One extends Pick<PlacedClip, 'clip' | 'place'>>(cut: readonly One[], notes: readonly Note[]): FilmNote<One>[] {
  const byClip = new Map<string, One>(cut.map((one) => [one.clip.id, one]));
  const placed = notes.flatMap((note): FilmNote<One>[] => {
    const one = note.about.kind === 'clip' ? byClip.get(note.about.id) : undefined;
    return one ? [{ note, one, frame: one.place.start + noteFrame(note, one.clip) }] : [];
  });
  return placed.sort((a, b) => a.frame - b.frame || a.note.createdAt - b.note.createdAt);
}

/** The notes on a clip, whether it is in the cut or not, from its first frame on. */
export const notesOfClip = (id: ClipId, notes: readonly Note[]): Note[] =>
  notes
    .filter(({ about }) => about.kind === 'clip' && about.id === id)
    .sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || a.createdAt - b.createdAt);

/** The frame of its clip that a note is about; of one that has become shorter since, the last. */
export const noteFrame = ({ at }: Pick<Note, 'at'>, { length }: { readonly length: number }): number => Math.min(at ?? 0, length - 1);
