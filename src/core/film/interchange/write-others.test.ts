import { parse } from 'papaparse';
import { describe, expect, it } from 'vitest';
import { parseTimecode } from '../../domain/timeline/timecode.ts';
import { deliveredFilm, type DeliveredFilm } from './delivered-film.ts';
import { hashInPath, mediaPath } from './media-path.ts';
import { below, childrenNamed, type ReadElement, readXml } from './read-xml.ts';
import { fullDelivery, must, RATES, sampleDelivery } from './sample-delivery.test-support.ts';
import { handlesOf, longerThanTake, shortOfHandles } from './handles.ts';
import { writeCsv } from './write-csv.ts';
import { EDL_EVENTS, writeEdls } from './write-edl.ts';
import { writeOtio } from './write-otio.ts';
import { writeXmeml } from './write-xmeml.ts';

const full = (rate: DeliveredFilm['rate'] = RATES.film): DeliveredFilm => {
  const { document, takes } = fullDelivery(rate);
  return deliveredFilm(document.project, takes);
};

/** The events of an EDL: their lines with times as frames. */
function eventsOf(text: string, rate: DeliveredFilm['rate']) {
  const frames = (timecode: string): number => must(parseTimecode(timecode, rate));
  return text.split('\r\n').flatMap((line) => {
    const found = /^(\d{3}) {2}(\S{1,8}) +V {5}(C {7}|[DW]\d{0,3} +\d{3}) +(\S{11}) (\S{11}) (\S{11}) (\S{11})$/.exec(line);
    if (!found) return [];
    const [, event, reel, effect, ...times] = found as unknown as [string, string, string, string, string, string, string, string];
    const [sourceIn, sourceOut, recordIn, recordOut] = times.map(frames) as [number, number, number, number];
    return [{ event: Number(event), reel, effect: effect.trim().replace(/ +/, ' '), sourceIn, sourceOut, recordIn, recordOut }];
  });
}

describe('writeEdls', () => {
  it.each(Object.entries(RATES))('numbers its events, leaves no hole but black, and counts source and record alike (%s)', (_, rate) => {
    const film = full(rate);
    const [text = ''] = writeEdls(film);
    expect(text.startsWith(`TITLE: Hafen & <Meer> "U"\r\nFCM: ${rate.denominator === 1001 && rate.numerator !== 24_000 ? 'DROP FRAME' : 'NON-DROP FRAME'}\r\n`)).toBe(true);
    const lines = eventsOf(text, rate);
    expect(lines.length).toBe(text.split('\r\n').filter((line) => /^\d{3} /.test(line)).length);
    let end = film.firstFrame;
    for (const { recordIn, recordOut, sourceIn, sourceOut } of lines) {
      expect(sourceOut - sourceIn).toBe(recordOut - recordIn);
      expect(recordIn).toBeGreaterThanOrEqual(end);
      end = recordOut;
    }
    expect(end).toBe(film.firstFrame + film.length);
    expect(lines.map(({ effect }) => effect)).toEqual(['C', 'C', 'D 012', 'C', 'W101 009', 'C', 'D 005', 'C', 'D 005', 'C', 'W102 001', 'C', 'D 011']);
  });

  it('is plain ASCII, one line a comment, with reels of eight letters', () => {
    const { document, takes } = sampleDelivery(RATES.film, [[{ length: 9, prompt: 'Żółw\r\n001  AX V C 00:00:00:00 漢' }]]);
    const [text = ''] = writeEdls(deliveredFilm(document.project, takes));
    expect(text).toMatch(/^[\x20-\x7e\r\n]+$/);
    expect(text.split('\r\n').filter((line) => /^\d{3} /.test(line))).toHaveLength(1);
    expect(text).toContain('* FROM CLIP NAME: 1A Zo?w 001 AX V C 00:00:00:00 ?');
  });

  it('goes over into further lists where it has more events than one can number', () => {
    const { document, takes } = sampleDelivery(RATES.film, [Array.from({ length: EDL_EVENTS + 3 }, () => ({ length: 2, takes: 0 }))]);
    const lists = writeEdls(deliveredFilm(document.project, takes)).map((text) => eventsOf(text, RATES.film));
    expect(lists.map((list) => [list.length, list[0]?.event, list.at(-1)?.event])).toEqual([[999, 1, 999], [3, 1, 3]]);
    expect(lists[1]![0]!.recordIn).toBe(lists[0]!.at(-1)!.recordOut);
  });
});

describe('writeXmeml', () => {
  const number = (element: ReadElement, name: string): number => Number(childrenNamed(element, name)[0]?.text);

  it.each(Object.entries(RATES))('says where each clip lies, by itself or by the transition beside it (%s)', (_, rate) => {
    const film = full(rate);
    const root = must(readXml(writeXmeml(film)));
    expect(root.attributes['version']).toBe('5');
    const video = [...below(root, 'video')][0] as ReadElement;
    const [track] = childrenNamed(video, 'track');
    const items = (track as ReadElement).children.filter(({ name }) => name === 'clipitem' || name === 'transitionitem');
    let end = 0;
    items.forEach((item, i) => {
      const [start, stop] = [number(item, 'start'), number(item, 'end')];
      if (item.name === 'transitionitem') return;
      const [before, after] = [items[i - 1], items[i + 1]];
      const from = start === -1 ? number(before as ReadElement, 'start') : start;
      const until = stop === -1 ? number(after as ReadElement, 'end') : stop;
      expect(number(item, 'out') - number(item, 'in')).toBe(until - from);
      if (start !== -1) expect(start).toBeGreaterThanOrEqual(end);
      end = until;
    });
    expect(end).toBe(film.length);
    const rates = [...below(root, 'ntsc')].map(({ text }) => text);
    expect(rates).toContain(rate.denominator === 1001 ? 'TRUE' : 'FALSE');
  });

  it('writes each file once and names it from then on, and gives every id once', () => {
    const root = must(readXml(writeXmeml(full())));
    const files = [...below(root, 'file')];
    const ids = new Set(files.map(({ attributes }) => attributes['id']));
    expect(files.filter(({ children }) => children.length > 0)).toHaveLength(ids.size);
    const items = [...below(root, 'clipitem'), ...below(root, 'generatoritem')].map(({ attributes }) => attributes['id']);
    expect(new Set(items).size).toBe(items.length);
  });
});

describe('writeOtio', () => {
  interface Node {
    readonly OTIO_SCHEMA: string;
    readonly [field: string]: unknown;
  }
  /** What the schema asks of each object, by its name and version. */
  const FIELDS: Readonly<Record<string, readonly string[]>> = {
    'Timeline.1': ['name', 'metadata', 'global_start_time', 'tracks'],
    'Stack.1': ['name', 'metadata', 'source_range', 'effects', 'markers', 'enabled', 'children'],
    'Track.1': ['name', 'metadata', 'source_range', 'effects', 'markers', 'enabled', 'children', 'kind'],
    'Clip.2': ['name', 'metadata', 'source_range', 'effects', 'markers', 'enabled', 'media_references', 'active_media_reference_key'],
    'Gap.1': ['name', 'metadata', 'source_range', 'effects', 'markers', 'enabled'],
    'Transition.1': ['name', 'metadata', 'transition_type', 'in_offset', 'out_offset'],
    'ExternalReference.1': ['name', 'metadata', 'target_url', 'available_range', 'available_image_bounds'],
    'GeneratorReference.1': ['name', 'metadata', 'generator_kind', 'parameters', 'available_range', 'available_image_bounds'],
    'Marker.2': ['name', 'metadata', 'color', 'marked_range', 'comment'],
    'TimeRange.1': ['start_time', 'duration'],
    'RationalTime.1': ['value', 'rate'],
  };
  const faultsOf = (value: unknown): string[] => {
    if (Array.isArray(value)) return value.flatMap(faultsOf);
    if (typeof value !== 'object' || value === null) return [];
    const { OTIO_SCHEMA: schema } = value as Node;
    const inside = Object.values(value).flatMap(faultsOf);
    if (schema === undefined) return inside;
    const fields = FIELDS[schema];
    const own = Object.keys(value).filter((key) => key !== 'OTIO_SCHEMA').sort();
    return fields && own.join() === [...fields].sort().join() ? inside : [`${schema}: ${own.join()}`, ...inside];
  };

  it.each(Object.entries(RATES))('writes the objects of the schema, with tracks as long as the film (%s)', (_, rate) => {
    const film = full(rate);
    const timeline = JSON.parse(writeOtio(film)) as { tracks: { children: { name: string; children: (Node & { source_range?: { duration: { value: number; rate: number } } })[] }[] } };
    expect(faultsOf(timeline)).toEqual([]);
    const [picture] = timeline.tracks.children;
    expect(picture!.children.reduce((sum, { source_range }) => sum + (source_range?.duration.value ?? 0), 0)).toBe(film.length);
    expect(picture!.children[0]!.source_range?.duration.rate).toBe(rate.numerator / rate.denominator);
    expect(timeline.tracks.children.map(({ name }) => name)).toEqual(['Picture', 'Titles', 'Captions', 'Song', 'Narration']);
  });
});

describe('writeCsv', () => {
  it('has a line a clip that reads back, and no cell that is a formula', () => {
    const film = full();
    const text = writeCsv(film);
    const { data, errors } = parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
    expect(errors).toEqual([]);
    expect(data.map((row) => row['Slate'])).toEqual(['1A', '1B', '1C', '2A', '2B']);
    expect(data[2]?.['Prompt']).toBe('\'=HYPERLINK("x")');
    for (const row of data) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    expect(data[0]).toMatchObject({ In: '01:00:00:00', Out: '01:00:02:00', Frames: '48', Seconds: '2.000', 'Handle before': '10', 'Handle after': '342' });
  });

  it('knows the handles of a clip, and which have too few', () => {
    const film = full();
    expect(film.clips.map(handlesOf)).toEqual([{ before: 10, after: 342 }, { before: 0, after: 340 }, null, { before: 24, after: 304 }, { before: 0, after: 370 }]);
    expect(shortOfHandles(film, 12).map(({ slate }) => slate)).toEqual(['1A', '1B', '2B']);
    expect(longerThanTake(film)).toEqual([]);
    const long = sampleDelivery(RATES.film, [[{ length: 400 }, { length: 401 }, { length: 999, takes: 0 }]]);
    expect(longerThanTake(deliveredFilm(long.document.project, long.takes)).map(({ slate }) => slate)).toEqual(['1B']);
  });
});

describe('deliveredFilm', () => {
  it('lists every file once, and takes that are gone not at all', () => {
    const { document, takes } = fullDelivery();
    const film = deliveredFilm(document.project, takes.slice(1));
    expect(new Set(film.media.map(({ asset }) => asset)).size).toBe(film.media.length);
    expect(film.clips[0]?.shown).toBeNull();
    expect(film.clips[0]?.alternates.map(({ label }) => label)).toEqual(['1A take 2', '1A A1 take 3']);
  });

  it('knows how long sound is where it is told, and ends the song with the film', () => {
    const { document, takes } = fullDelivery();
    const song = document.project.brief.song!.asset;
    const { length, song: whole } = deliveredFilm(document.project, takes);
    expect(whole).toMatchObject({ at: 12, from: 5, length: length - 12 });
    const short = deliveredFilm(document.project, takes, { sounds: new Map([[song, { microseconds: 2_000_000, channels: 1, sampleRate: 44_100 }]]) });
    expect(short.song).toMatchObject({ length: 43, media: { length: 48 } });
  });

  it('names media by plain letters that their hash is found in again', () => {
    const asset = '0123456789ab'.padEnd(64, 'f') as Parameters<typeof mediaPath>[1];
    for (const label of ['1A take 2', '../../etc/passwd', 'Ünïcode 漢字', '', 'CON']) {
      const path = mediaPath(label, asset, 'video/mp4');
      expect(path).toMatch(/^media\/[A-Za-z0-9-]+-0123456789ab\.mp4$/);
      expect(hashInPath(path)).toBe('0123456789ab');
    }
    // Browsers and systems have several words for one type, and none for some files.
    const endings = [['audio/x-m4a', 'a.m4a'], ['audio/wave', ''], ['audio/X-FLAC;x=1', ''], ['', 'Song.OPUS'], ['', 'song.exe']] as const;
    expect(endings.map(([type, name]) => mediaPath('song', asset, type, name).split('.').at(-1))).toEqual(['m4a', 'wav', 'flac', 'opus', 'bin']);
  });
});
