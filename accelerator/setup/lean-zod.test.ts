import { readFileSync } from 'node:fs';
import { glob, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rolldown } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ModelManifest } from '../../src/core/schema/manifest.ts';
import { leanZod } from './lean-zod.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A module with all that it imports, as the studio's build would have it. */
async function bundled(module: string, plugins: Plugin[]): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    plugins,
    build: { write: false, minify: false, lib: { entry: path.resolve(ROOT, module), formats: ['es'] } },
  })) as Rolldown.RolldownOutput[];
  return built[0]!.output[0].code;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(ROOT, 'node_modules/.lean-zod-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(name: string, code: string): Promise<Record<string, unknown>> {
  const file = path.join(folder, name);
  await writeFile(file, code);
  return import(file) as Promise<Record<string, unknown>>;
}

it('leaves the writer of JSON Schema out of a module that only reads, and reads as before', async () => {
  const lean = await bundled('src/core/schema/manifest.ts', [leanZod()]);
  const whole = await bundled('src/core/schema/manifest.ts', []);
  for (const heavy of ['cannot be represented in JSON Schema', '$ZodObjectJIT', '$ZodE164', '$ZodNonOptional']) {
    expect([whole.includes(heavy), lean.includes(heavy)], heavy).toEqual([true, false]);
  }

  const built = (await run('manifest.mjs', lean)).ModelManifest as typeof ModelManifest;
  const issues = (schema: typeof ModelManifest, value: unknown) => schema.safeParse(value).error?.issues.map(({ path: at, code, message }) => `${at.join('.')} ${code} ${message}`);
  for (const value of [null, {}, { format: 1, components: { transformer: {} } }]) expect(issues(built, value)).toEqual(issues(ModelManifest, value));
});

it('leaves every schema of core and of the store what it is made with', async () => {
  const schemas: string[] = [];
  for await (const file of glob(['src/core/**/*.ts', 'src/lib/storage/**/*.ts'], { cwd: ROOT })) {
    if (!/\.test\.ts$/.test(file) && readFileSync(path.join(ROOT, file), 'utf8').includes("import { z } from 'zod'")) schemas.push(file);
  }
  expect(schemas.length).toBeGreaterThan(30);
  const entry = path.join(folder, 'all.ts');
  // Whole, so that nothing of them is shaken off.
  await writeFile(entry, `${schemas.map((file, i) => `import * as m${i} from ${JSON.stringify(path.join(ROOT, file))};`).join('\n')}\nexport const all = [${schemas.map((_, i) => `m${i}`).join(', ')}].map((module) => Object.keys(module).length);`);
  expect((await run('all.mjs', await bundled(entry, [leanZod()]))).all).toHaveLength(schemas.length);
});
