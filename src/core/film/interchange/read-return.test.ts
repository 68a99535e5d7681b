import { describe, expect, it } from 'vitest';
import { layOut } from '../../domain/timeline/timeline.ts';
import { explainReturn } from '../../domain/returned-cut/explain-return.ts';
import { deliveredFilm } from './delivered-film.ts';
import { readReturn } from './read-return.ts';
import { fullDelivery, must, RATES } from './sample-delivery.test-support.ts';
import { writeFcpxml } from './write-fcpxml.ts';
import { writeOtio } from './write-otio.ts';

const { document, takes } = fullDelivery();
const film = deliveredFilm(document.project, takes);
const xml = writeFcpxml(film);
const otio = writeOtio(film);

const fcpxml = (spine: string, version = '1.11', resources = ''): string =>
  `<?xml version="1.0"?><!DOCTYPE fcpxml><fcpxml version="${version}"><resources>${resources}</resources><event><project name="P"><sequence format="r1" tcStart="0s"><spine>${spine}</spine></sequence></project></event></fcpxml>`;
const clip = (attributes: string, inside = ''): string => `<asset-clip ref="r2" name="1A" ${attributes}>${inside}</asset-clip>`;
const timeline = (children: unknown[]): string => JSON.stringify({ OTIO_SCHEMA: 'Timeline.1', tracks: { OTIO_SCHEMA: 'Stack.1', children: [{ OTIO_SCHEMA: 'Track.1', kind: 'Video', children }] } });
const laughs = Array.from({ length: 10 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');

const HOSTILE: readonly (readonly [what: string, text: string, reason: string])[] = [
  ['nothing', '', 'empty'],
  ['spaces', ' \n\t ', 'empty'],
  ['only a byte order mark', '\ufeff', 'empty'],
  ['words', 'hello there', 'other-format'],
  ['an edit decision list', 'TITLE: FILM\r\nFCM: NON-DROP FRAME\r\n', 'other-format'],
  ['a PNG', '\u0089PNG\r\n\u001a\n\u0000\u0000', 'other-format'],
  ['a web page', '<!DOCTYPE html><html><body><p>Not found</p></body></html>', 'other-format'],
  ['FCP7 XML', '<?xml version="1.0"?><!DOCTYPE xmeml><xmeml version="5"/>', 'other-format'],
  ['other XML', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'other-format'],
  ['a billion laughs', `<?xml version="1.0"?><!DOCTYPE fcpxml [<!ENTITY l0 "ha">${laughs}]><fcpxml version="1.11">&l10;</fcpxml>`, 'entities'],
  ['a file of this machine', '<!DOCTYPE fcpxml [<!ENTITY x SYSTEM "file:///etc/passwd">]><fcpxml version="1.11">&x;</fcpxml>', 'entities'],
  ['an outside parameter entity', '<!DOCTYPE fcpxml [ %x; ]><fcpxml version="1.11"/>', 'entities'],
  ['elements in elements', `${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}`, 'too-deep'],
  ['an FCPXML that breaks off', xml.slice(0, xml.length / 2), 'not-xml'],
  ['an FCPXML that breaks off in a tag', xml.slice(0, xml.indexOf('<sequence') + 5), 'not-xml'],
  ['tags that cross', '<fcpxml version="1.11"><a><b></a></b></fcpxml>', 'not-xml'],
  ['an attribute twice', '<fcpxml version="1.11" version="1.10"/>', 'not-xml'],
  ['a huge file', `<fcpxml version="1.11">${' '.repeat(33 * 1024 ** 2)}</fcpxml>`, 'too-large'],
  ['version 2', fcpxml('', '2.0'), 'other-version'],
  ['version 1.1', fcpxml('', '1.1'), 'other-version'],
  ['no version', '<fcpxml/>', 'other-version'],
  ['a version of words', fcpxml('', '1.x<'.replace('<', '&lt;')), 'other-version'],
  ['an FCPXML of clips alone', '<fcpxml version="1.11"><event><asset-clip ref="r1" duration="1s"/></event></fcpxml>', 'no-timeline'],
  ['an empty storyline', fcpxml(''), 'no-clips'],
  ['a storyline of black', fcpxml('<gap duration="10s"/>'), 'no-clips'],
  ['a time of words', fcpxml(clip('offset="0s" duration="soon"')), 'bad-time'],
  ['a time over nothing', fcpxml(clip('offset="0s" duration="1/0s"')), 'bad-time'],
  ['a clip without a length', fcpxml(clip('offset="0s"')), 'bad-time'],
  ['a time of a thousand digits', fcpxml(clip(`offset="0s" duration="${'9'.repeat(1000)}s"`)), 'bad-time'],
  ['a film of ten thousand years', fcpxml(clip('offset="0s" duration="315360000000s"')), 'too-long'],
  ['a clip that ends before it begins', fcpxml(clip('offset="0s" duration="-5s"')), 'no-clips'],
  ['names that objects keep for themselves', '<fcpxml version="1.11"><__proto__/><constructor/></fcpxml>', 'not-xml'],
  ['JSON that breaks off', otio.slice(0, otio.length / 2), 'not-json'],
  ['JSON of something else', '{"name":"kinora","version":1}', 'other-format'],
  ['a list', '[1, 2, 3]', 'other-format'],
  ['lists in lists', '['.repeat(100_000), 'not-json'],
  ['a clip of OpenTimelineIO alone', '{"OTIO_SCHEMA":"Clip.2","name":"1A"}', 'no-timeline'],
  ['a timeline without tracks', '{"OTIO_SCHEMA":"Timeline.1","tracks":null}', 'no-clips'],
  ['tracks that are words', '{"OTIO_SCHEMA":"Timeline.1","tracks":{"OTIO_SCHEMA":"Stack.1","children":"none"}}', 'no-clips'],
  ['a transition without offsets', timeline([{ OTIO_SCHEMA: 'Gap.1', metadata: { kinora: { clip: 'x' } }, source_range: null }, { OTIO_SCHEMA: 'Transition.1' }]), 'bad-time'],
  ['rates of nothing', timeline([{ OTIO_SCHEMA: 'Clip.2', source_range: { start_time: { value: 0, rate: 0 }, duration: { value: 9, rate: 0 } } }]), 'no-clips'],
];

describe('readReturn', () => {
  it.each(HOSTILE)('answers %s with a sentence', (_, text, reason) => {
    const started = performance.now();
    const read = readReturn(text, RATES.film);
    expect(performance.now() - started).toBeLessThan(3000);
    expect(read).toMatchObject({ ok: false, fault: { reason } });
    expect(read.ok ? '' : explainReturn(read.fault)).toMatch(/^[^!]{20,}\.$/);
  });

  it('reads what other programs write: no offsets, decimals, sources that begin at a timecode, several timelines', () => {
    const asset = '<asset id="r2" src="file:///x/1A-take-1-3c6ef3623c6e.mp4" start="3600s" duration="10s"/>';
    const text = fcpxml(`${clip('start="3601.5s" duration="2s"')}<gap duration="12/24s"/>${clip('start="3600s" duration="1s"')}`, '1.9', asset).replace('</event>', '<project name="Two"><sequence format="r1"><spine/></sequence></project></event>');
    const cut = must(readReturn(text, RATES.film));
    expect(cut.clips.map(({ start, length, sourceStart, asset: hash }) => [start, length, sourceStart, hash])).toEqual([[0, 48, 36, '3c6ef3623c6e'], [60, 24, 0, '3c6ef3623c6e']]);
    expect(cut.remarks.join(' ')).toContain('“Two”');
  });

  it('names what has no place in a film here', () => {
    const inside = '<asset-clip ref="r2" lane="1" name="overlay" duration="1s"/>';
    const spine = `${clip('duration="2s"', `<timeMap/>${inside}`)}<ref-clip ref="r9" name="Nest" duration="1s"/>${clip('duration="1s" enabled="0"')}${clip('duration="1s"')}`;
    const cut = must(readReturn(fcpxml(spine), RATES.film));
    expect(cut.clips.map(({ start, length }) => [start, length])).toEqual([[0, 48], [96, 24]]);
    expect(cut.remarks).toEqual([
      'The speed of “1A” was changed. Here it plays as it was made.',
      '“overlay” is connected above the main storyline. It was left out.',
      '“Nest” is a compound clip. Its place stays black.',
      '“1A” is switched off. Its place stays black.',
    ]);
  });

  it('reads a dissolve that an editor made, and shortens one that its file has no frames for', () => {
    const spine = `${clip('offset="0s" start="1s" duration="2s"')}<transition name="Swirl" offset="36/24s" duration="1s"/>${clip('offset="2s" start="6/24s" duration="2s"')}`;
    const cut = must(readReturn(fcpxml(spine), RATES.film));
    expect(cut.clips.map(({ start, length, sourceStart, transition }) => ({ start, length, sourceStart, transition }))).toEqual([
      { start: 0, length: 60, sourceStart: 24, transition: { kind: 'dissolve', frames: 18 } },
      { start: 42, length: 54, sourceStart: 0, transition: undefined },
    ]);
    expect(cut.remarks).toHaveLength(2);
  });

  it('leaves each clip a frame of its own between two transitions that an editor let meet', () => {
    const at = (offset: number, length: number, start: number): string => clip(`offset="${offset}/24s" start="${start}/24s" duration="${length}/24s"`);
    const over = (offset: number, length: number): string => `<transition name="Cross Dissolve" offset="${offset}/24s" duration="${length}/24s"/>`;
    const cut = must(readReturn(fcpxml(`${at(0, 40, 0)}${over(34, 10)}${at(40, 4, 20)}${over(40, 10)}${at(44, 40, 20)}`), RATES.film));
    const pieces = cut.clips.map(({ length, transition }) => ({ length, gap: 0, transition: transition ?? ({ kind: 'cut' } as const) }));
    const places = layOut(pieces);
    expect(cut.clips.map(({ start, length }) => [start, start + length])).toEqual(places.map(({ start, end }) => [start, end]));
    expect(cut.clips.map(({ transition }) => transition && transition.frames)).toEqual([10, 5, undefined]);
  });

  it('keeps the place of timelines in timelines, and names what else other programs write in OpenTimelineIO', () => {
    const range = (value: number, start = 0) => ({ start_time: { value: start, rate: 24 }, duration: { value, rate: 24 } });
    const shot = (name: string, changes: object = {}) => ({ OTIO_SCHEMA: 'Clip.2', name, source_range: range(24, 86_424), media_references: { DEFAULT_MEDIA: { OTIO_SCHEMA: 'ExternalReference.1', target_url: 'file:///x/1A-take-1-3c6ef3623c6e.mp4', available_range: range(240, 86_400) } }, ...changes });
    const track = (kind: string, children: unknown[]) => ({ OTIO_SCHEMA: 'Track.1', kind, children });
    const nested = { OTIO_SCHEMA: 'Stack.1', name: 'Nest', source_range: null, children: [track('Video', [shot('a'), { OTIO_SCHEMA: 'Gap.1', source_range: range(6) }, shot('b')]), track('Audio', [])] };
    const warped = shot('1B', { effects: [{ OTIO_SCHEMA: 'LinearTimeWarp.1', time_scalar: 2 }] });
    const missing = shot('1C', { media_references: { DEFAULT_MEDIA: { OTIO_SCHEMA: 'MissingReference.1' } } });
    const cut = must(readReturn(timeline([shot('1A'), nested, warped, shot('1D', { enabled: false }), missing]), RATES.film));
    expect(cut.clips.map(({ name, start, length, sourceStart, asset }) => [name, start, length, sourceStart, asset])).toEqual([
      ['1A', 0, 24, 24, '3c6ef3623c6e'],
      ['1B', 78, 24, 24, '3c6ef3623c6e'],
      // Of a file that is not there nobody knows what its timecode means.
      ['1C', 126, 24, undefined, undefined],
    ]);
    expect(cut.remarks).toEqual(['“Nest” is a nested timeline. Its place stays black.', 'The speed of “1B” was changed. Here it plays as it was made.', '“1D” is switched off. Its place stays black.', 'The file of “1C” is missing in the cut. The clip begins in its take where it did.']);
    const gone = must(readReturn(fcpxml(clip('start="3601s" duration="1s"')), RATES.film));
    expect([gone.clips[0]?.sourceStart, gone.remarks]).toEqual([undefined, ['The file of “1A” is missing in the cut. The clip begins in its take where it did.']]);
  });

  it('takes the medium that is active in OpenTimelineIO', () => {
    const parsed = JSON.parse(otio) as { tracks: { children: { children: { media_references?: object; active_media_reference_key?: string }[] }[] } };
    const first = parsed.tracks.children[0]!.children[0]!;
    first.active_media_reference_key = '1A take 2';
    const cut = must(readReturn(JSON.stringify(parsed), RATES.film));
    expect(cut.clips[0]?.take).toBe(takes[1]?.id);
  });
});
