/** Renders a film of so many seconds and lines in a process of its own, and prints how long it took, how large it is, and the most memory it held. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { renderSheet } from '../../accelerator/film/render-sheet.ts';
import { benchFilm, TAKE_NAME } from './export-film.ts';

const [seconds, lines, take, song] = process.argv.slice(2) as [string, string, string, string];
const { cut, sound } = benchFilm(Number(seconds));
const folder = await mkdtemp(path.join(tmpdir(), 'kinora-bench-'));
const order = { cut, format: 'mp4', lines: Number(lines), rate: cut.rate, quality: 'high', captions: 'none' } as const;
const begun = performance.now();
const { frames, bytes } = await renderSheet({ schema: 1, order, sound }, { pathOf: (asset) => (asset === TAKE_NAME ? take : song), output: path.join(folder, 'film') });
const measured = JSON.stringify({ ms: performance.now() - begun, frames, bytes, peak: process.resourceUsage().maxRSS * 1024 });
await rm(folder, { recursive: true });
// Encoders may have threads that nothing else ends.
process.stdout.write(`${measured}\n`, () => process.exit());
