import { describe, expect, it } from 'vitest';
import { editClip, removeClips } from '../commands/clip.ts';
import { renameProject } from '../commands/project.ts';
import { saveVersion } from '../commands/version.ts';
import type { ProjectDocument } from '../project-document.ts';
import { sampleFilm, take } from '../sample-film.test-support.ts';
import { sampleOrigin } from '../sample-origin.ts';
import { openVersion } from '../versions.ts';
import { compactLog } from './compact.ts';
import { lackedBy } from './join-logs.ts';
import { openLog } from './open-log.ts';
import { seal } from './sealed.ts';

/** A film with its log, and a second log that goes on from there on its own. */
function parted() {
  const { document, clips } = sampleFilm();
  const begun = [seal(document.encode())];
  const goOn = () => {
    const log = [...begun];
    const copy = open(log);
    copy.onUpdate((update) => log.push(seal(update)));
    return { log, copy };
  };
  return { clips, mine: goOn(), theirs: goOn() };
}

const open = (log: readonly Uint8Array[]): ProjectDocument => take(openLog(log, sampleOrigin(1e9))).document;
const promptsOf = (log: readonly Uint8Array[]) =>
  open(log).project.scenes.flatMap(({ members }) => members[0]!.clips.flatMap((stack) => stack.members.map(({ prompt }) => prompt)));

describe('what one log lacks of another', () => {
  it('brings both sides together, whichever takes the other in', () => {
    const { clips, mine, theirs } = parted();
    take(mine.copy.run(editClip(clips[0], { prompt: 'mine' })));
    take(theirs.copy.run(editClip(clips[1], { prompt: 'theirs' })));
    const toMine = lackedBy(mine.log, theirs.log)!;
    const toTheirs = lackedBy(theirs.log, mine.log)!;
    const joined = [...mine.log, seal(toMine)];
    expect(promptsOf(joined)).toEqual(['mine', 'theirs', '']);
    expect(open([...theirs.log, seal(toTheirs)]).project).toEqual(open(joined).project);
    expect(lackedBy(joined, theirs.log)).toBeUndefined();
  });

  it('is nothing where all of it is there, also in another form, or more', () => {
    const { clips, mine, theirs } = parted();
    expect(lackedBy(mine.log, theirs.log)).toBeUndefined();
    take(mine.copy.run(removeClips([clips[2]])));
    const compacted = [compactLog(mine.log.map((bytes) => ({ bytes, at: 1 }))).entry.bytes];
    expect([lackedBy(mine.log, compacted), lackedBy(compacted, mine.log), lackedBy(mine.log, theirs.log)]).toEqual([undefined, undefined, undefined]);
    expect(lackedBy(theirs.log, mine.log)).toBeDefined();
  });

  it('carries what was deleted, so that a version of the other side opens', () => {
    const { mine, theirs } = parted();
    take(theirs.copy.run(renameProject('First')));
    const version = take(theirs.copy.run(saveVersion('One')));
    take(theirs.copy.run(renameProject('Second')));
    const joined = [...mine.log, seal(lackedBy(mine.log, theirs.log)!)];
    expect(open(joined).project.name).toBe('Second');
    expect(take(openVersion(open(joined), joined, version, sampleOrigin())).document.project.name).toBe('First');
  });

  it('carries what waits behind a lost update, once', () => {
    const { clips, mine, theirs } = parted();
    take(theirs.copy.run(editClip(clips[0], { prompt: 'lost' })));
    take(theirs.copy.run(editClip(clips[1], { prompt: 'found' })));
    const torn = [theirs.log[0]!, new Uint8Array([1]), ...theirs.log.slice(2)];
    const joined = [...mine.log, seal(lackedBy(mine.log, torn)!)];
    expect(promptsOf(joined)).toEqual(['', 'found', '']);
    expect(lackedBy(joined, torn)).toBeUndefined();
    // The lost one is found after all.
    expect(promptsOf([...joined, theirs.log[1]!])).toEqual(['lost', 'found', '']);
  });
});
