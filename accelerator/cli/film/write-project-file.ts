import { readFile } from 'node:fs/promises';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import { packLog } from '#core/document/log/packed-log.ts';
import { seal } from '#core/document/log/sealed.ts';
import { namedTakes } from '#core/domain/takes/named-takes.ts';
import { summarise } from '#core/domain/project/project-summary.ts';
import { toUtf8 } from '#core/domain/bytes/text-bytes.ts';
import { BACKUP_FORMAT, BACKUP_MINOR, BACKUP_VERSION, type BackupManifest, type BackupPart, documentPath, MANIFEST_PATH, mediaPath } from '#core/schema/backup.ts';
import { Sha256 } from '#core/schema/ids.ts';
import type { ProjectRecord } from '#core/schema/project-record.ts';
import { nodeDigest } from '../../engines/onnx/digest.ts';
import { writeWhole } from '../output-file.ts';
import type { OutputContext } from './output-context.ts';

const APP = { name: 'Kinora', version: '0.1.0' };

interface Entry {
  readonly part: BackupPart;
  readonly bytes: Uint8Array;
}

/** Writes the project with its takes and media as a `.kinora` file, to be opened in the studio. Answers what it holds. See docs/backup-format.md. */
export async function writeProjectFile(file: string, { document, work }: Pick<OutputContext, 'document' | 'work'>): Promise<string> {
  const { project } = document;
  const now = Date.now();
  const takes = namedTakes(project, [...work.takes.values()]);
  const record: ProjectRecord = { ...summarise(project), schema: 1, id: project.id, createdAt: project.createdAt, changedAt: now };
  const log = packLog({ entries: [{ bytes: seal(document.encode()), at: now }], points: [] });
  const records = await Promise.all([entry('takes', 'takes.json', json({ takes })), entry('projects', 'projects.json', json({ projects: [record] }))]);
  const films = [await entry('document', documentPath(project.id), log)];
  const names = new Set<Sha256>([...takes.flatMap(({ media, poster, filmstrip }) => [media.sha256, poster.sha256, filmstrip.sha256]), ...record.assets]);
  const media: Entry[] = [];
  const missing: Sha256[] = [];
  for (const sha256 of names) {
    const found = work.media.pathOf(sha256);
    if (found === undefined) missing.push(sha256);
    else media.push(await entry('media', mediaPath(sha256), new Uint8Array(await readFile(found))));
  }
  const entries = [...records, ...films, ...media];
  const manifest: BackupManifest = {
    format: BACKUP_FORMAT,
    version: BACKUP_VERSION,
    minor: BACKUP_MINOR,
    app: APP,
    createdAt: now,
    holds: 'takes',
    project: project.id,
    counts: { takes: takes.length, jobs: 0, notices: 0, media: media.length, projects: 1, films: 0, loras: 0 },
    bytes: entries.reduce((sum, { part }) => sum + part.bytes, 0),
    parts: entries.map(({ part }) => part),
    missing,
  };
  const zip = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, lastModDate: new Date(now) });
  await zip.add(MANIFEST_PATH, new Uint8ArrayReader(json(manifest)));
  // What is compressed already is stored as it is.
  for (const { part, bytes } of entries) await zip.add(part.path, new Uint8ArrayReader(bytes), part.kind === 'media' || part.kind === 'document' ? { level: 0 } : {});
  await writeWhole(file, await zip.close());
  return `the project with ${takes.length} takes and ${media.length} media files`;
}

const json = (value: unknown): Uint8Array => toUtf8(JSON.stringify(value, undefined, 1));

const entry = async (kind: string, path: string, bytes: Uint8Array): Promise<Entry> => ({
  part: { path, kind, bytes: bytes.length, sha256: Sha256.parse(await nodeDigest(bytes)) },
  bytes,
});
