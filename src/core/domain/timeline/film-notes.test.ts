import { expect, it } from 'vitest';
import { addNote } from '../../document/commands/note.ts';
import { editClip } from '../../document/commands/clip.ts';
import { sampleFilm, take } from '../../document/sample-film.test-support.ts';
import { placedCut } from './cut.ts';
import { filmNotes, notesOfClip } from './film-notes.ts';

it('stand where their frame lies in the film, also after the clips before have changed', () => {
  const { document, origin, clips: [a, b] } = sampleFilm();
  const write = (text: string, clip: typeof a, at: number | null) => {
    origin.pass(10);
    take(document.run(addNote(text, { about: { kind: 'clip', id: clip }, at, author: 'Ada' })));
  };
  write('later', b, 30);
  write('of the whole film', a, null);
  write('soon', a, 12);
  write('soon, too', a, 12);
  take(document.run(addNote('about nothing in the cut')));
  const said = () => filmNotes(placedCut(document.project), document.project.notes).map(({ note, frame, one }) => [note.text, frame, one.clip.id]);
  expect(said()).toEqual([['of the whole film', 0, a], ['soon', 12, a], ['soon, too', 12, a], ['later', 78, b]]);
  // A clip that is shorter now has its last frame for it.
  take(document.run(editClip(a, { length: 8 })));
  expect(said()).toEqual([['of the whole film', 0, a], ['soon', 7, a], ['soon, too', 7, a], ['later', 38, b]]);
  expect(notesOfClip(a, document.project.notes).map(({ text }) => text)).toEqual(['of the whole film', 'soon', 'soon, too']);
});
