/**
 * Measures both models on photographs that they never saw, and writes the figures into their cards.
 *
 *     node accelerator/setup/run.mjs models/kinora-mini-family/evaluation/run.ts [--root DIR]
 *
 * `--root`: where the Debian packages mate-backgrounds and python3-skimage are installed (`/` by default) or were
 * unpacked to. What is not there is said and passed over; where nothing is there, the cards stay as they are.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { FrameMode } from '#core/schema/frame-model.ts';
import { type Compared, compareUpscale, comparePan, folderOf, gains, openModel, PANS } from './measure.ts';
import { findPhotographs, type Photograph } from './photographs.ts';

const { values } = parseArgs({ options: { root: { type: 'string', default: '/' } } });
const { found, missing } = await findPhotographs(values.root);
for (const name of missing) console.error(`Not all photographs of ${name} are in ${values.root}: \`apt-get download\` and \`dpkg-deb -x\` put them into a folder for --root.`);
if (found.length === 0) {
  console.error('There is nothing to measure, and the cards stay as they are.');
  process.exit(1);
}

interface Row extends Compared {
  readonly photograph: Photograph;
  readonly how: string;
}

const upscaler = await openModel('upscale');
const larger: Row[] = [];
for (const photograph of found) larger.push({ photograph, how: `${photograph.frame.width} × ${photograph.frame.height}`, ...(await compareUpscale(photograph.frame, upscaler)) });
await upscaler.release();

const interpolator = await openModel('interpolate');
const between: Row[] = [];
for (const [i, photograph] of found.entries()) {
  const pan = PANS[i % PANS.length]!;
  between.push({ photograph, how: `pan of ${2 * pan[0]}, ${2 * pan[1]} pixels a frame`, ...(await comparePan(photograph.frame, pan, interpolator)) });
}
await interpolator.release();

await write('upscale', 'Lanczos', larger);
await write('interpolate', 'blending', between);

async function write(mode: FrameMode, usual: string, rows: readonly Row[]): Promise<void> {
  const { mean, least, most } = gains(rows);
  const summary = `${signed(mean)} dB over ${usual} in the mean of ${rows.length} photographs (${signed(least)} to ${signed(most)}).`;
  console.log(`${mode}: ${summary}`);
  const card = path.join(folderOf(mode), 'README.md');
  const table = rows.map(({ photograph, how, usual, model }) => `| ${photograph.name} | ${photograph.package} ${photograph.version} | ${how} | ${usual.toFixed(2)} | ${model.toFixed(2)} | ${signed(model - usual)} |`);
  const text = [summary, '', `| photograph | Debian package | how | ${usual}, dB | model, dB | gain |`, '| --- | --- | --- | --- | --- | --- |', ...table].join('\n');
  await fill(card, text);
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}

/** Puts a text between the marks of a card. */
async function fill(file: string, text: string): Promise<void> {
  const card = await readFile(file, 'utf8');
  const [begin, end] = ['<!-- results -->', '<!-- /results -->'].map((mark) => card.indexOf(mark)) as [number, number];
  if (begin < 0 || end < begin) throw new Error(`${file} has no place for the figures`);
  await writeFile(file, `${card.slice(0, begin)}<!-- results -->\n${text}\n${card.slice(end)}`);
}
