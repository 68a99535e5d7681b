import type { Sha256 } from '#core/schema/ids.ts';

/** Who names bytes: takes in the gallery, takes in the bin, projects, jobs, the draft, LoRAs of the library, records that were set aside. */
export type Holder = 'takes' | 'bin' | 'projects' | 'jobs' | 'draft' | 'loras' | 'aside';

/** For each name of bytes everyone who holds it. */
export type References = ReadonlyMap<Sha256, ReadonlySet<Holder>>;

/** All records that can name bytes, as they lie in the store at one moment. */
export interface HoldingRecords {
  readonly takes: readonly unknown[];
  readonly projects: readonly unknown[];
  readonly jobs: readonly unknown[];
  readonly draft: unknown;
  readonly loras: readonly unknown[];
  readonly aside: readonly unknown[];
}

/**
 * Who names what. Looks at every text in every record instead of at known fields: a record of another
 * version, or a broken one that may yet be repaired, holds its bytes as well.
 */
export function countReferences({ takes, projects, jobs, draft, loras, aside }: HoldingRecords): References {
  const references = new Map<Sha256, Set<Holder>>();
  const hold = (holder: Holder, record: unknown) => {
    for (const name of hashesIn(record)) {
      const holders = references.get(name);
      if (holders) holders.add(holder);
      else references.set(name, new Set([holder]));
    }
  };
  for (const take of takes) hold(isInBin(take) ? 'bin' : 'takes', take);
  for (const project of projects) hold('projects', project);
  for (const job of jobs) hold('jobs', withoutResult(job));
  hold('draft', draft);
  for (const lora of loras) hold('loras', lora);
  for (const record of aside) hold('aside', record);
  return references;
}

function* hashesIn(value: unknown): Generator<Sha256> {
  if (typeof value === 'string') {
    if (/^[0-9a-f]{64}$/.test(value)) yield value as Sha256;
  } else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    for (const part of Object.values(value)) yield* hashesIn(part);
  }
}

/** A done job says what became of it; whoever deletes that take for good wants its bytes gone. */
function withoutResult(record: unknown): unknown {
  if (typeof record !== 'object' || record === null) return record;
  const { job: _standing, ...rest } = record as { job?: unknown };
  return rest;
}

const isInBin = (take: unknown): boolean =>
  typeof take === 'object' && take !== null && (take as { deletedAt?: unknown }).deletedAt !== undefined;
