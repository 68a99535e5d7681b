import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HeldFolder, holdFolder } from './data-folder.ts';

let folder: string;
let held: HeldFolder[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-held-'));
  held = [];
});
afterEach(async () => {
  for (const each of held) each.release();
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

function hold(data = folder): string | undefined {
  const result = holdFolder(data);
  if (result.ok) held.push(result.value);
  return result.ok ? undefined : result.fault;
}

/** Another process that holds the folder until it is killed. */
async function otherProcess() {
  const module = JSON.stringify(fileURLToPath(new URL('./data-folder.ts', import.meta.url)));
  const script = `const { holdFolder } = await import(${module}); const held = holdFolder(${JSON.stringify(folder)}); held.value.tell('http://localhost:4717'); console.log('held'); setInterval(() => held, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

describe('the data folder', () => {
  it('is made where it is missing, for its owner only', async () => {
    const data = path.join(folder, 'deep', 'data');
    expect(hold(data)).toBeUndefined();
    expect((await stat(data)).mode & 0o077).toBe(0);
  });

  it('is refused to a second, with who has it and where that answers', () => {
    expect(hold()).toBeUndefined();
    held[0]!.tell('http://localhost:4717');
    expect(hold()).toMatch(new RegExp(`already with the data in .*process ${process.pid} since .*, at http://localhost:4717\\. End it first`));
    held.pop()!.release();
    expect(hold()).toBeUndefined();
  });

  it('is free again the moment that its holder is killed', async () => {
    const child = await otherProcess();
    expect(hold()).toContain(`process ${child.pid}`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await readdir(folder)).toContain('daemon.json');
    expect(hold()).toBeUndefined();
  });

  it('that cannot be one is named in a sentence', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    expect(hold(path.join(file, 'data'))).toContain('cannot use the folder');
  });

  it('says so even where nobody wrote who has it', async () => {
    expect(hold()).toBeUndefined();
    await writeFile(path.join(folder, 'daemon.json'), '{"pid":');
    expect(hold()).toContain(`already with the data in ${folder}. End it first`);
  });
});
