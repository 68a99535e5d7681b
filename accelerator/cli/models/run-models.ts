import path from 'node:path';
import { refuseFileName } from '#core/domain/models/file-names.ts';
import { accept, UNKNOWN_LICENCE } from '#core/domain/models/licence-rule.ts';
import type { ModelStanding } from '#core/domain/models/model-place.ts';
import { nameFor } from '#core/domain/models/own-files.ts';
import { unsafe } from '#core/domain/models/unsafe-file.ts';
import { explainInLine } from '#core/domain/words/explain.ts';
import type { CatalogueModel, ModelId, Purpose } from '#core/schema/catalogue.ts';
import { FaultError } from '#core/schema/fault.ts';
import { Sha256 } from '#core/schema/ids.ts';
import type { KeptModel } from '#core/schema/kept-model.ts';
import { addOwnFiles, originOf, ownFiles } from '../../models/add-model.ts';
import type { AskHub } from '../../models/ask-hub.ts';
import type { FolderShelf } from '../../models/folder-shelf.ts';
import type { NodeModels } from '../../models/node-models.ts';
import { FetchLine, type FetchProgress } from './fetch-line.ts';
import { newerVersions, size, updateLine } from './newer-versions.ts';
import { type ModelsOptions, refuseAddress } from './options.ts';
import { mustBeKnown } from './must-be-known.ts';
import { usedElsewhere } from './used-by.ts';

export interface ModelsDesk {
  readonly models: NodeModels;
  readonly shelf: FolderShelf;
  readonly hub: AskHub;
  readonly folder: string;
  readonly signal: AbortSignal;
  out(line: string): void;
}

/** Does what the command line asks for, and prints what came of it; answers whether all is well. Throws FaultError and UsageError. */
export async function runModels(options: ModelsOptions, desk: ModelsDesk): Promise<boolean> {
  const { models, out } = desk;
  if (options.command !== 'add' && options.target !== undefined) await mustBeKnown(options.command, options.target, desk);
  const say = (object: object, lines: readonly string[]) => {
    if (options.json) out(JSON.stringify(object));
    else if (!options.quiet) lines.forEach((line) => out(line));
  };
  if (options.command === 'list') {
    const here = await models.list();
    say({ folder: desk.folder, catalogue: models.catalogue, here }, listing(models.catalogue, here, desk.folder));
    return true;
  }
  if (options.command === 'verify') return verify(options, desk, say);
  if (options.command === 'remove') {
    const id = nameFor(options.target!);
    await models.remove(id);
    say({ removed: id }, [`${id} was removed.`]);
    return true;
  }
  if (options.command === 'update' && options.target === undefined) {
    const found = await newerVersions(desk);
    say({ updates: found }, found.length === 0 ? ['No model here has a newer version.'] : found.map(({ id, update }) => `${id}: ${updateLine(update)}`));
    return true;
  }
  const model = options.command === 'fetch' ? await fetchNamed(options, desk) : options.command === 'update' ? await update(options, desk) : await add(options, desk);
  const bytes = model.files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
  const entry = models.catalogue.find(({ id }) => id === model.id);
  const elsewhere = entry && usedElsewhere(entry);
  say(
    { model, folder: desk.shelf.folderOf(model.id), bytes },
    [`${model.id}: ${counted(model.files.length)}, ${size(bytes)}, verified, in ${desk.shelf.folderOf(model.id)}`, ...(elsewhere === undefined ? [] : [`In this version of Kinora: ${elsewhere}.`])],
  );
  return true;
}

async function fetchNamed(options: ModelsOptions, { models, signal }: ModelsDesk): Promise<KeptModel> {
  return withLine(options, (onProgress) => models.fetch(nameFor(options.target!), { variant: options.variant, accepts: options.accepts, signal, onProgress }));
}

function update(options: ModelsOptions, { models, signal }: ModelsDesk): Promise<KeptModel> {
  return withLine(options, (onProgress) => models.updates.update(nameFor(options.target!), { accepts: options.accepts, signal, onProgress }));
}

async function add(options: ModelsOptions, desk: ModelsDesk): Promise<KeptModel> {
  const origin = await originOf(options.target!);
  if (origin.kind === 'here') {
    const id = nameFor(options.name ?? path.basename(path.resolve(origin.place)));
    const { files, close } = await ownFiles(origin.place);
    try {
      const total = files.reduce((sum, file) => sum + file.bytes, 0);
      let done = 0;
      return await withLine(options, (onProgress) => {
        const onCopied = (bytes: number, file: string) => onProgress({ path: file, state: 'copying', done: (done += bytes), total });
        return addOwnFiles(desk.shelf, id, files, { accepts: options.accepts, onCopied });
      });
    } finally {
      await close();
    }
  }
  const { accepts } = options;
  const { signal } = desk;
  if (origin.kind === 'hub') {
    const id = nameFor(options.name ?? origin.source.repository);
    return withLine(options, (onProgress) => desk.models.add(id, origin.source, { accepts, signal, onProgress }));
  }
  refuseAddress('The address', origin.url);
  const id = nameFor(options.name ?? new URL(origin.url).pathname.split('/').at(-1)!);
  if (!accepts) throw new FaultError('model-licence-not-accepted', { model: id });
  // A person has named it, wherever it is.
  desk.hub.name(origin.url);
  const kept = await desk.shelf.get(id);
  if (kept) {
    if (!isSame(kept, origin.url, options.sha256)) throw new FaultError('option-invalid', { option: '--name', given: id, allowed: 'a name that no model here has' });
    return withLine(options, (onProgress) => desk.models.fetch(id, { accepts, signal, onProgress }));
  }
  const now = Date.now();
  const planned = planAddress(id, origin.url, options.sha256, now);
  const model: KeptModel = { ...planned, accepted: accept(planned.licence, now) };
  await desk.shelf.put(model);
  return withLine(options, (onProgress) => desk.models.fetch(id, { signal, onProgress }));
}

/** Whether a model that is here is the one that is to be added: then it is gone on with. */
function isSame(kept: KeptModel, url: string, sha256: string | undefined): boolean {
  const [file] = kept.files;
  const digest = file?.digest && 'sha256' in file.digest ? file.digest.sha256 : undefined;
  return kept.source === undefined && file?.url === url && digest === sha256;
}

function planAddress(id: ModelId, url: string, sha256: string | undefined, now: number): KeptModel {
  const file = decodeURIComponent(new URL(url).pathname.split('/').at(-1)!);
  const why = refuseFileName(file);
  if (why) throw unsafe(file, why);
  return { schema: 1, id, name: id, licence: UNKNOWN_LICENCE, paused: false, addedAt: now, files: [{ path: file, url, ...(sha256 !== undefined && { digest: { sha256: Sha256.parse(sha256) } }) }] };
}

async function verify(options: ModelsOptions, { models, signal }: ModelsDesk, say: (object: object, lines: readonly string[]) => void): Promise<boolean> {
  const ids = options.target === undefined ? (await models.list()).map(({ model }) => model.id) : [nameFor(options.target)];
  const found = [];
  for (const id of ids) {
    const { total = 0 } = (await models.standing(id)) ?? {};
    let done = 0;
    const files = await withLine(options, (onProgress) => models.verify(id, { signal, onRead: (bytes) => onProgress({ path: id, state: 'verifying', done: (done += bytes), total }) }));
    found.push({ id, files });
  }
  const broken = found.flatMap(({ id, files }) => files.flatMap(({ fault }) => (fault ? [`${id}: ${explainInLine(fault)}`] : [])));
  const whole = found.filter(({ files }) => files.every(({ fault }) => !fault)).map(({ id, files }) => `${id}: ${counted(files.length)} as it should be.`);
  say({ verified: found }, [...whole, ...broken, ...(found.length === 0 ? ['There are no models here.'] : [])]);
  return broken.length === 0;
}

async function withLine<Value>(options: ModelsOptions, work: (onProgress: (progress: FetchProgress) => void) => Promise<Value>): Promise<Value> {
  const line = new FetchLine(process.stderr, options.quiet);
  try {
    return await work((progress) => line.show(progress));
  } finally {
    line.clear();
  }
}

const counted = (files: number): string => (files === 1 ? '1 file' : `${files} files`);

const STATUS = { ready: 'here', paused: 'paused', failed: 'failed', incomplete: 'not whole', unfit: 'cannot be used' } as const;

const FOR: Readonly<Record<Purpose, string>> = { stills: 'stills', video: 'clips', language: 'stories and prompts', captions: 'descriptions of pictures', search: 'search by meaning', speech: 'words of a song', voice: 'narration', depth: 'depth of stills', 'cut-outs': 'cut-outs', lora: 'other models' };

/** What a model of a person's own is for, where that is known; files of other programs are theirs to know. */
function servesWords({ purpose, files }: KeptModel): string {
  if (purpose) return `; for ${FOR[purpose]}`;
  return files.some(({ path: file }) => file.endsWith('.onnx')) ? '; no step of Kinora knows its layout' : '';
}

function listing(catalogue: readonly CatalogueModel[], here: readonly ModelStanding[], folder: string): string[] {
  const standing = new Map(here.map((each) => [each.model.id, each]));
  const known = catalogue.map((model) => {
    const one = standing.get(model.id);
    const is = one ? `${STATUS[one.status]}, ${size(one.done)}` : `variants ${model.variants.map(({ id }) => id).join(', ')}`;
    const elsewhere = usedElsewhere(model);
    return [`  ${model.id.padEnd(26)} ${model.purpose.padEnd(9)} ${model.licence.name}`, is, ...(elsewhere === undefined ? [] : [elsewhere])].join('; ');
  });
  const own = here.filter(({ model }) => !catalogue.some(({ id }) => id === model.id)).map(({ model, status, done }) => `  ${model.id.padEnd(26)} ${STATUS[status]}, ${size(done)}${status === 'ready' ? servesWords(model) : ''}`);
  return [`Models are kept in ${folder}`, 'Can be fetched:', ...known, ...(own.length > 0 ? ['Added by you:', ...own] : [])];
}
