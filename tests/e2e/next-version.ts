import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const TEXT = /\.(js|mjs|css|html|json)$/;
/** A script or style whose name bears a hash of eight characters. */
const HASHED = /^(.*?)([\w-]{8})(\.(?:js|css))$/;

/**
 * Copies a built site as the next version of it: another version number, and other names for all hashed scripts and
 * styles, as after a change that reaches every one of them. `generation` is written into the page, to be seen.
 */
export function makeNextVersion(from: string, to: string, generation: number): void {
  cpSync(from, to, { recursive: true });
  const renamed = renameHashed(path.join(to, '_app/immutable'), generation);
  const { version } = JSON.parse(readFileSync(path.join(to, '_app/version.json'), 'utf8')) as { version: string };
  const changes = [...renamed, [version, `${version}${generation}`] as const];
  for (const file of filesOf(to).filter((name) => TEXT.test(name))) {
    const before = readFileSync(file, 'utf8');
    const after = changes.reduce((text, [old, now]) => text.replaceAll(old, now), before);
    writeFileSync(file, file.endsWith('index.html') ? withPolicyFor(before, after, generation) : after);
  }
}

function renameHashed(folder: string, generation: number): (readonly [string, string])[] {
  return filesOf(folder).flatMap((file) => {
    const [, start, hash, ending] = HASHED.exec(path.basename(file)) ?? [];
    if (hash === undefined) return [];
    const name = `${start}${hash.slice(0, 6)}_${generation}${ending}`;
    renameSync(file, path.join(path.dirname(file), name));
    return [[path.basename(file), name] as const];
  });
}

/** The page's policy names its inline scripts by their hashes, which have changed with what stands in them. */
function withPolicyFor(before: string, after: string, generation: number): string {
  const hashes = (page: string) =>
    [...page.matchAll(/<script>([^]*?)<\/script>/g)].map(([, script]) => createHash('sha256').update(script!).digest('base64'));
  const now = hashes(after);
  return hashes(before)
    .reduce((page, hash, i) => page.replace(`sha256-${hash}`, `sha256-${now[i]}`), after)
    .replace('</head>', `<meta name="generation" content="${generation}"></head>`);
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
