import { expect, it } from 'vitest';
import { addKeyframe, setStill } from '../../document/commands/keyframe.ts';
import { addTakes } from '../../document/commands/take.ts';
import { take } from '../../document/sample-film.test-support.ts';
import { placeReturn } from '../../domain/returned-cut/place-return.ts';
import { Sha256 } from '../../schema/ids.ts';
import { deliveredFilm } from './delivered-film.ts';
import { readFcpxml } from './read-fcpxml.ts';
import { readOtio } from './read-otio.ts';
import { RATES, sampleDelivery } from './sample-delivery.test-support.ts';
import { writeEdls } from './write-edl.ts';
import { writeFcpxml } from './write-fcpxml.ts';
import { writeOtio } from './write-otio.ts';
import { writeXmeml } from './write-xmeml.ts';

const picture = Sha256.parse('c'.repeat(64));

/** Three clips: one with a take, one with a still alone, one with nothing. */
function film() {
  const sample = sampleDelivery(RATES.film, [[{ length: 48 }, { length: 36, takes: 0 }, { length: 24, takes: 0 }]]);
  const { document, clips, takes } = sample;
  const keyframe = take(document.run(addKeyframe(clips[1]!, 'first')));
  take(document.run(setStill(keyframe, { kind: 'picture', asset: picture, type: 'image/webp', name: 'cup.webp' })));
  return { document, clips, takes, delivered: deliveredFilm(document.project, takes) };
}

it('goes out for a clip without a take, as PNG and as long as the clip', () => {
  const { delivered } = film();
  expect(delivered.clips.map(({ shown, still }) => [shown !== null, still?.asset ?? null])).toEqual([[true, null], [false, picture], [false, null]]);
  expect(delivered.media.find(({ isStill }) => isStill)).toEqual({ asset: picture, type: 'image/webp', path: 'media/1B-still-cccccccccccc.png', picture: { frames: 1, rate: RATES.film, width: 1920, height: 1080 }, sound: null, length: 36, isStill: true });
});

it('is the first frame of the take that was drawn for it, in its own size', () => {
  const { document, clips, takes } = film();
  const keyframe = take(document.run(addKeyframe(clips[2]!, 'first')));
  take(document.run(addTakes({ kind: 'keyframe', id: keyframe }, [takes[0]!.id])));
  const still = deliveredFilm(document.project, takes).clips[2]!.still!;
  expect(still).toMatchObject({ asset: takes[0]!.poster.sha256, picture: { width: takes[0]!.recipe.width }, isStill: true });
  expect(deliveredFilm(document.project, []).clips[2]!.still).toBeNull();
});

it('stands in every format where black stood, and what has nothing stays black', () => {
  const { delivered, clips } = film();
  const fcpxml = writeFcpxml(delivered);
  const video = /<video [^>]*>/.exec(fcpxml)?.[0];
  expect(video).toContain('offset="3602s"');
  expect(video).toContain('duration="36/24s"');
  expect(fcpxml).toMatch(/<format [^>]*name="FFVideoFormatRateUndefined"/);
  expect(fcpxml).toMatch(/<asset [^>]*name="1B-still-cccccccccccc.png"[^>]*duration="0s"/);
  const xmeml = writeXmeml(delivered);
  expect(xmeml.match(/<stillframe>TRUE<\/stillframe>/g)).toHaveLength(1);
  expect(xmeml).toContain('<pathurl>media/1B-still-cccccccccccc.png</pathurl>');
  const [edl] = writeEdls(delivered);
  expect(edl).toMatch(/002 {2}CCCCCCCC V {5}C {8}00:00:00:00 00:00:01:12 01:00:02:00 01:00:03:12\r\n.*\r\n\* NO TAKE YET\r\n\* SOURCE FILE: 1B-still-cccccccccccc.png/);
  expect(edl).toMatch(/003 {2}BL/);
  const otio = JSON.parse(writeOtio(delivered)) as { tracks: { children: { children: { OTIO_SCHEMA: string; metadata: { kinora?: { clip?: string } } }[] }[] } };
  expect(otio.tracks.children[0]!.children.map(({ OTIO_SCHEMA, metadata }) => [OTIO_SCHEMA, metadata.kinora?.clip])).toEqual([['Clip.2', clips[0]], ['Clip.2', clips[1]], ['Gap.1', clips[2]]]);
});

it.each(['fcpxml', 'otio'] as const)('comes back from %s as the clip that it was, with no take and nothing to remark', (format) => {
  const { delivered, document, takes, clips } = film();
  const read = format === 'fcpxml' ? readFcpxml(writeFcpxml(delivered), RATES.film) : readOtio(writeOtio(delivered), RATES.film);
  const plan = placeReturn(document.project, take(read), takes);
  expect(plan.placed.map(({ clip, take: shown, returned }) => [clip, shown, returned.start, returned.length])).toEqual([[clips[0], undefined, 0, 48], [clips[1], undefined, 48, 36], [clips[2], undefined, 84, 24]]);
  expect([plan.left, plan.remarks]).toEqual([[], []]);
});
