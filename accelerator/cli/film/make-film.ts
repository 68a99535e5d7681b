import path from 'node:path';
import { clipName } from '#core/document/commands/names.ts';
import type { ProjectDocument } from '#core/document/project-document.ts';
import { cutOf } from '#core/domain/timeline/cut.ts';
import type { CancelSignal } from '#core/domain/generate/engine.ts';
import { explainInLine } from '#core/domain/words/explain.ts';
import { canonicalJson } from '#core/domain/takes/recipe-hash.ts';
import { toUtf8 } from '#core/domain/bytes/text-bytes.ts';
import { readManifest } from '#core/pipelines/model-folder.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import type { WordList } from '#core/schema/words.ts';
import { nodeDigest } from '../../engines/onnx/digest.ts';
import { readSettings } from '../../settings/read.ts';
import { modelFiles, openPipeline } from '../open-pipeline.ts';
import { checkOutput } from '../output-file.ts';
import { UsageError } from '../usage-error.ts';
import { readWordList } from '../words.ts';
import { beginFilm, rateOf } from './begin-film.ts';
import { hearSong } from './hear-song.ts';
import { quickOf } from '../quick-of.ts';
import { type MadeTakes, TakeMaker } from './make-takes.ts';
import type { FilmOptions } from './options.ts';
import { type GivenBrief, readBrief } from './read-brief.ts';
import { WorkFolder } from './work-folder.ts';
import { writeOutput, type WrittenFile } from './write-output.ts';

/** What is told while the work goes on. */
export interface FilmListener {
  /** A step of the way begins. */
  onStep(sentence: string): void;
  onProgress(fraction: number, words: string): void;
}

export interface MadeFilm {
  readonly title: string;
  readonly story: { readonly title: string; readonly tone: string; readonly pacing: string; readonly segments: number };
  readonly scenes: number;
  readonly clips: number;
  /** Made by this run; what was there is not counted. */
  readonly made: { readonly keyframes: number; readonly takes: number };
  readonly files: readonly WrittenFile[];
  /** What could not be made, as sentences; the rest of the film is there. */
  readonly failed: readonly string[];
  /** Where the work is kept. */
  readonly work: string;
  /** Milliseconds. */
  readonly times: { readonly story: number; readonly takes: number; readonly files: number; readonly total: number };
}

/** The whole way, from a brief's file to finished ones. Throws UsageError and FaultError; `cancelled` when the signal says so. */
export async function makeFilm(options: FilmOptions, signal: CancelSignal, listener: FilmListener): Promise<MadeFilm> {
  const started = performance.now();
  const brief = await readBrief(options.brief);
  for (const { file } of options.outputs) await checkOutput(file);
  const files = modelFiles(options.model);
  const manifest = await readManifest(files);
  const name = await nameOf(brief, manifest);
  const work = await WorkFolder.open(options.work ?? usualFolder(name), name, { fresh: options.fresh });
  try {
    const document = (await work.project()) ?? (await begun(brief, work, manifest));
    const { stories, brief: { story: chosen }, scenes } = document.project;
    const story = stories.find(({ id }) => id === chosen)!;
    listener.onStep(`“${story.title}”: ${story.tone}, ${story.pacing}, ${story.segments.length} parts.`);
    const told = performance.now();

    const takes = await makeTakes(work, document, { files, manifest, words: await readWordList(files, manifest) }, { ...options, seed: brief.seed }, signal, listener);
    const taken = performance.now();

    const written: WrittenFile[] = [];
    for (const output of options.outputs) {
      listener.onStep(`Writing ${output.file}.`);
      written.push(await writeOutput(output, { work, document, lines: options.lines, signal, onProgress: (fraction) => listener.onProgress(fraction, 'Writing') }));
    }
    const now = performance.now();
    return {
      title: document.project.name,
      story: { title: story.title, tone: story.tone, pacing: story.pacing, segments: story.segments.length },
      scenes: scenes.length,
      clips: cutOf(document.project).length,
      made: { keyframes: takes.keyframes, takes: takes.takes },
      files: written,
      failed: [...takes.failed.map(({ clip, fault }) => `${capitalised(clipName(document.project, clip))}: ${explainInLine(fault)}`), ...written.flatMap(({ lacks }) => lacks)],
      work: work.folder,
      times: { story: told - started, takes: taken - told, files: now - taken, total: now - started },
    };
  } finally {
    work.release();
  }
}

/** A name for this brief, these files and this model. What they say decides, not what they are called. */
async function nameOf(brief: GivenBrief, manifest: ModelManifest): Promise<string> {
  const { pictures, song, ...said } = brief;
  const whole = { ...said, pictures: pictures.map(({ sha256 }) => sha256), song: song?.sha256, model: [manifest.id, manifest.version] };
  return (await nodeDigest(toUtf8(canonicalJson(whole)))).slice(0, 16);
}

/** A folder of its own among Kinora's data. */
function usualFolder(name: string): string {
  const configuration = readSettings([], process.env, process.cwd());
  if (!configuration.ok) throw new UsageError(configuration.fault);
  return path.join(configuration.value.data, 'films', name);
}

async function begun(brief: GivenBrief, work: WorkFolder, manifest: ModelManifest): Promise<ProjectDocument> {
  for (const { sha256, bytes } of [...brief.pictures, ...(brief.song ? [brief.song] : [])]) await work.media.put(sha256, bytes);
  const song = brief.song === undefined ? null : (await hearSong(brief.song, rateOf(brief)));
  const document = await beginFilm(brief, song, manifest);
  await work.keepProject(document);
  return document;
}

interface Model {
  readonly files: ReturnType<typeof modelFiles>;
  readonly manifest: ModelManifest;
  readonly words: WordList | undefined;
}

async function makeTakes(
  work: WorkFolder,
  document: ProjectDocument,
  { files, manifest, words }: Model,
  options: FilmOptions & { readonly seed: number },
  signal: CancelSignal,
  { onStep, onProgress }: FilmListener,
): Promise<MadeTakes> {
  const { takes, steps, quick, seed, provider } = options;
  const maker = new TakeMaker({ work, document, manifest, words, options: { takes, steps, quick: quick ? quickOf(manifest, manifest) : undefined, seed } });
  const remaining = maker.remaining();
  if (remaining.length === 0) return { keyframes: 0, takes: 0, failed: [] };
  const count = (kind: string): number => remaining.filter((one) => one.kind === kind).length;
  onStep(`To be made: ${count('keyframe')} keyframes and ${count('clip')} takes with ${manifest.name}.`);
  const model = await openPipeline(files, provider, { signal, onProgress: ({ fraction }) => onProgress(fraction, 'Loading the model') });
  try {
    return await maker.make(model, {
      signal,
      onProgress: ({ fraction }, done, all) => onProgress((done + fraction) / all, `${done + 1} of ${all}`),
    });
  } finally {
    await model.pipeline.dispose();
  }
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
