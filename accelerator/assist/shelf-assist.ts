import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isCutOutConfig, mayCutOut } from '#core/domain/cut-outs/cut-out-files.ts';
import { isCaptionModel } from '#core/domain/language/caption-files.ts';
import { isMeaningModel } from '#core/domain/language/meaning-files.ts';
import { modelsFor, versionOf } from '#core/domain/models/models-for.ts';
import { isSpeechModel } from '#core/domain/speech/speech-files.ts';
import { isVoiceModel } from '#core/domain/voice/voice-files.ts';
import { type AssistMade, type AssistModel, AssistPurpose, type FileQuestion, type WordsQuestion } from '#core/schema/accelerator/assist.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { KeptModel } from '#core/schema/kept-model.ts';
import type { FolderShelf } from '../models/folder-shelf.ts';
import { AssistPlace } from './assist-place.ts';
import type { AnswerContext, AssistDesk, Question, ReceivedFile } from './ports.ts';

/** A process that nobody asks for so long is ended, with the memory of its model. Milliseconds. */
const IDLE_MS = 60_000;
const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG'];
/** Models that are told of. */
const MOST = 200;

const FILES: Readonly<Record<AssistPurpose, (paths: readonly string[]) => boolean>> = { captions: isCaptionModel, search: isMeaningModel, speech: isSpeechModel, voice: isVoiceModel, 'cut-outs': mayCutOut };
const PURPOSES: Readonly<Record<Question['ask']['ask'], AssistPurpose>> = { describe: 'captions', place: 'search', hear: 'speech', read: 'voice', 'cut-out': 'cut-outs' };

export interface ShelfAssistParts {
  readonly shelf: Pick<FolderShelf, 'list' | 'bytesOf' | 'folderOf'>;
  /** A folder for files that are asked about; what lies in it is nobody's when this begins. */
  readonly scratch: string;
  readonly idleMs?: number;
}

/** The models of the accelerator's shelf that describe, search, hear, read aloud and cut out: one process for each of them, so that a long song keeps no search waiting. */
export class ShelfAssist implements AssistDesk {
  readonly #parts: ShelfAssistParts;
  readonly #places: Readonly<Record<AssistPurpose, AssistPlace>>;
  /** Once what was left behind is swept away: with the first file. */
  #swept: Promise<void> | undefined;

  constructor(parts: ShelfAssistParts) {
    const { idleMs = IDLE_MS } = parts;
    this.#parts = parts;
    this.#places = { captions: new AssistPlace(idleMs), search: new AssistPlace(idleMs), speech: new AssistPlace(idleMs), voice: new AssistPlace(idleMs), 'cut-outs': new AssistPlace(idleMs) };
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
    return this.#places[PURPOSES[ask]].isBusy;
  }

  /** The processes that are there now. */
  get pids(): readonly number[] {
    return Object.values(this.#places).flatMap(({ pid }) => pid ?? []);
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

  answer({ id, name, files }: KeptModel, question: Question, context: AnswerContext): Promise<AssistMade> {
    const purpose = PURPOSES[question.ask.ask];
    const model = { purpose, id, version: versionOf(files), name, folder: this.#parts.shelf.folderOf(id), paths: files.map(({ path }) => path) };
    return this.#places[purpose].answer(model, question, context);
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.#places).map((place) => place.close()));
  }

  async #models(purpose: AssistPurpose): Promise<readonly KeptModel[]> {
    const { shelf } = this.#parts;
    const models = await modelsFor(shelf, purpose, FILES[purpose]);
    if (purpose !== 'cut-outs') return models;
    const configs = await Promise.all(models.map(({ id }) => readFile(path.join(shelf.folderOf(id), 'config.json'), 'utf8').catch(() => '')));
    return models.filter((_, at) => isCutOutConfig(configs[at]!));
  }
}

const told = ({ id, name, files, licence, source }: KeptModel, purpose: AssistPurpose): AssistModel => ({
  ...{ id, version: versionOf(files), name, purpose, paths: files.map(({ path }) => path), licence: licence.spdx ?? licence.name },
  ...(source && { revision: source.revision }),
});
