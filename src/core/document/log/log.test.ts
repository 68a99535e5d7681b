import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editClip, removeClips } from '../commands/clip.ts';
import { renameProject } from '../commands/project.ts';
import { removeVersion, restoreVersion, saveVersion } from '../commands/version.ts';
import type { ProjectDocument } from '../project-document.ts';
import { order, sampleFilm, take } from '../sample-film.test-support.ts';
import { sampleOrigin } from '../sample-origin.ts';
import { openVersion } from '../versions.ts';
import { crc32 } from '../../domain/bytes/crc32.ts';
import { compactLog, type LogEntry } from './compact.ts';
import { type KeptLog, moments, openMoment } from './moments.ts';
import { openLog, openPast } from './open-log.ts';
import { seal, unseal } from './sealed.ts';

/** A film whose log is kept from its beginning. */
function keptFilm() {
  const film = sampleFilm();
  const log: LogEntry[] = [{ bytes: seal(film.document.encode()), at: film.origin.now() }];
  film.document.onUpdate((update) => log.push({ bytes: seal(update), at: film.origin.now() }));
  return { ...film, log };
}

const open = (log: readonly LogEntry[]) => take(openLog(log.map(({ bytes }) => bytes), sampleOrigin(1)));
const nameOf = ({ project }: ProjectDocument): string => project.name;

describe('sealed updates', () => {
  it('have the checksum that zip has', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });

  it('are known from those that changed by a bit anywhere, or were cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), fc.nat(7), (update, at, bit) => {
        const sealed = seal(update);
        expect(unseal(sealed)).toEqual(update);
        expect(unseal(sealed.subarray(0, -1))).toBeUndefined();
        const flipped = sealed.slice();
        flipped[at % sealed.length] = (flipped[at % sealed.length] as number) ^ (1 << bit);
        expect(unseal(flipped)).toBeUndefined();
      }),
    );
  });
});

describe('a log', () => {
  it('opens as the project that it was kept of', () => {
    const { document, log, clips } = keptFilm();
    take(document.run(editClip(clips[0], { prompt: 'a boat' })));
    take(document.run(removeClips([clips[1]])));
    document.undo();
    const opened = open(log);
    expect(opened.document.project).toEqual(document.project);
    expect(opened.setAside).toEqual([]);
  });

  it('sets a broken entry aside and opens with what came before, and after', () => {
    const { document, log, clips } = keptFilm();
    take(document.run(renameProject('Kept')));
    take(document.run(editClip(clips[0], { prompt: 'lost' })));
    take(document.run(editClip(clips[1], { prompt: 'found' })));
    take(document.run(editClip(clips[2], { name: 'also found' })));
    const broken = log[2] as LogEntry;
    broken.bytes[broken.bytes.length - 3] = 0xff ^ (broken.bytes[broken.bytes.length - 3] as number);
    log.splice(3, 0, { bytes: seal(new Uint8Array([9, 9, 9])), at: 0 });
    const opened = open(log);
    expect(opened.setAside).toEqual([{ index: 2, why: 'changed' }, { index: 3, why: 'unreadable' }]);
    expect(nameOf(opened.document)).toBe('Kept');
    const found = opened.document.project.scenes[0]?.members[0]?.clips.map(({ members: [clip] }) => [clip?.prompt, clip?.name]);
    expect(found).toEqual([['', ''], ['found', ''], ['', 'also found']]);
    // It can be worked on, and what is done is there when the log is opened again.
    opened.document.onUpdate((update) => log.push({ bytes: seal(update), at: 0 }));
    take(opened.document.run(renameProject('Goes on')));
    expect(nameOf(open(log).document)).toBe('Goes on');
  });

  it('is refused where no project is left in it', () => {
    expect(openLog([], sampleOrigin())).toEqual({ ok: false, fault: { reason: 'damaged' } });
    expect(openLog([new Uint8Array([1, 2, 3])], sampleOrigin())).toEqual({ ok: false, fault: { reason: 'damaged' } });
  });

  it('opens whichever entry is lost but the first', () => {
    const { document, log, clips } = keptFilm();
    for (let i = 0; i < 12; i++) {
      take(document.run(editClip(clips[i % 2 === 0 ? 0 : 1], { prompt: `try ${i}` })));
      if (i % 5 === 4) document.undo();
    }
    take(document.run(renameProject('End')));
    for (let lost = 1; lost < log.length - 1; lost++) {
      const entries = log.map(({ bytes }, i) => (i === lost ? bytes.slice(0, -1) : bytes));
      const opened = take(openLog(entries, sampleOrigin(1)));
      expect(opened.setAside).toEqual([{ index: lost, why: 'changed' }]);
      expect(nameOf(opened.document)).toBe('End');
      expect(order(opened.document)).toEqual(clips);
    }
  });
});

describe('compaction', () => {
  it('leaves one entry that says the same, and can be done again and again', () => {
    const { document, log, clips } = keptFilm();
    let kept: LogEntry[] = [];
    for (let i = 0; i < 30; i++) {
      take(document.run(editClip(clips[i % 3] as never, { prompt: `try ${i}` })));
      if (i % 10 === 9) kept = [compactLog([...kept, ...log.splice(0)]).entry];
    }
    expect(open(kept).document.project).toEqual(document.project);
  });

  it('keeps the moments before pauses in the work, to be looked at', () => {
    const { document, log, clips, origin } = keptFilm();
    const names: string[] = [];
    for (let day = 0; day < 3; day++) {
      origin.pass(86_400_000);
      take(document.run(renameProject(`day ${day}`)));
      take(document.run(editClip(clips[0], { prompt: `day ${day}` })));
      names.push(`day ${day}`);
    }
    const first = compactLog(log.slice(0, -2));
    const { entry, points, setAside } = compactLog([first.entry, ...log.slice(-2)], first.points);
    expect(setAside).toEqual([]);
    expect(points.map(({ at }) => at)).toEqual([0, 1, 2, 3].map((days) => 1_000_000 + days * 86_400_000));
    const seen = points.map(({ snapshot }) => take(openPast([entry.bytes], snapshot, sampleOrigin())).document);
    expect(seen.map(nameOf)).toEqual(['Film', ...names]);
    expect(seen[1]?.project.scenes[0]?.members[0]?.clips[0]?.members[0]?.prompt).toBe('day 0');
    expect(seen[1]?.run(renameProject('x'))).toEqual({ ok: false, fault: { reason: 'past-version' } });
  });

  it('leaves what stands behind a lost entry as readable as it was', () => {
    const { document, log, clips } = keptFilm();
    take(document.run(editClip(clips[0], { prompt: 'lost' })));
    take(document.run(editClip(clips[1], { prompt: 'found' })));
    log.splice(1, 1, { bytes: new Uint8Array([1]), at: 0 });
    const before = open(log).document.project;
    expect(before.scenes[0]?.members[0]?.clips[1]?.members[0]?.prompt).toBe('found');
    expect(open([compactLog(log).entry]).document.project).toEqual(before);
  });

  it('says which entries it could not read and leaves them out', () => {
    const { document, log } = keptFilm();
    take(document.run(renameProject('a')));
    log.push({ bytes: new Uint8Array([1]), at: log[0]?.at ?? 0 });
    const { entry, setAside } = compactLog(log);
    expect(setAside).toEqual([{ index: 2, why: 'changed' }]);
    expect(nameOf(open([entry]).document)).toBe('a');
  });
});

describe('the moments of a log', () => {
  const MINUTE = 60_000;

  it('are those before pauses and in long work, and open as the project was, compacted or not', () => {
    const { document, log, origin } = keptFilm();
    const work = (name: string, minutes: number) => {
      origin.pass(minutes * MINUTE);
      take(document.run(renameProject(name)));
    };
    for (const [name, minutes] of [['a', 1], ['b', 5], ['c', 11], ['d', 9], ['e', 9], ['f', 9], ['g', 9], ['h', 60]] as const) work(name, minutes);
    const expected = [6, 44, 53].map((minutes) => 1_000_000 + minutes * MINUTE);
    const compacted = compactLog(log);
    const later: LogEntry[] = [];
    document.onUpdate((update) => later.push({ bytes: seal(update), at: origin.now() }));
    expect(moments({ entries: log, points: [] })).toEqual(expected);
    expect(moments({ entries: [compacted.entry], points: compacted.points })).toEqual(expected);
    const seen = (kept: KeptLog, at: number) => {
      const opened = take(openMoment(kept, at, sampleOrigin()));
      expect(opened.document.readOnly).toEqual({ reason: 'past-version' });
      return [opened.at - 1_000_000, nameOf(opened.document)];
    };
    for (const kept of [{ entries: log, points: [] }, { entries: [compacted.entry], points: compacted.points }]) {
      expect(expected.map((at) => seen(kept, at)[1])).toEqual(['b', 'f', 'g']);
      expect(seen(kept, (expected[1] as number) + 1)).toEqual([44 * MINUTE, 'f']);
      expect(openMoment(kept, 5, sampleOrigin())).toEqual({ ok: false, fault: { reason: 'not-found', what: 'version' } });
    }
    work('i', 20);
    work('j', 20);
    const kept = { entries: [compacted.entry, ...later], points: compacted.points };
    expect(moments(kept).map((at) => seen(kept, at)[1])).toEqual(['b', 'f', 'g', 'h', 'i']);
  });
});

describe('named versions', () => {
  it('open as the project was, after edits, removal, and compaction', () => {
    const { document, log, clips } = keptFilm();
    take(document.run(editClip(clips[0], { prompt: 'first try' })));
    const before = document.project;
    const id = take(document.run(saveVersion('For the client')));
    expect(document.project.versions).toMatchObject([{ id, name: 'For the client' }]);
    take(document.run(editClip(clips[0], { prompt: 'second' })));
    take(document.run(removeClips([clips[1]])));
    const entries = [compactLog(log).entry.bytes];
    const live = take(openLog(entries, sampleOrigin()));
    const { document: past } = take(openVersion(live.document, entries, id, sampleOrigin()));
    expect(past.project).toEqual(before);
    expect(past.readOnly).toEqual({ reason: 'past-version' });
    expect(past.receive(document.encode()).ok).toBe(false);
  });

  it('are taken off the list and put back', () => {
    const { document } = keptFilm();
    const id = take(document.run(saveVersion('One')));
    take(document.run(removeVersion(id)));
    expect([document.project.versions, document.project.bin.versions]).toMatchObject([[], [{ id, name: 'One' }]]);
    expect(document.run(removeVersion(id))).toEqual({ ok: false, fault: { reason: 'not-found', what: 'version' } });
    take(document.run(restoreVersion(id)));
    expect(document.project.versions).toMatchObject([{ id }]);
    expect(document.run(restoreVersion(id)).ok).toBe(false);
  });
});
