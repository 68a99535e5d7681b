import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import sharp from 'sharp';
import type { DeliveredFilm } from '#core/film/interchange/delivered-film.ts';
import type { ClipId } from '#core/schema/project-ids.ts';
import { nodePainter } from '../../film/node-painter.ts';
import { writeWhole } from '../output-file.ts';
import type { OutputContext } from './output-context.ts';

/** Pixels: twice as many as it is printed in at 72 an inch. */
const STILL_WIDTH = 480;

/** Writes the storyboard to hand out as PDF, on A4. Answers what it is, and which letters could not be written. */
export async function writeHandout(file: string, film: DeliveredFilm, { document, work }: Pick<OutputContext, 'document' | 'work'>): Promise<{ readonly facts: string; readonly lacks: readonly string[] }> {
  // What writes PDF is large: it is loaded only for who wants one.
  const { contactSheet } = await import('#core/film/handout/contact-sheet.ts');
  const { SHEET_FONTS } = await import('#core/film/handout/sheet-fonts.ts');
  const { sheetStills } = await import('#core/film/handout/sheet-stills.ts');
  const stills = sheetStills(document.project, film, [...work.takes.values()]);
  const still = async (clip: ClipId) => {
    const found = stills.get(clip);
    const place = found && work.media.pathOf(found.asset);
    if (place === undefined) return undefined;
    const bytes = new Uint8Array(await sharp(place).resize({ width: STILL_WIDTH, kernel: 'lanczos3' }).jpeg({ quality: 88 }).toBuffer());
    return { bytes, type: 'image/jpeg' } as const;
  };
  const sheet = await contactSheet(film, { paper: 'a4', fonts: await Promise.all(SHEET_FONTS.map(readFont)), painter: nodePainter(), still, now: Date.now() });
  await writeWhole(file, sheet.bytes);
  const lacks = sheet.unwritten === '' ? [] : [`No font on this machine has these letters, which stand as question marks in ${path.basename(file)}: ${sheet.unwritten}`];
  return { facts: `the storyboard of ${film.clips.length} clips on ${sheet.pages} pages`, lacks };
}

const fonts = path.dirname(createRequire(import.meta.url).resolve('@fontsource-variable/inter/package.json'));
const readFont = async (name: string): Promise<Uint8Array> => new Uint8Array(await readFile(path.join(fonts, 'files', name)));
