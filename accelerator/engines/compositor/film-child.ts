/**
 * The child process that makes one film, or finds out how films are made here: drawing keeps an event loop busy, and the
 * memory of decoders and canvases is given back as surely by nothing else as by its end. It ends when its parent does.
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
import { frameModes } from '../frames/open-enhancer.ts';
import { Order, type Report } from './child-messages.ts';


/** The largest sheet that is read. Bytes. */
const SHEET_LIMIT = 64 * 2 ** 20;
/** Progress is told no more often than this. Milliseconds. */
const TELL_EVERY = 100;
/** What is asked of encoders when it is found out what there is. */
const USUAL = { width: 1280, height: 720, rate: { numerator: 24, denominator: 1 }, quality: 'high' } as const;

// Ctrl+C in a terminal reaches every process of the group: whether this one ends, and when, is its parent's to say.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit());
process.on('message', (message) => void work(Order.parse(message)));

async function work(order: Order): Promise<void> {
  try {
    await tell(order.kind === 'make' ? await make(order) : { kind: 'tried', films: await tryOut(order.output) });
  } catch (error) {
    if (error instanceof FaultError) await tell({ kind: 'fault', fault: error.fault });
    else await tell({ kind: 'bug', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
  // Encoders may have threads that nothing else ends.
  process.exit();
}

async function make({ sheet, output, files, provider }: Extract<Order, { kind: 'make' }>): Promise<Report> {
  const begun = performance.now();
  const { file, ...film } = await renderSheet(await readSheet(sheet), { pathOf: (asset) => files.get(asset), output, provider, onProgress: telling() });
  return { kind: 'made', file, film, milliseconds: performance.now() - begun };
}

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

function telling(): (done: number, frames: number) => void {
  let told = -Infinity;
  return (done, frames) => {
    const now = performance.now();
    if (done < frames && now - told < TELL_EVERY) return;
    told = now;
    void tell({ kind: 'progress', done, frames });
  };
}

function tell(report: Report): Promise<void> {
  // Nobody hears it once the parent is gone, and then this process ends too.
  return new Promise((resolve) => {
    if (process.connected) process.send?.(report, undefined, undefined, () => resolve());
    else resolve();
  });
}
