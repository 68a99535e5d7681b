import { access, constants, stat } from 'node:fs/promises';
import { arch, cpus, platform, release } from 'node:os';
import path from 'node:path';
import { readDisk } from '../machine/disk.ts';
import { readMemory } from '../machine/processor.ts';
import { type Finding, sizeWords } from './finding.ts';

/** A clip and what it is made of take little; models take tens of these. Bytes. */
const LITTLE_ROOM = 5 * 1024 ** 3;

/** Processor and memory, and the folder for the data. */
export async function lookAtMachine(data: string): Promise<Finding[]> {
  const { total, free } = readMemory();
  const all = cpus();
  const computer: Finding = {
    what: 'Computer',
    state: 'works',
    found: `${all[0]?.model.trim() ?? 'An unknown processor'}, ${all.length} cores, ${sizeWords(total)} of memory, ${sizeWords(free)} of it free; ${platform()} ${release()} ${arch()}, Node ${process.versions.node}.`,
    allows: 'Small models run on the processor.',
  };
  return [computer, await lookAtData(data)];
}

async function lookAtData(data: string): Promise<Finding> {
  const what = 'Data folder';
  const place = await nearest(data);
  const isFolder = (await stat(place)).isDirectory();
  const isWritable = isFolder && (await access(place, constants.W_OK).then(() => true, () => false));
  if (!isWritable) return { what, state: 'broken', found: `${data} cannot be written.`, allows: 'Without it no job can be kept.', next: 'Give it to the user that runs Kinora, or name another with --data.' };
  const disk = await readDisk(place);
  const found = `${data}${place === data ? '' : ', to be made at the first start'}${disk ? `; ${sizeWords(disk.free)} of its disk are free` : ''}.`;
  const allows = 'Jobs, results and logs are kept here.';
  if (disk && disk.free < LITTLE_ROOM) return { what, state: 'broken', found, allows, next: 'Make room on this disk, or name a folder on another with --data.' };
  return { what, state: 'works', found, allows };
}

/** The folder itself, or the first above it that there is. */
async function nearest(folder: string): Promise<string> {
  const isThere = await access(folder).then(() => true, () => false);
  const above = path.dirname(folder);
  return isThere || above === folder ? folder : nearest(above);
}
