import { expect, it } from 'vitest';
import { readFilmOptions } from './options.ts';

it('are the brief, the files by their endings, and what is usual', () => {
  expect(readFilmOptions(['brief.json', '-o', 'film.MP4', '-o', 'a/cut.otio', '--takes', '3'])).toEqual({
    brief: 'brief.json',
    outputs: [{ file: 'film.MP4', kind: 'mp4' }, { file: 'a/cut.otio', kind: 'otio' }],
    takes: 3,
    quick: false,
    fresh: false,
    json: false,
    quiet: false,
  });
});

it.each([
  [['brief.json'], 'Say where the film goes'],
  [['-o', 'film.mp4'], 'Name the brief'],
  [['brief.json', '-o', 'film.avi'], 'film.avi has none of the endings'],
  [['brief.json', '-o', 'film.mp4', '-o', 'film.mp4'], 'named twice'],
  [['brief.json', '-o', 'film.mp4', '--quick', '--steps', '8'], '--quick has steps of its own'],
  [['brief.json', '-o', 'film.mp4', '--takes', '0'], '--takes cannot be 0'],
  [['brief.json', '-o', 'film.mp4', '--lines', '72.5'], '--lines cannot be 72.5'],
  [['brief.json', '-o', 'film.mp4', '--colour'], '--help lists the options'],
  [['brief.json', 'other.json', '-o', 'film.mp4'], 'One film is made of one'],
])('refuses %j', (words, sentence) => {
  expect(() => readFilmOptions(words)).toThrow(sentence);
});
