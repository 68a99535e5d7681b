import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { z } from 'zod';
import { explainInLine } from '#core/domain/words/explain.ts';
import { coloursOf } from '#core/domain/project/picture-colours.ts';
import { BriefFile } from '#core/schema/brief-file.ts';
import { FaultError } from '#core/schema/fault.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { nodeDigest } from '../../engines/onnx/digest.ts';
import { mediaType } from '../../media/media-type.ts';
import { readPicture } from '../../media/read-picture.ts';
import { UsageError } from '../usage-error.ts';

/** A file that the brief names. */
export interface BriefAsset {
  readonly file: string;
  readonly name: string;
  readonly type: string;
  readonly sha256: Sha256;
  readonly bytes: Uint8Array;
}

export interface GivenBrief extends Omit<BriefFile, 'pictures' | 'song'> {
  readonly pictures: readonly BriefAsset[];
  readonly song: BriefAsset | undefined;
}

const BRIEF_BYTES = 1_000_000;
const PICTURE_BYTES = 10_000_000;
const SONG_BYTES = 50_000_000;
/** Large enough to find out whether a picture decodes as a whole. */
const TRIED = 16;
/** The size at which a picture's colours are counted. */
const COLOURED = 64;

/**
 * Reads a brief and the files that it names; their paths are meant from its folder. Throws UsageError with a
 * sentence that names the key, or the file, that cannot be meant.
 */
export async function readBrief(file: string): Promise<GivenBrief> {
  const brief = check(file, await parse(file));
  const folder = path.dirname(path.resolve(file));
  const pictures: BriefAsset[] = [];
  for (const name of brief.pictures) {
    const picture = await load(folder, name, 'pictures', PICTURE_BYTES);
    await tryPicture(picture);
    if (!pictures.some(({ sha256 }) => sha256 === picture.sha256)) pictures.push(picture);
  }
  const song = brief.song === undefined ? undefined : await load(folder, brief.song, 'song', SONG_BYTES);
  if (brief.text.trim() === '' && pictures.length === 0 && !song) {
    throw new UsageError(`${file} says nothing: write in "text" what the film is about, or name pictures or a song.`);
  }
  return { ...brief, pictures, song };
}

async function parse(file: string): Promise<unknown> {
  let text: string;
  try {
    if ((await stat(file)).size > BRIEF_BYTES) throw new UsageError(`${file} is larger than ${BRIEF_BYTES / 1e6} MB. A brief is a small JSON file.`);
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`There is no brief ${file}, or it cannot be read.`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UsageError(`${file} is no JSON: ${(error as Error).message}.`);
  }
}

function check(file: string, value: unknown): BriefFile {
  const parsed = BriefFile.safeParse(value);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map((issue) => sentence(issue, value));
  throw new UsageError(`${file} cannot be meant:\n${[...new Set(sentences)].map((one) => `  ${one}`).join('\n')}`);
}

function sentence(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === 'unrecognized_keys') {
    return `There is no key ${issue.keys.map((key) => `"${key}"`).join(', ')}. Keys: ${Object.keys(BriefFile.shape).join(', ')}.`;
  }
  const [key] = issue.path;
  if (key === undefined) return 'A brief is an object: {"text": "..."}.';
  if (issue.path.length === 1 && key === 'text' && !(value as object && 'text' in (value as object))) return '"text" is missing: write what the film is about.';
  const name = `"${issue.path.join('.')}"`;
  if (issue.code === 'too_small' && issue.origin === 'number') return `${name} can be ${issue.minimum} at least.`;
  if (issue.code === 'too_big' && issue.origin === 'number') return `${name} can be ${issue.maximum} at most.`;
  if (issue.code === 'too_big' && issue.origin === 'array') return `${name} can name ${issue.maximum} at most.`;
  if (issue.code === 'too_big' && issue.origin === 'string') return `${name} can have ${issue.maximum} characters at most.`;
  return `${name}: ${issue.message}.`;
}

async function load(folder: string, name: string, key: string, limit: number): Promise<BriefAsset> {
  const file = path.resolve(folder, name);
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new UsageError(`"${key}" names ${name}, and there is no such file.`);
  if (found.size > limit) throw new UsageError(`${name} has ${(found.size / 1e6).toFixed(1)} MB. At most ${limit / 1e6} MB can be used.`);
  const bytes = new Uint8Array(await readFile(file));
  if (bytes.length === 0) throw new UsageError(`${name} is empty.`);
  return { file, name: path.basename(file), type: mediaType(bytes), sha256: Sha256.parse(await nodeDigest(bytes)), bytes };
}

async function tryPicture({ file, name }: BriefAsset): Promise<void> {
  try {
    await readPicture(file, TRIED, TRIED);
  } catch (error) {
    throw error instanceof FaultError ? new UsageError(`${name}: ${explainInLine(error.fault)}`) : error;
  }
}

/** The names of the colours that a picture is remembered by. */
export async function coloursOfPicture({ bytes }: BriefAsset): Promise<readonly string[]> {
  const pixels = await sharp(bytes).autoOrient().resize(COLOURED, COLOURED, { fit: 'fill' }).toColourspace('srgb').ensureAlpha().raw().toBuffer();
  return coloursOf(new Uint8ClampedArray(pixels), COLOURED);
}
