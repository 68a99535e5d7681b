import { z } from 'zod';
import { FaultError } from '#core/schema/fault.ts';
import { Notice } from '#core/schema/notice.ts';
import type { BackupManifest, RecordKind } from '#core/schema/backup.ts';
import { Take } from '#core/schema/take.ts';
import { ProjectRecord } from '#core/schema/project-record.ts';
import { Draft, JobRecord, Settings } from '../records.ts';
import type { Snapshot } from '../snapshot.ts';

/** Keys that change what objects are; no record has them. */
const POLLUTING = new Set(['__proto__', 'constructor', 'prototype']);
/** The longest text that a record may hold, in UTF-16 code units. Drafts are kept as they are typed, however long. */
const LONGEST_TEXT = 100_000;
/** The latest moment that a date can name, in milliseconds since 1970; no number of a record is larger. */
const LARGEST_NUMBER = 8.64e15;

/** What the JSON parts hold, each an object with its records in one field. */
const SHAPES = {
  takes: z.object({ takes: z.array(Take) }),
  jobs: z.object({ jobs: z.array(JobRecord) }),
  draft: z.object({ draft: Draft }),
  settings: z.object({ settings: Settings }),
  notices: z.object({ notices: z.array(Notice) }),
  projects: z.object({ projects: z.array(ProjectRecord) }),
} satisfies Record<RecordKind, z.ZodType>;

/** Today's schema of each kind of record, as its `schema` field says. */
const SCHEMAS: Readonly<Record<RecordKind, number>> = { takes: 2, jobs: 2, draft: 1, settings: 1, notices: 1, projects: 1 };

/** What a backup holds of each kind; a kind that it does not hold is undefined. */
export type BackupRecords = { readonly [Kind in RecordKind]: Snapshot[Kind] | undefined };

/** The JSON parts of a selection of records, in the order they are written. */
export function recordParts(snapshot: Snapshot, holds: BackupManifest['holds']): { kind: RecordKind; path: string; text: string }[] {
  const { takes, jobs, draft, settings, notices, projects } = snapshot;
  const everything: Partial<Record<RecordKind, unknown>> = { jobs, ...(draft && { draft }), settings, notices };
  const held: Partial<Record<RecordKind, unknown>> = { takes, ...(holds === 'everything' && everything), ...(projects.length > 0 && { projects }) };
  return Object.entries(held).map(([kind, records]) => ({
    kind: kind as RecordKind,
    path: `${kind}.json`,
    text: JSON.stringify({ [kind]: records }, undefined, 1),
  }));
}

/** JSON of a file that nobody vouches for. Throws FaultError `backup-damaged` or `backup-unsafe`. */
export function parseJson(part: string, bytes: Uint8Array<ArrayBuffer>, longestText = LONGEST_TEXT): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return JSON.parse(text, (key, value: unknown) => {
      if (POLLUTING.has(key)) throw new FaultError('backup-unsafe', { problem: `a field named ${key} in ${part}` });
      if (typeof value === 'string' && value.length > longestText) {
        throw new FaultError('backup-unsafe', { problem: `a text of ${value.length} characters in ${part}` });
      }
      if (typeof value === 'number' && !(Math.abs(value) <= LARGEST_NUMBER)) {
        throw new FaultError('backup-damaged', { part, problem: 'holds a number that is too large' });
      }
      return value;
    });
  } catch (cause) {
    if (cause instanceof FaultError) throw cause;
    throw new FaultError('backup-damaged', { part, problem: 'is not JSON' }, { cause });
  }
}

/** The records of one part. Throws FaultError `backup-damaged`, or `backup-newer` where a record's schema is ahead of this version. */
export function parseRecords<Kind extends RecordKind>(kind: Kind, part: string, bytes: Uint8Array<ArrayBuffer>): BackupRecords[Kind] {
  const json = parseJson(part, bytes, kind === 'draft' ? Infinity : LONGEST_TEXT);
  const parsed = SHAPES[kind].safeParse(json);
  if (parsed.success) return (parsed.data as unknown as BackupRecords)[kind];
  if (isAhead(kind, json)) throw new FaultError('backup-newer');
  throw new FaultError('backup-damaged', { part, problem: unreadable(parsed.error) });
}

/** What a schema did not find right, as the end of a sentence. */
export const unreadable = ({ issues }: z.ZodError): string =>
  `holds what cannot be read${issues[0]?.path.length ? `, at ${issues[0].path.join('.')}` : ''}`;

function isAhead(kind: RecordKind, json: unknown): boolean {
  const held = (json as Record<string, unknown> | null)?.[kind];
  return [held].flat().some((record) => Number((record as { schema?: unknown } | null)?.schema) > SCHEMAS[kind]);
}
