import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';

const dockerfile = readFileSync('accelerator/deploy/Dockerfile', 'utf8').replaceAll(/\\\n/g, ' ');
const ignored = readFileSync('accelerator/deploy/Dockerfile.dockerignore', 'utf8').split('\n').filter(Boolean);
const isIgnored = (file: string) => ignored.some((place) => file === place || file.startsWith(`${place}/`));

/** Files of this repository that a file asks for, directly and through others. */
function asksFor(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, wanted] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+|#(?:core|lib)\/[^']+)'/g)) {
    if (wanted === undefined) continue;
    asksFor(wanted.startsWith('#') ? `src/${wanted.slice(1)}` : path.join(path.dirname(file), wanted), seen);
  }
  return seen;
}

describe('the Dockerfile', () => {
  it('copies what is here, and keeps nothing out that the build reads', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?:--from=build )?(.+) \S+$/gm)].flatMap(([, files]) => files?.split(' ') ?? []);
    const own = copied.map((file) => file.replace('/kinora/', '')).filter((file) => file !== 'node_modules' && file !== 'build');
    expect(own).toContain('package-lock.json');
    for (const file of own) expect([file, existsSync(file), isIgnored(file)]).toEqual([file, true, false]);
    expect([...asksFor('vite.config.ts'), 'svelte.config.mjs', 'tsconfig.json'].filter(isIgnored)).toEqual([]);
  });

  describe('asks whether all is well', () => {
    const server = createServer((request, answer) => answer.writeHead(request.url === '/api/v1/health' ? 200 : 404).end());
    afterEach(() => new Promise((done) => server.close(done)));

    it('at the port that was set', async () => {
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      const [, words] = /^HEALTHCHECK .*? CMD (\[.*\])$/m.exec(dockerfile) ?? [];
      const [, ...asked] = JSON.parse(words ?? '[]') as string[];
      const ask = (port: number) => promisify(execFile)(process.execPath, asked, { env: { KINORA_PORT: String(port) } });
      const { port } = server.address() as AddressInfo;
      await expect(ask(port)).resolves.toBeDefined();
      await expect(ask(1)).rejects.toThrow();
    });
  });
});
