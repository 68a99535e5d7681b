import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Logger } from 'pino';
import { isCutOutConfig, mayCutOut } from '#core/domain/cut-outs/cut-out-files.ts';
import { isCaptionModel } from '#core/domain/language/caption-files.ts';
import { isMeaningModel } from '#core/domain/language/meaning-files.ts';
import { isDepthConfig, mayTellDepth } from '#core/domain/models/depth-files.ts';
import { modelsFor, versionOf } from '#core/domain/models/models-for.ts';
import { isSpeechModel } from '#core/domain/speech/speech-files.ts';
import { isVoiceModel } from '#core/domain/voice/voice-files.ts';
import { type AssistMade, type AssistModel, AssistPurpose, type FileQuestion, type WordsQuestion } from '#core/schema/accelerator/assist.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { KeptModel } from '#core/schema/kept-model.ts';
import type { Provider } from '../engines/onnx/provider.ts';
import type { FolderShelf } from '../models/folder-shelf.ts';
import { WarmProcess } from '../processes/warm-process.ts';
import { WorkProcess } from '../processes/work-process.ts';
import { type ChildModel, type Order, PROTOCOL } from './assist-messages.ts';
import { CardOrProcessor } from './card-or-processor.ts';
import type { AnswerContext, AssistDesk, Question, ReceivedFile } from './ports.ts';

const CHILD = new URL('./assist-child.ts', import.meta.url);
/** How long a cancelled process may take to obey before it is ended. Milliseconds. */
const GRACE_MS = 500;
/** How long one at work may say nothing before it is taken for hung. Milliseconds. */
const SILENCE_MS = 300_000;
/** Questions for one purpose that wait for their turn, the one that is answered counted in. */
const AT_ONCE = 4;
/** A process that nobody asks for so long is ended, with the memory of its model. Milliseconds. */
const IDLE_MS = 60_000;
const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG'];
/** Models that are told of. */
const MOST = 200;

const FILES: Readonly<Record<AssistPurpose, (paths: readonly string[]) => boolean>> = { captions: isCaptionModel, search: isMeaningModel, speech: isSpeechModel, voice: isVoiceModel, 'cut-outs': mayCutOut, depth: mayTellDepth };
/** Of those whose files have the names of others', what tells them apart. */
const CONFIGS: Readonly<Partial<Record<AssistPurpose, (text: string) => boolean>>> = { 'cut-outs': isCutOutConfig, depth: isDepthConfig };
const PURPOSES: Readonly<Record<Question['ask']['ask'], AssistPurpose>> = { describe: 'captions', place: 'search', hear: 'speech', read: 'voice', 'cut-out': 'cut-outs', gauge: 'depth' };

export interface ShelfAssistParts {
  readonly shelf: Pick<FolderShelf, 'list' | 'bytesOf' | 'folderOf'>;
  /** A folder for files that are asked about; what lies in it is nobody's when this begins. */
  readonly scratch: string;
  readonly idleMs?: number;
  /** What computes best here. */
  readonly provider: () => Promise<Provider>;
  readonly log: Logger;
}

/** The models of the accelerator's shelf that describe, search, tell depth, hear, read aloud and cut out: one process for each of them, so that a long song keeps no search waiting. */
export class ShelfAssist implements AssistDesk {
  readonly #parts: ShelfAssistParts;
  readonly #processes: Readonly<Record<AssistPurpose, WarmProcess<ChildModel, Order, number, AssistMade>>>;
  readonly #card: CardOrProcessor;
  /** Once what was left behind is swept away: with the first file. */
  #swept: Promise<void> | undefined;

  constructor(parts: ShelfAssistParts) {
    const { idleMs = IDLE_MS, provider, log } = parts;
    this.#parts = parts;
    this.#card = new CardOrProcessor(provider, log);
    const start = ({ name, provider }: ChildModel) => new WorkProcess({ program: CHILD, protocol: PROTOCOL, engine: name, provider, silenceMs: SILENCE_MS, graceMs: GRACE_MS, log });
    const warm = () => new WarmProcess({ start, idleMs });
    this.#processes = { captions: warm(), search: warm(), speech: warm(), voice: warm(), 'cut-outs': warm(), depth: warm() };
  }

  async list(): Promise<readonly AssistModel[]> {
    const all = await Promise.all(AssistPurpose.options.map(async (purpose) => (await this.#models(purpose)).map((model) => told(model, purpose))));
    return all.flat().slice(0, MOST);
  }

  async find({ ask, model }: Pick<FileQuestion | WordsQuestion, 'ask' | 'model'>): Promise<KeptModel> {
    const found = (await this.#models(PURPOSES[ask])).find(({ id }) => id === model);
    if (!found) throw new FaultError('model-not-found', { model });
    return found;
  }

  isBusy(ask: Question['ask']['ask']): boolean {
    return this.#processes[PURPOSES[ask]].waiting >= AT_ONCE;
  }

  /** The processes that are there now. */
  get pids(): readonly number[] {
    return Object.values(this.#processes).flatMap(({ pid }) => pid ?? []);
  }

  async receive(bytes: Readable): Promise<ReceivedFile> {
    const { scratch } = this.#parts;
    await (this.#swept ??= rm(scratch, { recursive: true, force: true }));
    const file = path.join(scratch, randomUUID());
    const remove = () => rm(file, { force: true });
    try {
      await mkdir(scratch, { recursive: true });
      await pipeline(bytes, createWriteStream(file, { mode: 0o600 }));
      return { path: file, remove };
    } catch (error) {
      await remove();
      if (FULL.includes((error as NodeJS.ErrnoException).code ?? '')) throw new FaultError('no-room-on-disk', {}, { cause: error });
      throw error;
    }
  }

  async answer({ id, name, files }: KeptModel, question: Question, { signal, onProgress }: AnswerContext): Promise<AssistMade> {
    const purpose = PURPOSES[question.ask.ask];
    const { shelf } = this.#parts;
    const model = { purpose, id, version: versionOf(files), name, folder: shelf.folderOf(id), paths: files.map(({ path }) => path) };
    const onNews = (done: number) => onProgress(Math.max(0, Math.min(1, done)));
    const made = await this.#card.work<AssistMade>(`${id} ${model.version}`, signal, ({ provider, watch }) =>
      this.#processes[purpose].use(async () => ({ ...model, provider: await provider() }), signal, (process, chosen) => watch(process.carryOut(orderOf(chosen, question), { signal, onNews }))),
    );
    if (made.ok && !signal.aborted) return made.value;
    throw made.ok ? new FaultError('cancelled') : new FaultError(made.fault.reason, made.fault.facts);
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.#processes).map((process) => process.close()));
  }

  async #models(purpose: AssistPurpose): Promise<readonly KeptModel[]> {
    const { shelf } = this.#parts;
    const models = await modelsFor(shelf, purpose, FILES[purpose]);
    const isConfig = CONFIGS[purpose];
    if (!isConfig) return models;
    const configs = await Promise.all(models.map(({ id }) => readFile(path.join(shelf.folderOf(id), 'config.json'), 'utf8').catch(() => '')));
    return models.filter((_, at) => isConfig(configs[at]!));
  }
}

const orderOf = (model: ChildModel, question: Question): Order =>
  question.file ? { kind: 'file', model, ask: question.ask, file: question.file.path } : { kind: 'words', model, ask: question.ask };

const told = ({ id, name, files, licence, source }: KeptModel, purpose: AssistPurpose): AssistModel => ({
  ...{ id, version: versionOf(files), name, purpose, paths: files.map(({ path }) => path), licence: licence.spdx ?? licence.name },
  ...(source && { revision: source.revision }),
});
