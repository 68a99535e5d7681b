import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** One file of the built studio and how it is sent. */
export interface SiteFile {
  /** Where it lies on this machine. */
  readonly full: string;
  readonly bytes: number;
  readonly type: string;
  readonly etag: string;
  /** Whether its name changes whenever its bytes do. */
  readonly isImmutable: boolean;
  /** Whether sending it compressed is worth the time. */
  readonly isText: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.mp4': 'video/mp4',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webm': 'video/webm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
const TEXT = new Set(['.css', '.html', '.js', '.json', '.mjs', '.svg', '.txt', '.webmanifest']);

/** The page that stands for every address of the studio. */
export const SHELL = '/index.html';

/**
 * Every file of a built site by its address. The server answers from this list alone, so that no
 * address, however it is written, can reach a file outside.
 */
function listSite(folder: string): ReadonlyMap<string, SiteFile> {
  const files = new Map<string, SiteFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const full = path.join(entry.parentPath, entry.name);
    const address = `/${path.relative(folder, full).split(path.sep).join('/')}`;
    const { size, mtimeMs } = statSync(full);
    const ending = path.extname(full).toLowerCase();
    files.set(address, {
      full,
      bytes: size,
      type: TYPES[ending] ?? 'application/octet-stream',
      etag: `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`,
      isImmutable: address.startsWith('/_app/immutable/'),
      isText: TEXT.has(ending),
    });
  }
  return files;
}

/** The Content-Security-Policy that the page declares about itself. */
function policyOf(files: ReadonlyMap<string, SiteFile>): string | undefined {
  const shell = files.get(SHELL);
  return shell && /<meta http-equiv="content-security-policy" content="([^"]*)"/i.exec(readFileSync(shell.full, 'utf8'))?.[1];
}

export interface Site {
  readonly files: ReadonlyMap<string, SiteFile>;
  readonly policy: string | undefined;
}

/** Answers the site as it stands: it is listed anew when a build has replaced its shell. */
export function openSite(folder: string): () => Site {
  const shell = path.join(folder, SHELL);
  const builtAt = (): number => statSync(shell, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const list = () => ({ at: builtAt(), files: listSite(folder) });
  let known = list();
  let site: Site = { files: known.files, policy: policyOf(known.files) };
  return () => {
    if (builtAt() !== known.at) {
      known = list();
      site = { files: known.files, policy: policyOf(known.files) };
    }
    return site;
  };
}
