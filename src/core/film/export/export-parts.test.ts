import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRAME_RATES } from '../../domain/timeline/frame-rate.ts';
import { CaptionId } from '../../schema/project-ids.ts';
import { colourSpaceFor, rgbToI420 } from '../colour.ts';
import { rgbaToI420 } from '../rgba-planes.ts';
import { captionFiles } from './caption-files.ts';
import { captionsTrack } from './captions-track.ts';
import { filmSize } from './film-size.ts';
import { outputFrames } from './output-frames.ts';

describe('outputFrames', () => {
  it('shows every frame once at the film’s own rate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.constantFrom(...FRAME_RATES), (length, rate) => {
        const { count, filmFrame } = outputFrames(length, rate, rate);
        expect(count).toBe(length);
        for (const frame of [0, length >> 1, length - 1]) expect(filmFrame(frame)).toBe(frame);
      }),
    );
  });

  it('never goes back nor out of the film at another, and is as long to half a frame', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.constantFrom(...FRAME_RATES), fc.constantFrom(...FRAME_RATES), (length, film, rate) => {
        const { count, filmFrame } = outputFrames(length, film, rate);
        const seconds = (frames: number, { numerator, denominator }: typeof film) => (frames * denominator) / numerator;
        expect(Math.abs(seconds(count, rate) - seconds(length, film))).toBeLessThanOrEqual(Math.max(seconds(0.5, rate) + 1e-9, count === 1 ? seconds(1, rate) : 0));
        let before = 0;
        for (let i = 0; i < count; i += 1) {
          const frame = filmFrame(i);
          expect(frame).toBeGreaterThanOrEqual(before);
          expect(frame).toBeLessThan(length);
          before = frame;
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has no frames for an empty film', () => {
    expect(outputFrames(0, FRAME_RATES[0]!, FRAME_RATES[4]!).count).toBe(0);
  });
});

describe('filmSize', () => {
  it('is even, of the film’s shape, and named by its lines', () => {
    expect(filmSize('16:9', 2160)).toEqual({ width: 3840, height: 2160 });
    expect(filmSize('9:16', 720)).toEqual({ width: 720, height: 1280 });
    expect(filmSize('1:1', 1080)).toEqual({ width: 1080, height: 1080 });
    expect(filmSize('4:5', 1080)).toEqual({ width: 1080, height: 1350 });
    expect(filmSize('21:9', 1080)).toEqual({ width: 1920, height: 822 });
    expect(filmSize('16:9', 480)).toEqual({ width: 854, height: 480 });
  });
});

describe('rgbaToI420', () => {
  it('makes what the slow and plain way makes, within one step', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.constantFrom(96, 1080), fc.infiniteStream(fc.nat(255)), (w, h, lines, bytes) => {
        const [width, height] = [2 * w, 2 * h];
        const rgba = Uint8ClampedArray.from({ length: width * height * 4 }, () => bytes.next().value!);
        const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => rgba[Math.floor(i / 3) * 4 + (i % 3)]!);
        const plain = rgbToI420(rgb, width, height, colourSpaceFor(lines));
        rgbaToI420(rgba, width, height, colourSpaceFor(lines)).forEach((value, i) => expect(Math.abs(value - plain[i]!)).toBeLessThanOrEqual(1));
      }),
    );
  });
});

describe('captionsTrack', () => {
  const caption = (start: number, end: number, text: string) => ({ id: CaptionId.parse('00000000-0000-4000-8000-000000000002'), start, end, text });

  it('says when each is shown, in the film, and means no markup by what people write', () => {
    const rate = { numerator: 24, denominator: 1 };
    const captions = [caption(24, 60, 'Rock & <roll>\n\nagain'), caption(90, 900, 'To the end'), caption(900, 901, 'Never seen'), caption(1, 3, ' ')];
    expect(captionsTrack({ captions, rate, length: 96 })).toBe(
      'WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nRock &amp; &lt;roll&gt;\nagain\n\n00:00:03.750 --> 00:00:04.000\nTo the end\n',
    );
    expect(captionsTrack({ captions: [], rate, length: 96 })).toBeUndefined();
  });
});

describe('captionFiles', () => {
  it('are the captions that the film shows, cut off where it ends, as WebVTT and as SubRip', () => {
    const rate = { numerator: 24, denominator: 1 };
    const caption = (start: number, end: number, text: string) => ({ id: CaptionId.parse('00000000-0000-4000-8000-000000000002'), start, end, text });
    const files = captionFiles({ captions: [caption(24, 60, 'Rock & roll'), caption(90, 900, 'To the end'), caption(900, 901, 'Never seen'), caption(1, 3, ' ')], rate, length: 96 })!;
    expect(files.vtt).toBe('WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.500\nRock &amp; roll\n\n2\n00:00:03.750 --> 00:00:04.000\nTo the end\n');
    expect(files.srt).toBe('1\n00:00:01,000 --> 00:00:02,500\nRock & roll\n\n2\n00:00:03,750 --> 00:00:04,000\nTo the end\n');
    expect(captionFiles({ captions: [], rate, length: 96 })).toBeUndefined();
  });
});
