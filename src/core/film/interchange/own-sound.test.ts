import { describe, expect, it } from 'vitest';
import { bringReturn } from '../../document/commands/bring-return.ts';
import { editClip } from '../../document/commands/clip.ts';
import { setTransition } from '../../document/commands/transition.ts';
import { putTakeOnClip } from '../../document/commands/use-asset.ts';
import { placeReturn } from '../../domain/returned-cut/place-return.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import type { Take } from '../../schema/take.ts';
import { deliveredFilm } from './delivered-film.ts';
import { faultsOfFcpxml } from './fcpxml-checker.test-support.ts';
import type { HeardSounds } from './media-shelf.ts';
import { readReturn } from './read-return.ts';
import { below, childrenNamed, type ReadElement, readXml } from './read-xml.ts';
import { fullDelivery, must, RATES, sampleDelivery, sampleTake } from './sample-delivery.test-support.ts';
import { writeFcpxml } from './write-fcpxml.ts';
import { writeOtio } from './write-otio.ts';
import { writeXmeml } from './write-xmeml.ts';

const brought = (n: number, more: Partial<Take> = {}): Take => {
  const take = sampleTake(n, { frames: 400, frameRate: 24 });
  return { ...take, recipe: { ...take.recipe, mode: 'brought' }, name: `Video ${n}`, sound: true, ...more };
};
/** A camera's video, one of a telephone with one channel, and the first one made larger. */
const [CAMERA, PHONE] = [brought(70), brought(71)];
const LARGER: Take = { ...sampleTake(72, { frames: 400 }), variedFrom: CAMERA.id, recipe: { ...sampleTake(72, { frames: 400 }).recipe, mode: 'upscale' } };
const SOUNDS: HeardSounds = new Map([
  [CAMERA.media.sha256, { microseconds: 16_000_000, channels: 2, sampleRate: 48_000 }],
  [PHONE.media.sha256, { microseconds: 16_000_000, channels: 1, sampleRate: 44_100 }],
]);

/** Five clips: two videos that dissolve, a drawn one, the larger video, and one that is muted. */
function film(rate: FrameRate = RATES.film) {
  const sample = sampleDelivery(rate, [[{ length: 48 }, { length: 60, sourceStart: 10 }, { length: 24 }, { length: 36 }, { length: 24 }]]);
  const { document, clips } = sample;
  const takes = [...sample.takes, CAMERA, PHONE, LARGER];
  const [a, b, , d, e] = clips as [typeof clips[number], typeof clips[number], typeof clips[number], typeof clips[number], typeof clips[number]];
  must(document.run(putTakeOnClip(a, CAMERA.id)));
  must(document.run(putTakeOnClip(b, PHONE.id)));
  must(document.run(putTakeOnClip(d, LARGER.id)));
  must(document.run(putTakeOnClip(e, CAMERA.id)));
  must(document.run(editClip(b, { gain: 0.5 })));
  must(document.run(editClip(d, { gain: 2 })));
  must(document.run(editClip(e, { gain: 0.25, muted: true })));
  must(document.run(setTransition(a, { kind: 'dissolve', frames: 11 })));
  must(document.run(setTransition(b, { kind: 'fade', frames: 8, direction: 'out' })));
  must(document.run(setTransition(d, { kind: 'wipe', frames: 6, direction: 'left' })));
  return { document, clips, takes, delivered: deliveredFilm(document.project, takes, { sounds: SOUNDS }) };
}

const attributes = (elements: Iterable<ReadElement>) => [...elements].map((one) => one.attributes);
const text = (element: ReadElement, name: string): string | undefined => childrenNamed(element, name)[0]?.text;

describe('the sound of a video that was brought in', () => {
  it('is what the delivered film has of each clip, over the whole of it, with the file that is heard', () => {
    const { delivered } = film();
    expect(delivered.clips.map(({ sound }) => sound && [sound.media.asset, sound.at, sound.from, sound.length, sound.gain, sound.fadeIn, sound.fadeOut])).toEqual([
      [CAMERA.media.sha256, 0, 0, 48, 1, 0, 11],
      [PHONE.media.sha256, 37, 10, 60, 0.5, 11, 8],
      null,
      [CAMERA.media.sha256, 121, 0, 36, 2, 0, 6],
      null,
    ]);
    expect(delivered.media.map(({ asset, sound }) => [asset, sound?.channels ?? 0])).toEqual(expect.arrayContaining([[CAMERA.media.sha256, 2], [PHONE.media.sha256, 1], [LARGER.media.sha256, 0]]));
  });

  it('is not there where a file from before was looked at and is silent', () => {
    const { document, takes } = film();
    const silent = deliveredFilm(document.project, takes, { sounds: new Map([[CAMERA.media.sha256, null]]) });
    expect(silent.clips.map(({ sound }) => sound !== null)).toEqual([false, true, false, false, false]);
    expect(faultsOfFcpxml(writeFcpxml(silent))).toEqual([]);
  });

  it.each(Object.entries(RATES))('is in FCPXML: with its picture, its volume and its crossfade, or below a picture of another file (%s)', (_, rate) => {
    const { delivered, clips } = film(rate);
    const written = writeFcpxml(delivered);
    expect(faultsOfFcpxml(written)).toEqual([]);
    const root = must(readXml(written));
    const assets = attributes(below(root, 'asset'));
    expect(assets.filter(({ hasAudio }) => hasAudio === '1').map(({ hasVideo, audioChannels, audioRate }) => [hasVideo, audioChannels, audioRate])).toEqual([['1', '2', '48000'], ['1', '1', '44100']]);
    const spine = [...below(root, 'spine')][0]!.children;
    const shown = spine.map((one) => (one.name === 'audition' ? one.children[0]! : one)).filter(({ name }) => name === 'asset-clip');
    const sound = shown.map((one) => [one.attributes['srcEnable'], one.attributes['audioRole'], childrenNamed(one, 'adjust-volume')[0]?.attributes['amount']]);
    expect(sound).toEqual([[undefined, 'dialogue', '0dB'], [undefined, 'dialogue', '-6.02dB'], [undefined, undefined, undefined], [undefined, undefined, undefined], ['video', undefined, undefined]]);
    // The fade to black after the second clip, and none for what is a crossfade.
    const time = (frames: number): string => `${frames * rate.denominator}/${rate.numerator}s`;
    expect([...below(shown[1]!, 'fadeOut')].map(({ attributes: { duration } }) => duration)).toContain(time(8));
    expect(childrenNamed(shown[0]!, 'adjust-volume')[0]!.children).toEqual([]);
    const crossfaded = spine.filter(({ name }) => name === 'transition').map((one) => childrenNamed(one, 'filter-audio').length);
    expect(crossfaded).toEqual([1, 0]);
    const apart = [...below(root, 'asset-clip')].filter(({ attributes: { srcEnable } }) => srcEnable === 'audio');
    expect(apart.map(({ attributes: { lane, duration, start } }) => [lane, duration, start])).toEqual([['-1', time(36), '0s']]);
    expect([...below(apart[0]!, 'md')].map(({ attributes: { key, value } }) => [key, value])).toEqual([['org.kinora.sound', clips[3]]]);
    expect([...below(apart[0]!, 'fadeOut')].map(({ attributes: { duration } }) => duration)).toEqual([time(6)]);
  });

  it('is in FCP7 XML: a track for each channel, linked to its picture, crossfaded where both clips sound', () => {
    const { delivered } = film();
    const root = must(readXml(writeXmeml(delivered)));
    const tracks = childrenNamed([...below(root, 'audio')].find((one) => childrenNamed(one, 'track').length > 0)!, 'track');
    const row = (track: ReadElement) => track.children.filter(({ name }) => name === 'clipitem').map((one) => ['start', 'end', 'in', 'out'].map((name) => Number(text(one, name))));
    expect(tracks.map(row)).toEqual([
      [[0, -1, 0, 48], [-1, 97, 10, 70], [121, 157, 0, 36]],
      [[0, 48, 0, 48], [121, 157, 0, 36]],
    ]);
    expect(tracks.map((track) => track.children.filter(({ name }) => name === 'transitionitem').map((one) => [text(one, 'start'), text(one, 'end')]))).toEqual([[['37', '48']], []]);
    expect(tracks.map((track) => text(track, 'outputchannelindex'))).toEqual(['1', '2']);
    const items = new Map([...below(root, 'clipitem')].map((one) => [one.attributes['id'], one]));
    const links = (id: string) => childrenNamed(items.get(id)!, 'link').map((one) => [text(one, 'linkclipref'), text(one, 'mediatype'), text(one, 'trackindex'), text(one, 'clipindex')]);
    expect(links('clip-1')).toEqual([['clip-1', 'video', '1', '1'], ['clip-1-sound-1', 'audio', '1', '1'], ['clip-1-sound-2', 'audio', '2', '1']]);
    expect(links('clip-4-sound-2')).toEqual([['clip-4', 'video', '1', '4'], ['clip-4-sound-1', 'audio', '1', '3'], ['clip-4-sound-2', 'audio', '2', '2']]);
    for (const [, one] of items) for (const link of childrenNamed(one, 'link')) expect(items.has(text(link, 'linkclipref'))).toBe(true);
    const files = [...below(root, 'file')].filter(({ children }) => children.length > 0);
    expect(files.map((one) => [...below(one, 'media')][0]!.children.map(({ name }) => name))).toEqual([['video', 'audio'], ['video', 'audio'], ['video'], ['video']]);
    const level = [...below(items.get('clip-4-sound-1')!, 'parameter')][0]!;
    expect([text(level, 'value'), ...childrenNamed(level, 'keyframe').map((key) => `${text(key, 'when')}:${text(key, 'value')}`)]).toEqual(['2', '30:2', '36:0']);
  });

  it('has a stereo song on two tracks that are bound together, and one of one channel on one', () => {
    const { document, takes } = fullDelivery();
    const [song, voice] = [document.project.brief.song!.asset, document.project.narration[0]!.asset];
    const sounds = new Map([[song, { microseconds: 60_000_000, channels: 2, sampleRate: 44_100 }], [voice, { microseconds: 60_000_000, channels: 1, sampleRate: 48_000 }]]);
    const root = must(readXml(writeXmeml(deliveredFilm(document.project, takes, { sounds }))));
    const tracks = childrenNamed([...below(root, 'audio')].find((one) => childrenNamed(one, 'track').length > 0)!, 'track');
    expect(tracks.map((track) => [childrenNamed(track, 'clipitem')[0]!.attributes['id'], text(track, 'outputchannelindex')])).toEqual([['sound-1-1-1', '1'], ['sound-1-1-2', '2'], ['sound-2-1-1', undefined]]);
    expect([...below(tracks[1]!, 'link')].map((one) => [text(one, 'linkclipref'), text(one, 'trackindex'), text(one, 'groupindex')])).toEqual([['sound-1-1-1', '1', '1'], ['sound-1-1-2', '2', '1']]);
  });

  it('is in OpenTimelineIO: a track that is cut as the picture is', () => {
    const { delivered, clips } = film(RATES.ntsc);
    interface Item { OTIO_SCHEMA: string; source_range?: { start_time: { value: number }; duration: { value: number } }; in_offset?: { value: number }; out_offset?: { value: number }; metadata: { kinora?: object } }
    const { tracks: { children } } = JSON.parse(writeOtio(delivered)) as { tracks: { children: { name: string; kind: string; children: Item[] }[] } };
    const track = children.find(({ name }) => name === 'Clip sound')!;
    expect(track.kind).toBe('Audio');
    expect(track.children.map(({ OTIO_SCHEMA, source_range: range, in_offset, out_offset }) => [OTIO_SCHEMA, range ? range.start_time.value : in_offset!.value, range ? range.duration.value : out_offset!.value])).toEqual([
      ['Clip.2', 0, 42],
      ['Transition.1', 5, 6],
      ['Clip.2', 15, 55],
      ['Gap.1', 0, 24],
      ['Clip.2', 0, 33],
      ['Transition.1', 3, 3],
      ['Gap.1', 0, 21],
    ]);
    expect(track.children.map(({ metadata }) => metadata.kinora)).toEqual([
      { sound: clips[0], gain: 1, fadeIn: 0, fadeOut: 0 },
      undefined,
      { sound: clips[1], gain: 0.5, fadeIn: 0, fadeOut: 8 },
      undefined,
      { sound: clips[3], gain: 2, fadeIn: 0, fadeOut: 0 },
      undefined,
      undefined,
    ]);
  });
});

describe('a film whose videos sound, back from an editor', () => {
  const back = (written: string, { document, takes }: ReturnType<typeof film>) => {
    const plan = placeReturn(document.project, must(readReturn(written, RATES.film)), takes);
    must(document.run(bringReturn(plan)));
    return plan;
  };
  const sounds = ({ document, clips }: ReturnType<typeof film>) => clips.map((id) => document.project.scenes.flatMap(({ members }) => members.flatMap((scene) => scene.clips.flatMap(({ members: all }) => all))).find((clip) => clip.id === id)!).map(({ gain, muted }) => (muted ? 'muted' : gain));

  it.each([['FCPXML', writeFcpxml], ['OpenTimelineIO', writeOtio]])('is as it went, through %s', (_, write) => {
    const one = film();
    const before = one.document.project;
    const plan = back(write(one.delivered), one);
    expect([plan.left, plan.remarks]).toEqual([[], []]);
    expect(one.document.project).toEqual(before);
  });

  it('has what an editor did: louder, muted, heard again, and louder than can be', () => {
    const one = film();
    const written = writeFcpxml(one.delivered)
      .replace('<adjust-volume amount="0dB"/>', '<adjust-volume amount="-12dB"/>')
      .replace('amount="-6.02dB"', 'amount="-96dB"')
      .replace('<adjust-volume amount="6.02dB">', '<adjust-volume amount="24dB">')
      .replace('srcEnable="video" ', '');
    const plan = back(written, one);
    expect(sounds(one)).toEqual([10 ** (-12 / 20), 0, 1, 4, 1]);
    expect(plan.remarks).toEqual([expect.stringContaining('is louder in the file than a clip can be here')]);
    const other = film();
    back(writeFcpxml(other.delivered).replace('audioRole="dialogue" videoRole', 'srcEnable="video" videoRole').replace('lane="-1"', 'lane="-1" enabled="0"'), other);
    expect(sounds(other)).toEqual(['muted', 0.5, 1, 'muted', 'muted']);
  });

  it('knows sound that an editor took out of its picture, and a track that is switched off in OpenTimelineIO', () => {
    const one = film();
    const written = writeFcpxml(one.delivered);
    const ref = /<asset-clip ref="(r\d+)"/.exec(written)![1]!;
    const detached = written.replace(/audioRole="dialogue" videoRole/, 'srcEnable="video" videoRole').replace('<adjust-volume amount="0dB"/>', `<asset-clip ref="${ref}" lane="-5" offset="0s" duration="2s" srcEnable="audio"><adjust-volume amount="-20dB"/></asset-clip>`);
    back(detached, one);
    expect(sounds(one)[0]).toBe(0.1);
    const other = film();
    const parsed = JSON.parse(writeOtio(other.delivered)) as { tracks: { children: { name: string; enabled: boolean }[] } };
    parsed.tracks.children.find(({ name }) => name === 'Clip sound')!.enabled = false;
    back(JSON.stringify(parsed), other);
    expect(sounds(other)).toEqual(['muted', 'muted', 1, 'muted', 'muted']);
  });
});
