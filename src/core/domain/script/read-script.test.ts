import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Storyboard } from '../../schema/storyboard.ts';
import { explain } from '../words/explain.ts';
import { totalLength } from '../timeline/timeline.ts';
import { readScript, type ReadScript } from './read-script.ts';
import { scriptNoteWords } from './script-note.ts';

const rate = { numerator: 24, denominator: 1 };

function read(text: string, fileName = 'shots.txt', targetLength: number | null = null): ReadScript {
  const result = readScript(text, fileName, { rate, targetLength });
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  expect(Storyboard.safeParse(result.value).error).toBeUndefined();
  return result.value;
}
const clips = (board: ReadScript) => board.scenes.flatMap((scene) => scene.clips);
const prompts = (board: ReadScript) => clips(board).map(({ prompt }) => prompt);
const refusal = (text: string, fileName = 'shots.txt') => {
  const result = readScript(text, fileName, { rate });
  if (result.ok) throw new Error('was read');
  expect(explain(result.fault).happened).not.toMatch(/undefined/);
  return result.fault;
};

describe('a shot list', () => {
  const ten = Array.from({ length: 10 }, (_, i) => `what is seen in picture ${'abcdefghij'[i]}`);

  it.each([
    ['one shot a line', ten.join('\n')],
    ['numbers', ten.map((shot, i) => `${i + 1}. ${shot}`).join('\n')],
    ['numbers in brackets, with empty lines', ten.map((shot, i) => `${i + 1}) ${shot}`).join('\n\n')],
    ['bullets', ten.map((shot) => `- ${shot}`).join('\n')],
    ['shots by name', ten.map((shot, i) => `Shot ${i + 1}: ${shot}`).join('\r\n')],
    ['numbers with letters', ten.map((shot, i) => `1${'ABCDEFGHIJ'[i]}. ${shot}`).join('\n')],
    ['scenes', `# Scene 1: The harbour\n${ten.slice(0, 4).map((shot, i) => `${i + 1}. ${shot}`).join('\n')}\n\n## The town\n${ten.slice(4).map((shot, i) => `${i + 5}. ${shot}`).join('\n')}`],
  ])('of ten shots has ten, with %s', (_, text) => {
    expect(prompts(read(text))).toEqual(ten);
  });

  it('knows shot sizes, camera moves and lengths', () => {
    const board = read('Shot 1: CU – a hand on a rope, dolly in (3s)\nShot 2: WS of the harbour, pan left\nShot 3 - ECU: an eye opens (0.5 sec)\nShot 4: Medium shot, handheld: she runs\n5. 0:10-0:14 Extreme wide shot: the sea\n6. The cows are outside');
    expect(clips(board).map(({ shot, cameraMove, length, prompt }) => [shot, cameraMove, length, prompt])).toEqual([
      ['close-up', 'dolly-in', 72, 'a hand on a rope'],
      ['wide', 'pan-left', 72, 'the harbour'],
      ['extreme-close-up', null, 12, 'an eye opens'],
      ['medium', 'handheld', 72, 'she runs'],
      ['extreme-wide', null, 96, 'the sea'],
      [null, null, 72, 'The cows are outside'],
    ]);
  });

  it('keeps scenes, takes lines that run on and what is said, and says what stands before', () => {
    const board = read('My film\n\nScene 1: Kitchen\n1. A cup falls\n   and breaks\n   VO: It was his last.\n2. He looks\n');
    expect(board.scenes.map(({ name, description, clips: own }) => [name, description, own.length])).toEqual([['Kitchen', 'It was his last.', 2]]);
    expect(prompts(board)[0]).toBe('A cup falls. and breaks');
    expect(board.notes.map(scriptNoteWords)).toEqual(['Line 1: “My film” stands before the first shot and is not one.']);
  });

  it('lets what is said be said while its shot is seen, which lasts as long', () => {
    const board = read('INT. KITCHEN - DAY\n\nAda folds a boat.\n\nADA\nCome in.\n\nBEN\nIt has rained for nine days and nobody in this town remembers what the sun looked like.\n\nThe boat sails.\n', 'boat.fountain');
    expect(clips(board).map(({ says, length }) => [says.map((line) => line.split(':')[0]), length])).toEqual([[['ADA', 'BEN'], 170], [[], 72]]);
    expect(clips(read('1. one (2s)\n   VO: Much is said in this short shot, far more than anybody could ever say in two seconds.\n2. two'))[0]).toMatchObject({ length: 48 });
  });

  it('shares the target between shots without a length', () => {
    const board = read('1. one (2s)\n2. two\n3. three', 'shots.txt', 240);
    expect(clips(board).map(({ length }) => length)).toEqual([48, 96, 96]);
    expect(totalLength(clips(board).map((clip) => ({ ...clip, gap: 0 })))).toBe(240);
  });
});

describe('a screenplay', () => {
  const text = 'Title: The **Lamp**\nAuthor: Ada\n\nINT. LIGHTHOUSE - NIGHT\n\nThe lamp _flickers_ and goes out.\n\nADA (V.O.)\n(softly)\nNot again.\nPlease.\n\nCLOSE UP: a match. It burns.\n\nFADE TO:\n\nEXT. SEA - DAWN #2#\n\nBOB\nLand!\n\n/* never\n\nseen */\n\n!ADA RUNS\n\n.THE SHORE\n\nINT. EMPTY - DAY\n';

  it('has its headings as scenes, its action as shots and what is said beside them', () => {
    const board = read(text, 'lamp.fountain');
    expect(board.format).toBe('fountain');
    expect(board.scenes.map(({ name, prompt, description, clips: own }) => [name, prompt, description, own.map((clip) => clip.prompt)])).toEqual([
      ['INT. LIGHTHOUSE - NIGHT', 'lighthouse, night', 'ADA: Not again. Please.', ['The lamp flickers and goes out.', 'a match. It burns.']],
      ['EXT. SEA - DAWN', 'sea, dawn', 'BOB: Land!', ['Bob speaks', 'ADA RUNS']],
    ]);
    expect(board.characters.map(({ name }) => name)).toEqual(['Ada', 'Bob']);
    expect(clips(board).map((clip) => clip.characters)).toEqual([[], [], [1], [0]]);
    expect(board.notes.map(scriptNoteWords)).toEqual([
      'Line 15: the transition “FADE TO:” was left out. Choose it on the timeline.',
      'Line 28: the scene “THE SHORE” has no shots and was left out.',
      'Line 30: the scene “INT. EMPTY - DAY” has no shots and was left out.',
    ]);
  });

  it('has a place under a heading of both kinds, and what is sung as lyrics of its scene and no shot', () => {
    const board = read('INT./EXT. CAR - NIGHT\n\nThe dog barks.\n\n~Come home\n~come home\n\nADA\n~I will\n\nI/E VAN - DAY\n\nIt stops.\n', 'car.fountain');
    expect(board.scenes.map(({ prompt, lyrics, description, clips: own }) => [prompt, lyrics, description, own.map((clip) => clip.prompt)])).toEqual([
      ['car, night', 'Come home\ncome home', 'ADA: I will', ['The dog barks.']],
      ['van, day', '', '', ['It stops.']],
    ]);
  });

  it('is known without its ending', () => {
    expect(read(text, 'notes.txt').format).toBe('fountain');
  });
});

describe('a table', () => {
  it('has its columns in any order and case, with commas, semicolons or tabs', () => {
    for (const mark of [',', ';', '\t']) {
      const board = read(['Duration (s)', 'SCENE', 'Shot Size', 'Camera', 'Description', 'Dialogue', 'Lens'].join(mark) + `\n2.5${mark}1${mark}CU${mark}Dolly in${mark}"A hand${mark} and ""a rope""\non two lines"${mark}Pull${mark}35\n00:00:03:12${mark}1${mark}wide${mark}${mark}The sea${mark}${mark}\nsoon${mark}Harbour${mark}${mark}pan left${mark}Gulls${mark}${mark}\n`, 'shots.csv');
      expect(clips(board).map(({ prompt, shot, cameraMove, length }) => [prompt, shot, cameraMove, length])).toEqual([
        [`A hand${mark === '\t' ? ' ' : mark} and "a rope" on two lines`.replace(/\s+/g, ' '), 'close-up', 'dolly-in', 60],
        ['The sea', 'wide', null, 84],
        ['Gulls', null, 'pan-left', 72],
      ]);
      expect(board.scenes.map(({ name, description }) => [name, description])).toEqual([['Scene 1', 'Pull'], ['Harbour', '']]);
      expect(board.notes.map(scriptNoteWords)).toEqual(['Line 1: nothing was taken from the column “Lens”.', 'Line 5: “soon” is no length, so the shot has a usual one.']);
    }
  });

  it('is read behind a byte order mark, with starts and ends, and without its ending', () => {
    const board = read('\ufeffShot,In,Out\r\nA,00:00:00:00,00:00:02:00\r\n,00:00:02:00,00:00:03:00\r\nB,00:00:03:00,00:00:03:12\r\n', 'paste');
    expect(clips(board).map(({ prompt, length }) => [prompt, length])).toEqual([['A', 48], ['B', 12]]);
    expect(board.notes.map(({ line, reason }) => [line, reason])).toEqual([[3, 'row-empty']]);
  });

  it('takes the row that adds up its lengths for no shot: two stay two', () => {
    const board = read('Shot;Description;Duration\n1;A boat;3 s\n2;A dog;2 s\n;Total;5 s\n', 'shots.csv');
    expect(clips(board).map(({ prompt }) => prompt)).toEqual(['A boat', 'A dog']);
    expect(board.notes.map(scriptNoteWords)).toEqual(['Line 4: “Total” adds up the others and is no shot.']);
  });

  it('says so where no column is a description, or a quotation mark stays open', () => {
    expect(refusal('foo,bar\n1,2', 'x.csv')).toEqual({ reason: 'script-columns-unknown', facts: { file: 'x.csv', columns: 'foo, bar' } });
    expect(read('description,size\n"open,wide\nb,c', 'x.csv').notes).toEqual([{ line: 2, reason: 'quote-open', text: '' }]);
  });
});

describe('what is no script', () => {
  it.each([
    ['nothing', '', 'file-empty'],
    ['only spaces', ' \n\t\n', 'file-empty'],
    ['marks', '---\n***\n!!!', 'script-no-shots'],
    ['a binary file', 'PK\u0003\u0004\u0000\u0000', 'file-unreadable'],
    ['a megabyte', 'a shot of the sea\n'.repeat(60_000), 'file-too-large'],
    ['100,000 lines', 'abc\n'.repeat(100_000), 'script-too-long'],
    ['a table of 10,000 rows', `description\tsize\n${'abc\twide\n'.repeat(10_000)}`, 'script-too-long'],
    ['a screenplay of 10,000 actions', `INT. A - DAY\n\n${'He goes.\n\n'.repeat(10_000)}`, 'script-too-long'],
  ])('is answered with a sentence, quickly: %s', (_, text, reason) => {
    const start = performance.now();
    expect(refusal(text).reason).toBe(reason);
    expect(performance.now() - start).toBeLessThan(1_500);
  });

  it.each([
    ['one line of 500,000 characters', 'x'.repeat(500_000)],
    ['spaces', `a${' '.repeat(500_000)}b`],
    ['stars', `INT. A - DAY\n\n${'_*'.repeat(200_000)} a`],
    ['quotation marks', `description,size\n${'"'.repeat(400_001)}`],
    ['brackets', `1. ${'(['.repeat(200_000)}`],
    ['comments', `INT. A - DAY\n\n${'/*'.repeat(200_000)} a`],
    ['dashes', `Shot 1: ${'- '.repeat(200_000)}a`],
    ['numbers', `1. ${'1:'.repeat(200_000)}`],
  ])('and hostile lines are read or refused as quickly: %s', (_, text) => {
    const start = performance.now();
    readScript(text, 'x.txt', { rate });
    expect(performance.now() - start).toBeLessThan(1_500);
  });
});

it('reads anything into a whole storyboard, or refuses it', () => {
  const line = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom('INT. A - DAY', 'BOB', 'Hi.', '', '1. a', '- b', 'Shot 2: CU c (3s)', '"', ',', ';', 'description,duration', '# x', '>', '/*', '*/', '(5s)', 'CU', 'pan left', 'Title: x', '0:00-0:05'));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.constantFrom('a.txt', 'a.csv', 'a.fountain', ''), fc.option(fc.integer({ min: 1, max: 2_000 })), (lines, name, targetLength) => {
      const result = readScript(lines.join('\n'), name, { rate, targetLength });
      if (!result.ok) return void expect(explain(result.fault).title).toBeTruthy();
      expect(Storyboard.safeParse(result.value).error).toBeUndefined();
      for (const { prompt, name: own } of clips(result.value)) expect([prompt.trim(), own.trim()]).not.toContain('');
      for (const note of result.value.notes) expect(scriptNoteWords(note)).toMatch(/^Line \d+: /);
    }),
    { numRuns: 400 },
  );
});
