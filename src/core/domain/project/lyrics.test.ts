import { describe, expect, it } from 'vitest';
import { setBrief } from '../../document/commands/brief.ts';
import { addClip } from '../../document/commands/clip.ts';
import { addScene, editScene } from '../../document/commands/scene.ts';
import { sampleFilm, take } from '../../document/sample-film.test-support.ts';
import { addCaptions } from '../../document/commands/caption.ts';
import { setSound } from '../../document/commands/sound.ts';
import { lyricAt, lyricLines, shownLines, wordsOf } from './lyrics.ts';

/** One scene of 144 frames at 24 frames a second. */
const film = (lyrics: string) => {
  const sample = sampleFilm();
  take(sample.document.run(setBrief({ lyrics })));
  return sample;
};

describe('the words of the film', () => {
  it('share it evenly, blank lines and headings left out', () => {
    const { document } = film('[Verse 1]\nOver the sea\n\n  under the moon \nhome');
    expect(lyricLines(document.project)).toEqual([
      { text: 'Over the sea', start: 0, end: 48 },
      { text: 'under the moon', start: 48, end: 96 },
      { text: 'home', start: 96, end: 144 },
    ]);
  });

  it('share the song, where it is longer or shorter than the film', () => {
    const { document } = film('one\ntwo');
    expect(lyricLines(document.project, 480).map(({ start, end }) => [start, end])).toEqual([[0, 240], [240, 480]]);
  });

  it('begin where their tags say, in the order of time; a tag alone is a pause', () => {
    const { document } = film('[ti: Sea]\n[00:02.50]later\n[00:01.00]first\n[00:02.00]\n[00:04.00][00:05.00]chorus');
    const lines = lyricLines(document.project);
    expect(lines.map(({ text, start, end }) => [text, start, end])).toEqual([
      ['first', 24, 48],
      ['later', 60, 96],
      ['chorus', 96, 120],
      ['chorus', 120, 144],
    ]);
    expect([0, 24, 47, 48, 60, 143].map((frame) => lyricAt(lines, frame)?.text)).toEqual([undefined, 'first', 'first', undefined, 'later', 'chorus']);
  });

  it('are those of the scenes where a scene has some, each in its own time', () => {
    const { document, scene } = film('the song as a whole');
    const second = take(document.run(addScene({ content: { name: 'Quay', lyrics: 'three' } })));
    take(document.run(addClip({ scene: second, content: { length: 10 } })));
    take(document.run(editScene(scene, { lyrics: 'one\ntwo' })));
    expect(lyricLines(document.project)).toEqual([
      { text: 'one', start: 0, end: 72 },
      { text: 'two', start: 72, end: 144 },
      { text: 'three', start: 144, end: 154 },
    ]);
  });

  it('have no lines that no frame could show, and none without words', () => {
    const { document } = film(Array.from({ length: 400 }, (_, i) => `line ${i}`).join('\n'));
    const lines = lyricLines(document.project);
    expect(lines.every(({ start, end }) => end > start)).toBe(true);
    expect(lines).toHaveLength(144);
    expect(lyricLines(film('').document.project)).toEqual([]);
    expect(lyricLines(film('[00:09.99').document.project)).toEqual([{ text: '[00:09.99', start: 0, end: 144 }]);
  });
});

describe('what is shown with the film', () => {
  it('is its captions, or, where it has none, its lyrics', () => {
    const { document } = film('one\ntwo');
    expect(shownLines(document.project).map(({ text }) => text)).toEqual(['one', 'two']);
    take(document.run(addCaptions([{ start: 3, end: 9, text: 'said' }])));
    expect(shownLines(document.project)).toMatchObject([{ start: 3, end: 9, text: 'said' }]);
  });

  it('moves with the song, of which some is left out', () => {
    const { document } = film('[00:01.00]one\n[00:02.00]two\n[00:03.00]three');
    take(document.run(setSound({ songAt: 12, songFrom: 48 })));
    expect(lyricLines(document.project, 240).map(({ start, end, text }) => `${start}-${end} ${text}`)).toEqual(['12-36 two', '36-204 three']);
    take(document.run(setBrief({ lyrics: 'one\ntwo' })));
    expect(lyricLines(document.project, 240).map(({ start, end }) => [start, end])).toEqual([[12, 108], [108, 204]]);
  });

  it('has words without times and headings, to be given times by hand', () => {
    expect(wordsOf('[Chorus]\r\n[00:01.00] Ahoy \n\n[ar: Somebody]\nout we go')).toEqual(['Ahoy', 'out we go']);
  });
});
