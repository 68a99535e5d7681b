import { copyFile, mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { rateLabel } from '#core/domain/timeline/frame-rate.ts';
import { formatTimecode } from '#core/domain/timeline/timecode.ts';
import { toUtf8 } from '#core/domain/bytes/text-bytes.ts';
import { writeCaptions } from '#core/domain/captions/write-captions.ts';
import { filmCut } from '#core/film/compose/film-cut.ts';
import { captionFiles, shownCaptions } from '#core/film/export/caption-files.ts';
import type { FilmMix } from '#core/film/export/film-mix.ts';
import { type DeliveredFilm, deliveredFilm } from '#core/film/interchange/delivered-film.ts';
import { writeCsv } from '#core/film/interchange/write-csv.ts';
import { writeEdls } from '#core/film/interchange/write-edl.ts';
import { writeFcpxml } from '#core/film/interchange/write-fcpxml.ts';
import { writeOtio } from '#core/film/interchange/write-otio.ts';
import { writeXmeml } from '#core/film/interchange/write-xmeml.ts';
import { mixFilm } from '#core/film/sound/mix-film.ts';
import { soundPlan } from '#core/film/sound/sound-plan.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Project } from '#core/schema/project.ts';
import { readSong } from '../../film/read-song.ts';
import { renderFilm } from '../../film/render-film.ts';
import { writeWhole } from '../output-file.ts';
import { soundFacts } from './hear-song.ts';
import type { FilmKind, FilmOutput } from './options.ts';
import type { OutputContext } from './output-context.ts';
import type { WorkFolder } from './work-folder.ts';
import { writeHandout } from './write-handout.ts';
import { writeProjectFile } from './write-project-file.ts';

export interface WrittenFile {
  readonly file: string;
  readonly kind: FilmKind;
  readonly bytes: number;
  /** What it is, as a person reads it. */
  readonly facts: string;
  /** What could not go into it, as sentences. */
  readonly lacks: readonly string[];
}

/** Hertz, and channels, of a film's sound. */
const SOUND = { sampleRate: 48_000, channels: 2 } as const;

/** What editors are given; more than one text where the format counts no further. */
const EDITORS: Partial<Record<FilmKind, (film: DeliveredFilm) => readonly string[]>> = {
  fcpxml: (film) => [writeFcpxml(film)],
  xml: (film) => [writeXmeml(film)],
  edl: writeEdls,
  otio: (film) => [writeOtio(film)],
};

/** Writes one file, whole or not at all. Throws FaultError, `cancelled` among them. */
export async function writeOutput(output: FilmOutput, context: OutputContext): Promise<WrittenFile> {
  const { kind } = output;
  if (kind === 'mp4' || kind === 'webm' || kind === 'mov' || kind === 'gif' || kind === 'zip') return writeFilm(output, context);
  if (context.signal.aborted) throw new FaultError('cancelled');
  if (kind === 'kinora') return { ...(await said(output, await writeProjectFile(output.file, context))), lacks: [] };
  if (kind === 'srt' || kind === 'vtt') return writeCaptionFile(output, kind, context);
  const film = await delivered(context);
  if (kind === 'pdf') {
    const { facts, lacks } = await writeHandout(output.file, film, context);
    return { ...(await said(output, facts)), lacks };
  }
  const lacks = film.clips.filter(({ shown }) => shown === null).map(({ slate }) => `${slate} has no take: it is black in ${path.basename(output.file)}.`);
  if (kind === 'csv') {
    await writeWhole(output.file, toUtf8(writeCsv(film)));
    return { ...(await said(output, `a shot list of ${film.clips.length} clips`)), lacks };
  }
  await copyMedia(path.dirname(path.resolve(output.file)), film, context.work);
  for (const [i, text] of EDITORS[kind]!(film).entries()) await writeWhole(i === 0 ? output.file : numbered(output.file, i + 1), toUtf8(text));
  return { ...(await said(output, `the cut of ${film.clips.length} clips, with ${film.media.length} files in the folder media beside it`)), lacks };
}

/** cut-2.edl beside cut.edl. */
function numbered(file: string, number: number): string {
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}-${number}${ext}`);
}

async function said({ file, kind }: FilmOutput, facts: string): Promise<Omit<WrittenFile, 'lacks'>> {
  return { file: path.resolve(file), kind, bytes: (await stat(file)).size, facts };
}

async function writeFilm(output: FilmOutput, { work, document, lines, signal, onProgress }: OutputContext): Promise<WrittenFile> {
  const { project } = document;
  const silent = new Set<string>();
  const rendered = await renderFilm({
    cut: filmCut(project, (id) => work.takes.get(id)),
    sources: (asset) => work.media.pathOf(asset),
    mix: output.kind === 'gif' || output.kind === 'zip' ? undefined : mixOf(project, work, (name) => silent.add(name)),
    output: output.file,
    lines,
    signal,
    onProgress: (done, frames) => onProgress(done / frames),
  });
  const { width, height, frames, rate, codecs, missing, flat = [] } = rendered;
  const parts = [`${width}×${height}`, `${formatTimecode(frames, rate)} at ${rateLabel(rate)} frames a second`, codecs ? [codecs.video, codecs.audio].filter(Boolean).join(' and ') : output.kind === 'zip' ? 'PNG pictures' : 'GIF'];
  return {
    ...(await said(output, parts.join(', '))),
    lacks: [...missing.map((slate) => `${slate} could not be read: its slate is in ${path.basename(output.file)}.`), ...flat.map((slate) => `The depth map of ${slate} could not be read: its still is without depth in ${path.basename(output.file)}.`), ...[...silent].map((name) => `${name} could not be heard in ${path.basename(output.file)}.`)],
  };
}

/** The film's captions; a file without any where it has none. */
async function writeCaptionFile(output: FilmOutput, kind: 'srt' | 'vtt', { document: { project }, work }: OutputContext): Promise<WrittenFile> {
  const cut = filmCut(project, (id) => work.takes.get(id));
  await writeWhole(output.file, toUtf8(captionFiles(cut)?.[kind] ?? writeCaptions([], cut.rate, kind)));
  const { length: count } = shownCaptions(cut);
  return { ...(await said(output, count === 0 ? 'no captions: the film has none' : count === 1 ? '1 caption' : `${count} captions`)), lacks: [] };
}

/** The film's sound; undefined where nothing sounds. */
function mixOf(project: Project, work: WorkFolder, onSilent: (name: string) => void): FilmMix | undefined {
  const plan = soundPlan(project, (id) => work.takes.get(id));
  if (plan.pieces.length === 0) return undefined;
  const open = async ({ asset, name }: { asset: Parameters<WorkFolder['media']['pathOf']>[0]; name: string }) => {
    const file = work.media.pathOf(asset);
    const opened = file === undefined ? undefined : await readSong(file, name);
    return opened?.ok ? opened.value : undefined;
  };
  return { ...SOUND, blocks: mixFilm(plan, open, { ...SOUND, onSilent: ({ name }) => onSilent(name) }) };
}

async function delivered({ document: { project }, work }: OutputContext): Promise<DeliveredFilm> {
  const { song } = project.brief;
  const file = song ? work.media.pathOf(song.asset) : undefined;
  const sounds = new Map(song && file !== undefined ? [[song.asset, await soundFacts(file, song.name)] as const] : []);
  return deliveredFilm(project, [...work.takes.values()], { sounds });
}

/** Puts the media where the editors' file says that they are. */
async function copyMedia(folder: string, { media }: DeliveredFilm, work: WorkFolder): Promise<void> {
  for (const { asset, type, path: place, isStill } of media) {
    const from = work.media.pathOf(asset);
    const to = path.join(folder, ...place.split('/'));
    if (from === undefined || (await isSame(from, to))) continue;
    await mkdir(path.dirname(to), { recursive: true });
    if (isStill && type !== 'image/png') await sharp(from).autoOrient().png().toFile(to);
    else await copyFile(from, to);
  }
}

/** Names bear the hash of what they name, so a file as long is the same one; what was cut off is copied again. */
async function isSame(from: string, to: string): Promise<boolean> {
  const [a, b] = await Promise.all([stat(from), stat(to).catch(() => undefined)]);
  return a.size === b?.size && (await readFile(from)).equals(await readFile(to));
}
