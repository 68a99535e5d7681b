import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Options, readOptions } from './options.ts';
import { progressText } from './progress-line.ts';
import { UsageError } from './usage-error.ts';

const read = (...words: string[]): Options => {
  const options = readOptions(words);
  if (options === 'help') throw new Error('help was asked for');
  return options;
};

describe('readOptions', () => {
  it('reads everything', () => {
    const words = ['a red ball', '-o', 'x.webm', '--mode', 'ti2v', '--image', 'a.png', '--negative', 'fog', '--size', '128x96'];
    words.push('--frames', '9', '--fps', '12.5', '--seed', '4294967295', '--steps', '30', '--guidance', '0', '--model', 'm');
    words.push('--provider', 'cpu', '--json', '--quiet', '--lora', 'a.safetensors', '--lora', 'C:\\b.safetensors:-0.5');
    expect(read(...words)).toEqual({
      prompt: 'a red ball', output: 'x.webm', kind: 'webm', mode: 'ti2v', image: 'a.png', last: undefined,
      negativePrompt: 'fog', size: { width: 128, height: 96 }, frames: 9, frameRate: 12.5, seed: 4_294_967_295, steps: 30,
      guidance: 0, quick: false, loras: [{ file: 'a.safetensors', weight: 1 }, { file: 'C:\\b.safetensors', weight: -0.5 }], model: 'm', provider: 'cpu', json: true, quiet: true,
    });
  });

  it.each([
    [['a ball', '-o', 'x.mp4'], 't2v'],
    [['a ball', '-o', 'x.PNG'], 't2i'],
    [['a ball', '-o', 'x.gif', '--image', 'a.png'], 'ti2v'],
    [['-o', 'x.mp4', '--image', 'a.png'], 'i2v'],
    [['-o', 'x.mp4', '--image', 'a.png', '--last', 'b.png'], 'flf2v'],
  ])('guesses the mode of %j', (words, mode) => {
    expect(read(...words).mode).toBe(mode);
  });

  it.each([
    [[], 'Usage: npm run generate'],
    [['a ball'], 'Say where the result goes'],
    [['a', 'ball', '-o', 'x.mp4'], 'There are 2 prompts'],
    [['a ball', '-o', 'x.avi'], 'none of the endings'],
    [['a ball', '-o', 'x.png', '--image', 'a.png'], 'A .png holds one picture'],
    [['a ball', '-o', 'x.mp4', '--mode', 't2i'], 'Choose the ending .png'],
    [['a ball', '-o', 'x.mp4', '--mode', 'v2v'], '--mode cannot be v2v. Allowed: t2i, t2v'],
    [['a ball', '-o', 'x.mp4', '--provider', 'tpu'], '--provider cannot be tpu'],
    [['a ball', '-o', 'x.mp4', '--colour'], "Unknown option '--colour'. --help"],
    [['a ball', '-o', 'x.mp4', '--seed'], 'argument missing. --help'],
    [['a ball', '-o', 'x.mp4', '--seed', '4294967296'], '--seed cannot be 4294967296'],
    [['a ball', '-o', 'x.mp4', '--seed=-1'], '--seed cannot be -1'],
    [['a ball', '-o', 'x.mp4', '--steps', '0'], '--steps cannot be 0'],
    [['a ball', '-o', 'x.mp4', '--steps', '2.5'], 'whole numbers from 1 to 200'],
    [['a ball', '-o', 'x.mp4', '--guidance', '31'], '--guidance cannot be 31'],
    [['a ball', '-o', 'x.mp4', '--fps', '0'], '--fps cannot be 0'],
    [['a ball', '-o', 'x.mp4', '--fps', '1e3'], '--fps cannot be 1e3'],
    [['a ball', '-o', 'x.mp4', '--frames', '10001'], '--frames cannot be 10001'],
    [['a ball', '-o', 'x.mp4', '--lora', 'a.safetensors:5'], '--lora cannot be 5. Allowed: from -4 to 4'],
    [['a ball', '-o', 'x.mp4', '--lora', 'a.safetensors:much'], '--lora cannot be much'],
    [['a ball', '-o', 'x.mp4', '--size', '160'], '--size cannot be 160'],
    [['a ball', '-o', 'x.mp4', '--size', '0x96'], '--size cannot be 0x96'],
  ])('refuses %j in a sentence', (words, sentence) => {
    expect(() => readOptions(words)).toThrow(UsageError);
    expect(() => readOptions(words)).toThrow(sentence);
  });

  it('never fails otherwise, whatever is typed', () => {
    const word = fc.oneof(fc.string(), fc.constantFrom('-o', 'x.mp4', '--seed', '--size', '--json', '--', '--mode', 't2v', '5'));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        try {
          readOptions(words);
        } catch (error) {
          if (!(error instanceof UsageError) || error.message === '') throw error;
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('progressText', () => {
  it('says how far, what and how long', () => {
    expect(progressText({ stage: 'denoise', step: 12, steps: 24, fraction: 0.5 }, 2300)).toBe(
      '████████████░░░░░░░░░░░░  50 %  Drawing 12/24, 3 s left',
    );
    expect(progressText({ stage: 'encode-media', step: 1, steps: 1, fraction: 1 }, 0)).toBe('████████████████████████ 100 %  Encoding');
  });
});
