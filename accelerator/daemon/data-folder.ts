import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { fail, ok, type Result } from '#core/schema/result.ts';

/** The data folder, held by this process alone. */
export interface HeldFolder {
  /** Says where this process answers, for whoever is refused the folder. */
  tell(address: string): void;
  release(): void;
}

/**
 * Takes the data folder, making it where it is missing, or answers a sentence why not, which names the option for another. The lock is the system's, on a
 * file in the folder: it ends with the process, however that ends, so that none is ever left behind.
 */
export function holdFolder(folder: string, option = '--data'): Result<HeldFolder, string> {
  const holder = path.join(folder, 'daemon.json');
  let lock: Database.Database | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    lock = new Database(path.join(folder, 'daemon.lock'), { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock?.close();
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'SQLITE_BUSY') return fail(`Kinora cannot use the folder ${folder}: ${message}. Name another with ${option}.`);
    return fail(`Kinora runs already with the data in ${folder}${whoHolds(holder)}. End it first, or give this one a folder of its own with ${option}.`);
  }
  const held = lock;
  const write = (address?: string) => writeFileSync(holder, `${JSON.stringify({ pid: process.pid, startedAt: new Date().toISOString(), address })}\n`, { mode: 0o600 });
  try {
    write();
  } catch (error) {
    held.close();
    return fail(`Kinora cannot write in the folder ${folder}: ${(error as Error).message}. Name another with ${option}.`);
  }
  return ok({
    tell: write,
    release() {
      rmSync(holder, { force: true });
      held.close();
    },
  });
}

function whoHolds(file: string): string {
  try {
    const { pid, startedAt, address } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const since = typeof startedAt === 'string' ? ` since ${startedAt}` : '';
    return `: process ${String(pid)}${since}${typeof address === 'string' ? `, at ${address}` : ''}`;
  } catch {
    return '';
  }
}
