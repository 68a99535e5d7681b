/**
 * `npm run model:eval [-- --prompts 200 --model DIR]`: measures Kinora Mini on prompts that its
 * training never saw, writes result.json and contact sheets beside this file, and the table into the
 * model card. Drawing the references needs Python 3 with numpy; everything else runs here.
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createOnnxRuntime } from '../../../accelerator/engines/onnx/runtime.ts';
import { References, type Clip } from './clip.ts';
import { writeSheet } from './contact-sheet.ts';
import { openMakers } from './maker.ts';
import { MEASURED, probeDrawn, probeDrawnTwo, probeLength, probeOutside, probePictures, probePrompts, probeTwo } from './measure.ts';
import { writeCard, type Figures } from './model-card.ts';
import { STANDING } from './standing.ts';
import type { Tally } from './tally.ts';

const HERE = import.meta.dirname;
/** Prompts whose clips are shown on a contact sheet, and sheets at most. */
const ROWS = 12;
const SHEETS = 2;
/** Lengths beside the default one. Frames. */
const LONGER = [25, 33];

const { values: options } = parseArgs({
  options: {
    prompts: { type: 'string', default: '200' },
    clips: { type: 'string', default: '48' },
    pairs: { type: 'string', default: '24' },
    long: { type: 'string', default: '50' },
    two: { type: 'string', default: '100' },
    model: { type: 'string', default: join(HERE, '..') },
    keep: { type: 'boolean', default: false },
  },
});

function drawReferences(folder: string): void {
  const args = [join(HERE, 'references.py'), folder, '--prompts', options.prompts, '--clips', options.clips, '--two', options.two];
  const candidates = [process.env.PYTHON, '/usr/bin/python3', 'python3', 'python'].filter((name) => name !== undefined);
  const python = candidates.find((name) => {
    try {
      execFileSync(name, ['-c', 'import numpy'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
  if (!python) throw new Error('No Python 3 with numpy was found. On Debian: apt-get install python3-numpy. Elsewhere set PYTHON.');
  execFileSync(python, args, { stdio: 'inherit' });
}

const folder = await mkdtemp(join(tmpdir(), 'kinora-eval-'));
try {
  drawReferences(folder);
  const references = References.parse(JSON.parse(await readFile(join(folder, 'references.json'), 'utf8')));
  const read = async (file: string) => new Uint8Array(await readFile(join(folder, file)));
  const runtime = createOnnxRuntime('cpu');
  const session = await runtime.createSession(await readFile(join(HERE, 'judge', 'judge.onnx')));
  const { full: maker, quick, dispose } = await openMakers(options.model, runtime);

  const { drawn, kept, autoencoder } = await probeDrawn(session, references, maker, read);
  const shown: { prompt: string; clip: Clip }[] = [];
  const made = await probePrompts(session, references, maker, async (clip, index) => {
    if (shown.length < ROWS * SHEETS) shown.push({ prompt: references.prompts[index]!.prompt, clip });
    if (index % 20 === 19) process.stderr.write(`${index + 1} of ${references.prompts.length} prompts\n`);
  });
  const few = quick && (await probePrompts(session, references, quick, async () => undefined));
  const drawnTwo = await probeDrawnTwo(session, references, read);
  const pairs: { prompt: string; clip: Clip }[] = [];
  const madeTwo = await probeTwo(session, references, maker, async (clip, index) => {
    if (pairs.length < ROWS) pairs.push({ prompt: references.two.prompts[index]!.prompt, clip });
  });
  const fewTwo = quick && (await probeTwo(session, references, quick, async () => undefined));
  const longer = new Map<number, Tally>();
  for (const frames of LONGER) longer.set(frames, await probeLength(session, references, maker, frames, Number(options.long)));
  const figures: Figures = {
    prompts: references.prompts.length,
    slots: MEASURED.map((slot) => ({ slot, made: made.share(slot), drawn: drawn.share(slot), kept: kept.share(slot), ...(few && { quick: few.share(slot) }) })),
    two: {
      prompts: references.two.prompts.length,
      rows: STANDING.map((row) => ({ row, made: madeTwo.share(row), drawn: drawnTwo.share(row), ...(fewTwo && { quick: fewTwo.share(row) }) })),
    },
    longer: [...longer].map(([frames, tally]) => ({ frames, slots: MEASURED.map((slot) => ({ slot, made: tally.share(slot) })) })),
    autoencoder,
    pictures: await probePictures(references, maker, read, Number(options.pairs)),
    ...(quick && { quickPictures: await probePictures(references, quick, read, Number(options.pairs)) }),
    outside: await probeOutside(references, maker, read),
  };
  await writeFile(join(HERE, 'result.json'), `${JSON.stringify(figures, null, 2)}\n`);
  for (let sheet = 0; sheet * ROWS < shown.length; sheet++) {
    await writeSheet(join(HERE, `sheet-${sheet + 1}.webp`), shown.slice(sheet * ROWS, (sheet + 1) * ROWS));
  }
  await writeSheet(join(HERE, 'sheet-two.webp'), pairs);
  await writeCard(join(HERE, '..', 'README.md'), figures);
  await session.release();
  await dispose();
} finally {
  if (!options.keep) await rm(folder, { recursive: true, force: true });
}
