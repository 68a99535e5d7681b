/**
 * The child process that makes one film, or finds out how films are made here: drawing keeps an event loop busy, and the
 * memory of decoders and canvases is given back as surely by nothing else as by its end.
 */
import { readFile, stat } from 'node:fs/promises';
import { videoCodecs } from '#core/film/export/film-codecs.ts';
import { trialSheet } from '#core/film/export/trial-sheet.ts';
import { type FilmOffer } from '#core/schema/accelerator/offer.ts';
import { FaultError } from '#core/schema/fault.ts';
import { FilmSheet } from '#core/schema/film-sheet.ts';
import { fromUtf8 } from '#core/domain/bytes/text-bytes.ts';
import { registerCodecs } from '../../media/register.ts';
import { renderSheet } from '../../film/render-sheet.ts';
import { serveOrders } from '../../processes/serve-orders.ts';
import { frameModes } from '../frames/open-enhancer.ts';
import { type Made, PROTOCOL } from './child-messages.ts';

/** The largest sheet that is read. Bytes. */
const SHEET_LIMIT = 64 * 2 ** 20;
/** Progress is told no more often than this. Milliseconds. */
const TELL_EVERY = 100;
/** What is asked of encoders when it is found out what there is. */
const USUAL = { width: 1280, height: 720, rate: { numerator: 24, denominator: 1 }, quality: 'high' } as const;

serveOrders(PROTOCOL, async (order, { tell }): Promise<Made> => {
  if (order.kind === 'try') return { kind: 'tried', films: await tryOut(order.output) };
  const { sheet, output, files, provider } = order;
  const begun = performance.now();
  let told = -Infinity;
  const onProgress = (done: number, frames: number) => {
    const now = performance.now();
    if (done < frames && now - told < TELL_EVERY) return;
    told = now;
    tell({ done, frames });
  };
  const { file, ...film } = await renderSheet(await readSheet(sheet), { pathOf: (asset) => files.get(asset), output, provider, onProgress });
  return { kind: 'made', file, film, milliseconds: performance.now() - begun };
});

/** Throws FaultError `file-unreadable` for what is no sheet. */
async function readSheet(path: string): Promise<FilmSheet> {
  const file = 'The sheet of the film';
  if ((await stat(path)).size > SHEET_LIMIT) throw new FaultError('file-too-large', { file, limit: SHEET_LIMIT });
  try {
    return FilmSheet.parse(JSON.parse(fromUtf8(await readFile(path))));
  } catch (cause) {
    throw new FaultError('file-unreadable', { file }, { cause });
  }
}

async function tryOut(output: string): Promise<FilmOffer> {
  registerCodecs();
  const video = new Set([...(await videoCodecs({ ...USUAL, container: 'mp4' })), ...(await videoCodecs({ ...USUAL, container: 'webm' }))]);
  const hasProRes = (await videoCodecs({ ...USUAL, container: 'mov' })).length > 0;
  const begun = performance.now();
  const { width, height, frames } = await renderSheet(trialSheet(), { pathOf: () => undefined, output });
  return {
    formats: ['mp4', 'webm', 'gif', 'png', ...(hasProRes ? (['mov'] as const) : [])],
    video: [...video, ...(hasProRes ? (['prores'] as const) : [])],
    enhances: frameModes(),
    speed: (width * height * frames * 1000) / (performance.now() - begun),
  };
}
