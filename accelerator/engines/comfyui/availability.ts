import type { MissingFile } from '#core/schema/accelerator/offer.ts';
import type { LoraUse } from '#core/schema/lora-use.ts';
import type { NodeClass } from './answers.ts';
import type { ComfyClient } from './client.ts';
import { engineFault } from './faults.ts';
import type { ExpertLora } from './wan/wan-workflow.ts';
import { type FileNeed, sourceOf, type WanModel, type WanPart } from './wan/wan-models.ts';

/** Nodes that come with ComfyUI: one that is too old lacks them. */
const OWN_NODES = { folder: 'ComfyUI itself', source: 'https://github.com/comfyanonymous/ComfyUI' };

/** What a server has, asked for once each: for one look at it, not to be kept. */
export class Inventory {
  readonly #client: ComfyClient;
  readonly #classes = new Map<string, Promise<NodeClass | undefined>>();
  readonly #folders = new Map<string, Promise<readonly string[]>>();

  constructor(client: ComfyClient) {
    this.#client = client;
  }

  nodeClass(name: string): Promise<NodeClass | undefined> {
    return once(this.#classes, name, () => this.#client.nodeClass(name));
  }

  files(folder: string): Promise<readonly string[]> {
    return once(this.#folders, folder, () => this.#client.models(folder));
  }
}

function once<Value>(known: Map<string, Promise<Value>>, key: string, ask: () => Promise<Value>): Promise<Value> {
  const asked = known.get(key) ?? ask();
  known.set(key, asked);
  return asked;
}

/** The name without its folders, which are written with either slash. */
export const baseName = (file: string): string => file.split(/[\\/]/).at(-1) ?? file;

/** Which of a need's files are there, as the server names them, the best first. */
const findFiles = (need: FileNeed, files: readonly string[]): string[] => need.names.flatMap((name) => files.find((file) => baseName(file) === name) ?? []);

/** The files of each part of a model that a server has, the best first. */
export type WanFiles = Partial<Record<WanPart, readonly string[]>>;

/** Which of a model's files a server has, and what of files and nodes it lacks. */
export async function wanFilesOn(inventory: Inventory, model: WanModel, classes: readonly string[]): Promise<{ files: WanFiles; missing: MissingFile[] }> {
  const files: WanFiles = {};
  const missing: MissingFile[] = [];
  for (const [part, need] of Object.entries(model.files) as [WanPart, FileNeed][]) {
    const found = findFiles(need, await inventory.files(need.folder));
    if (found.length === 0) missing.push({ file: need.names[0], folder: need.folder, source: sourceOf(need) });
    else files[part] = found;
  }
  return { files, missing: [...missing, ...(await missingClasses(inventory, classes, OWN_NODES))] };
}

/** `where`: what brings them. */
export async function missingClasses(inventory: Inventory, classes: readonly string[], where: Omit<MissingFile, 'file'>): Promise<MissingFile[]> {
  const known = await Promise.all(classes.map((name) => inventory.nodeClass(name)));
  return classes.filter((_, index) => !known[index]).map((name) => ({ ...where, file: `${NODE}${name}` }));
}

const NODE = 'node ';

/** What is missing, in a sentence. */
export function missingWords(missing: readonly MissingFile[]): string {
  const isNode = ({ file }: MissingFile) => file.startsWith(NODE);
  const files = missing.filter((one) => !isNode(one)).map(({ file, folder }) => `${file} in its folder ${folder}`);
  const nodes = missing.filter(isNode).map(({ file }) => file.slice(NODE.length));
  return [
    ...(files.length > 0 ? [`It lacks ${files.join(', ')}`] : []),
    ...(nodes.length > 0 ? [`It does not know the ${nodes.length === 1 ? 'node' : 'nodes'} ${nodes.join(', ')}: update it, or install what brings ${nodes.length === 1 ? 'it' : 'them'}`] : []),
  ].join('. ');
}

const NOISE = /(high|low)(?=[_\- ]?noise|[_\-. ]|$)/i;
const withoutEnding = (name: string): string => baseName(name).replace(/\.safetensors$/i, '');

/**
 * The files of LoRAs by the names that a person knows them by. One that is known to be a pair has a name for each expert; any
 * other that was trained for each expert is two files whose names differ in “high” and “low”; the rest goes to both. Throws
 * FaultError `engine-refused` that names one that is not there.
 */
export function findLoras(uses: readonly LoraUse[], files: readonly string[]): ExpertLora[] {
  const named = (name: string) => files.find((file) => withoutEnding(file).toLowerCase() === withoutEnding(name).toLowerCase());
  const absent = (name: string) => engineFault('engine-refused', `It has no LoRA “${name}”: put ${withoutEnding(name)}.safetensors into its folder loras`);
  return uses.map(({ name, weight, low: other }) => {
    const whole = named(name);
    if (other) {
      const low = named(other.name);
      if (whole === undefined || low === undefined) throw absent(whole === undefined ? name : other.name);
      return { weight, high: whole, low };
    }
    const wanted = withoutEnding(name).toLowerCase();
    const pairOf = (noise: 'high' | 'low') =>
      files.find((file) => {
        const own = withoutEnding(file).toLowerCase();
        if (NOISE.exec(own)?.[1] !== noise) return false;
        return whole === undefined ? nameWithoutNoise(own) === wanted : own.replace(NOISE, '') === wanted.replace(NOISE, '');
      });
    const isOfPair = whole === undefined || NOISE.test(withoutEnding(whole));
    const [high, low] = isOfPair ? [pairOf('high'), pairOf('low')] : [whole, whole];
    if (high === undefined && low === undefined) throw absent(name);
    return { weight, ...(high !== undefined && { high }), ...(low !== undefined && { low }) };
  });
}

const nameWithoutNoise = (name: string): string => name.replace(/[_\- ]?(high|low)([_\- ]?noise)?/, '');
