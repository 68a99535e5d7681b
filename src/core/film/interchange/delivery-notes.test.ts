import { expect, it } from 'vitest';
import { editClip } from '../../document/commands/clip.ts';
import { setSettings } from '../../document/commands/project.ts';
import { setSound } from '../../document/commands/sound.ts';
import { deliveredFilm } from './delivered-film.ts';
import { deliveryNotes, type EditorFormat } from './delivery-notes.ts';
import { fullDelivery, must, sampleDelivery } from './sample-delivery.test-support.ts';

const FORMATS: readonly EditorFormat[] = ['fcpxml', 'xmeml', 'edl', 'otio', 'csv'];

it('says of a rate and of wipes what Final Cut Pro does otherwise, and of a rate alone what others do', () => {
  const { document, takes } = sampleDelivery({ numerator: 12, denominator: 1 }, [[{ length: 12, transition: { kind: 'wipe', frames: 4, direction: 'up' } }, { length: 12 }]]);
  const notes = FORMATS.map((format) => deliveryNotes(deliveredFilm(document.project, takes), format));
  expect(notes.map(({ length }) => length)).toEqual([2, 1, 1, 1, 0]);
  expect(notes[0]![0]).toContain('12 frames a second');
});

it('says which matched colours, edges and quieter song are not in a file', () => {
  const { document, takes, clips } = fullDelivery();
  const said = (format: EditorFormat) => deliveryNotes(deliveredFilm(document.project, takes), format).map((note) => note.slice(0, 12)).filter((note) => !note.startsWith('Final Cut'));
  expect(FORMATS.map(said)).toEqual([['The song doe'], ['The song doe'], [], ['The song doe'], []]);
  must(document.run(editClip(clips[1]!, { grade: { gain: [1.1, 1, 1], lift: [0, 0, 0] } })));
  must(document.run(setSound({ duckBy: 0 })));
  must(document.run(setSettings({ fit: 'blur' })));
  expect(FORMATS.map(said)).toEqual([...Array.from({ length: 4 }, () => ['The blurred ', 'The colours ']), []]);
});
