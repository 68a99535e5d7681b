import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Progress } from '#core/schema/progress.ts';
import { GenerationRequest } from '#core/schema/request.ts';
import { writeModels } from '../../../tests/stand-ins/sd-cli/model-files.ts';
import { SdcppEngine, type SdcppOptions } from './sdcpp-engine.ts';

export const STAND_IN = fileURLToPath(new URL('../../../tests/stand-ins/sd-cli/sd-cli.mjs', import.meta.url));

/** What the stand-in can be told. */
interface Wish {
  readonly fault?: string;
  readonly stepMs?: number;
  readonly devices?: string;
  readonly unknown?: readonly string[];
  readonly journal?: string;
}

interface Call {
  readonly pid: number;
  readonly keeper: number;
  readonly cwd: string;
  readonly args: string[];
}

/** Folders of a test, and engines over the stand-in in them. */
export class Bench {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'kinora-sdcpp-'));
  readonly models = path.join(this.folder, 'models');
  readonly scratch = path.join(this.folder, 'scratch');
  readonly journal = path.join(this.folder, 'journal');
  readonly #engines: SdcppEngine[] = [];

  constructor(models?: Parameters<typeof writeModels>[1]) {
    writeModels(this.models, models);
  }

  open(wish: Wish = {}, options: Partial<SdcppOptions> = {}): SdcppEngine {
    const KINORA_STAND_IN = JSON.stringify({ stepMs: 2, journal: this.journal, ...wish });
    const environment = { PATH: `${path.dirname(process.execPath)}${path.delimiter}/usr/bin:/bin`, KINORA_STAND_IN };
    const engine = new SdcppEngine({
      program: STAND_IN,
      models: [this.models],
      scratch: this.scratch,
      environment,
      media: { get: () => Promise.resolve(undefined) },
      log: { info() {}, warn() {} },
      ...options,
    });
    this.#engines.push(engine);
    return engine;
  }

  /** What the stand-in was called with to make a clip, the last call last. */
  calls(): Call[] {
    return this.#noted().filter(({ args }) => args[0] === '-M');
  }

  /** The processes that stand-ins have started. */
  children(): number[] {
    return this.#noted().flatMap(({ child }) => child ?? []);
  }

  #noted(): (Call & { readonly child?: number })[] {
    return existsSync(this.journal) ? readFileSync(this.journal, 'utf8').trim().split('\n').map((line) => JSON.parse(line)) : [];
  }

  /** What is left of jobs. */
  leftovers(): string[] {
    return readdirSync(this.scratch);
  }

  async close(): Promise<void> {
    await Promise.all(this.#engines.map((engine) => engine.dispose()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const request = (changes: Partial<GenerationRequest> = {}): GenerationRequest =>
  GenerationRequest.parse({
    ...{ mode: 't2v', prompt: 'a red balloon', seed: 11, width: 256, height: 256, frames: 5, frameRate: 8, steps: 4, guidance: 3.5 },
    ...changes,
  });

export const quiet = { signal: { aborted: false }, onProgress(_: Progress) {} };

/** A file of the media shelf, as far as an engine asks for it. */
export const keptFile = (sha256: GenerationRequestLora['asset'], bytes: Uint8Array) => ({
  sha256,
  bytes: bytes.length,
  type: 'application/octet-stream',
  read: () => Readable.from([bytes]),
});
type GenerationRequestLora = NonNullable<GenerationRequest['loras']>[number];

/** Waits until a process is gone; false where it stays: for so long that a busy machine is not the reason. */
export async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 400 && runs(pid); i += 1) await new Promise((resolve) => setTimeout(resolve, 25));
  return !runs(pid);
}

/** Whether a process runs: one that has ended but was not yet waited for does not. */
function runs(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
