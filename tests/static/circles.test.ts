import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

/** What an import or a re-export names, of types as well. One that waits for a function to be called is none: what it loads may know its caller. */
const NAMED = /(?:^|\n)\s*(?:import|export)\b[^'";]*?\bfrom\s*'([^']+)'/g;

const FILES = new Set(['src', 'accelerator'].flatMap((root) => globSync(`${root}/**/*.{ts,svelte}`)).filter((file) => !/\.(test|d|test-support)\./.test(file)));

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(NAMED)]
    .map(([, name]) => (name!.startsWith('.') ? path.join(path.dirname(file), name!) : name!.replace(/^#core\//, 'src/core/').replace(/^#lib\//, 'src/lib/')))
    .filter((name) => FILES.has(name));
}

/** The first circle that is met on the way down from a file, as the files along it. */
function circles(): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at >= 0) return void found.push(way.slice(at));
    if (done.has(file)) return;
    for (const next of importsOf(file)) walk(next, [...way, file]);
    done.add(file);
  };
  for (const file of FILES) walk(file, []);
  return found;
}

it('no modules know each other in a circle, not by their types either', () => {
  expect(FILES.size).toBeGreaterThan(1_000);
  expect(circles()).toEqual([]);
});
