import type { Sha256 } from '../../schema/ids.ts';

const ENDINGS: Readonly<Record<string, string>> = {
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
  'audio/wav': 'wav',
  'audio/wave': 'wav',
  'audio/x-wav': 'wav',
  'audio/vnd.wave': 'wav',
  'audio/ogg': 'ogg',
  'audio/flac': 'flac',
  'audio/x-flac': 'flac',
  'audio/mp4': 'm4a',
  'audio/x-m4a': 'm4a',
  'audio/webm': 'webm',
};

/** What a file of sound may be called that came without a type: editors tell what it is by that. */
const SOUNDS = /\.(mp3|wav|ogg|oga|opus|flac|m4a|webm)$/i;

/** The folder beside the editors' file in which its media lie. */
export const MEDIA_FOLDER = 'media';

/** The letters of a hash that stand in a file's name, by which it is known again. */
export const HASH_LETTERS = 12;

/**
 * Where a medium lies, seen from the editors' file: plain letters alone, so that it needs no escaping in
 * any of the formats. `label`: what people know it by, as a slate. `name`: what its file was called.
 */
export function mediaPath(label: string, asset: Sha256, type: string, name = ''): string {
  const plain = label.normalize('NFKD').replace(/[^A-Za-z0-9]+/g, '-').slice(0, 40).replace(/^-+|-+$/g, '') || 'clip';
  const ending = ENDINGS[type.split(';')[0]!.trim().toLowerCase()] ?? SOUNDS.exec(name)?.[1]?.toLowerCase() ?? 'bin';
  return `${MEDIA_FOLDER}/${plain}-${asset.slice(0, HASH_LETTERS)}.${ending}`;
}

/** The letters of a hash in a file's name; undefined where it was not named here. */
export const hashInPath = (path: string): string | undefined => /-([0-9a-f]{12})\.[a-z0-9]{1,5}$/i.exec(path)?.[1]?.toLowerCase();
