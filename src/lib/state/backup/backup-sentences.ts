import type { WrittenBackup } from '#lib/storage/backup/write-backup.ts';
import type { RecordChange } from '#lib/storage/snapshot.ts';

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** What an import has brought. */
export function saidImported(changes: readonly RecordChange[], exports = 0, loras = 0): string {
  const of = (store: RecordChange['store']) => changes.filter((change) => change.store === store);
  const [came, joined] = [of('projects').filter(({ before }) => !before), of('projects').filter(({ before }) => before)];
  const said = [
    ...([[came.length, 'project'], [of('takes').length, 'take'], [of('jobs').length, 'job'], [exports, 'exported film'], [loras, 'LoRA']] as const)
      .filter(([count]) => count > 0)
      .map(([count, one]) => counted(count, one)),
    ...(joined.length > 0 ? [`changes to ${counted(joined.length, 'project')}`] : []),
  ];
  return said.length > 0 ? `Imported: ${inARow(said)}.` : 'The backup was imported.';
}

/** What became of taking an import back. `stayed`: things that were changed since; `open`: names of projects that a tab shows. */
export function saidTakenBack(stayed: number, open: readonly string[]): string {
  const films = open.map((name) => `“${name}”`);
  return [
    'The import was taken back.',
    ...(stayed > 0 ? [`${stayed === 1 ? 'One thing was' : `${stayed} things were`} changed since and stayed.`] : []),
    ...(films.length > 0 ? [`${inARow(films)} ${films.length === 1 ? 'is' : 'are'} open in a tab and kept what came.`] : []),
  ].join(' ');
}

/** What is in a file that was just written. */
export function saidWritten({ manifest: { counts, project } }: WrittenBackup, film: string | undefined, file: string): string {
  const takes = counted(counts.takes, 'take');
  const exported = counts.films > 0 ? [counted(counts.films, 'exported film')] : [];
  if (project) {
    const said = [`“${film}”`, ...(counts.takes > 0 ? [takes] : []), ...exported];
    return `${inARow(said)} ${said.length === 1 ? 'is' : 'are'} in ${file}.${counts.takes === 0 ? ' It has no take yet.' : ''}`;
  }
  const said = [...(counts.projects > 0 ? [counted(counts.projects, 'project')] : []), takes, ...exported];
  return `${inARow(said)} ${counts.projects + counts.takes + counts.films === 1 ? 'is' : 'are'} in ${file}.`;
}

const inARow = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
