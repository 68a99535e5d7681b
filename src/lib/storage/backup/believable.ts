import type { BackupManifest, BackupPart } from '#core/schema/backup.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { GenerationRequest } from '#core/schema/request.ts';
import type { Take } from '#core/schema/take.ts';
import type { BackupRecords } from './json-part.ts';

/** The kinds of files that clips and pictures are. SVG is none of them: it can hold a script. */
const CLIP_TYPE = /^(video|image)\/(?!svg)[\w.+-]+(;|$)/;
export const STILL_TYPE = /^image\/(?!svg)[\w.+-]+(;|$)/;
/** Some browsers do not say what a given file is. */
const GIVEN_TYPE = /^$|^image\/(?!svg)[\w.+-]+(;|$)/;

/** What a request may ask for holds for what comes from a file too. */
const Numbers = GenerationRequest.pick({ width: true, height: true, frames: true, frameRate: true, steps: true, guidance: true });

/**
 * Records that are right by their schema can still be such as no Kinora writes: one id twice, a film of
 * a million frames, a clip that is a web page. Throws FaultError `backup-damaged` or `backup-unsafe`.
 */
export function checkRecords(
  { takes = [], jobs = [], draft, notices = [], projects = [] }: BackupRecords,
  { counts }: BackupManifest,
  media: ReadonlyMap<Sha256, BackupPart>,
): void {
  for (const [part, records] of [['takes.json', takes], ['jobs.json', jobs], ['notices.json', notices], ['projects.json', projects]] as const) {
    const ids = new Set<string>(records.map(({ id }) => id));
    if (ids.size < records.length) throw new FaultError('backup-damaged', { part, problem: 'holds one id twice' });
  }
  const counted = [takes.length - counts.takes, jobs.length - counts.jobs, notices.length - counts.notices, projects.length - counts.projects];
  if (counted.some((difference) => difference !== 0)) {
    throw new FaultError('backup-damaged', { part: 'manifest.json', problem: 'counts other records than there are' });
  }
  for (const take of takes) checkTake(take, media);
  for (const { id, job, request } of jobs) {
    if (job.id !== id) throw new FaultError('backup-damaged', { part: 'jobs.json', problem: 'holds a job under another id' });
    checkNumbers('jobs.json', request);
  }
  for (const picture of [draft?.first, draft?.last]) if (picture) checkType('draft.json', picture.type, GIVEN_TYPE);
}

function checkTake(take: Take, media: ReadonlyMap<Sha256, BackupPart>): void {
  const part = 'takes.json';
  checkNumbers(part, take.recipe);
  checkType(part, take.media.type, CLIP_TYPE);
  checkType(part, take.poster.type, STILL_TYPE);
  checkType(part, take.filmstrip.type, STILL_TYPE);
  if (take.filmstrip.frames > 10_000) throw new FaultError('backup-unsafe', { problem: `a filmstrip of ${take.filmstrip.frames} frames` });
  for (const { sha256, bytes } of [take.media, take.poster, take.filmstrip]) {
    const held = media.get(sha256);
    if (held && held.bytes !== bytes) throw new FaultError('backup-damaged', { part, problem: 'says another length of a file than it has' });
  }
}

function checkNumbers(part: string, numbers: object): void {
  const parsed = Numbers.safeParse(numbers);
  if (parsed.success) return;
  const field = parsed.error.issues[0]!.path.join('.');
  throw new FaultError('backup-unsafe', { problem: `a number of ${field} that no film has, in ${part}` });
}

/** Throws FaultError `backup-unsafe` for a type that is none of those. */
export function checkType(part: string, type: string, allowed: RegExp): void {
  if (!allowed.test(type)) throw new FaultError('backup-unsafe', { problem: `a file of type “${type.slice(0, 60)}” in ${part}` });
}
