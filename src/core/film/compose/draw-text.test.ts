import { expect, it } from 'vitest';
import type { Pen } from './canvas-port.ts';
import { drawCaptions } from './draw-text.ts';
import { FILM_FONTS } from './film-fonts.ts';

/** What is written of a caption, line by line, and how large, where each letter is half as wide as high. */
function written(text: string) {
  const lines: string[] = [];
  const sizes = new Set<number>();
  const size = (font: string) => Number(/([\d.]+)px/.exec(font)![1]);
  const pen = {
    font: '',
    measureText: (part: string) => ({ width: [...part].length * size(pen.font) * 0.5 }),
    fillText: (line: string) => (lines.push(line), sizes.add(size(pen.font))),
    fillRect: () => undefined,
    save: () => undefined,
    restore: () => undefined,
  };
  drawCaptions(pen as unknown as Pen<never>, [{ kind: 'caption', text }], { width: 1280, height: 720 }, FILM_FONTS);
  return { lines, size: Math.max(...sizes) };
}

it('writes a long caption smaller, with all its words, and only one without end with an ellipsis', () => {
  const short = written('Over the harbour');
  expect(short).toEqual({ lines: ['Over the harbour'], size: 36 });
  const long = 'This is a very long line of a caption that nobody could read within two seconds but which somebody wrote all the same, so it has to be broken into several lines and must not leave the picture at either side, whatever happens.';
  expect(written(long).lines.join(' ')).toBe(long);
  expect(written(long).size).toBeLessThan(36);
  expect(written(long.repeat(9)).lines.at(-1)).toMatch(/…$/);
  expect(written('And then …')).toEqual({ lines: ['And then …'], size: 36 });
});
