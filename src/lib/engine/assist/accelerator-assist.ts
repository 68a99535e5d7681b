import type { Matte } from '#core/domain/cut-outs/matte.ts';
import type { Heard } from '#core/pipelines/transformers/listen.ts';
import { AssistLine, type AssistMade, type AssistModel, type AssistPurpose, type FileQuestion, readAssistOffer, type WordsQuestion } from '#core/schema/accelerator/assist.ts';
import { Problem } from '#core/schema/accelerator/problem.ts';
import { DEPTH_MAP_TYPE } from '#core/schema/clip-depth.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { AcceleratorLink } from '../remote/ports.ts';
import type { HearFileOptions } from './browser-speech.ts';
import type { ReadAloudOptions } from './browser-voice.ts';
import type { ModelThere } from './model-there.ts';
import { readLines } from './read-lines.ts';

type Line = Pick<AcceleratorLink, 'ask' | 'state'>;
type Model = Pick<ModelThere, 'there'>;
interface How {
  readonly signal?: AbortSignal | undefined;
  /** 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/** How long what it has is taken for known, and that it has nothing for a purpose: who waits for a model soon finds it. Milliseconds. */
const FRESH_MS = 10_000;
const NONE_FRESH_MS = 500;
/** How often one that has its hands full is asked again, and how long is waited before where it does not say. Milliseconds. */
const GOES = 4;
const WAIT_MS = 5_000;

const CANCELLED: Result<never, Fault> = fail({ reason: 'cancelled', facts: {} });

/** The models of a paired accelerator that describe, search, tell depth, hear, read aloud and cut out, asked over the line that is proved. */
export class AcceleratorAssist {
  readonly #line: Line;
  readonly #now: () => number;
  #offer: { readonly at: number; readonly of: string; readonly models: Promise<readonly AssistModel[]> } | undefined;

  constructor(line: Line, now: () => number = () => performance.now()) {
    this.#line = line;
    this.#now = now;
  }

  /** Those for one purpose that can be asked now; none where no accelerator is there, or it is of before it had any. */
  async models(purpose: AssistPurpose): Promise<readonly ModelThere[]> {
    const { state } = this.#line;
    if (state.kind !== 'connected') return [];
    const known = await this.#known(state.address, FRESH_MS);
    const models = known.some((model) => model.purpose === purpose) ? known : await this.#known(state.address, NONE_FRESH_MS);
    return models.filter((model) => model.purpose === purpose).map(({ id, version, name, paths, licence, revision }) => ({ id, there: id, version, name, paths, licence, ...(revision !== undefined && { revision }), on: state.name }));
  }

  async describe(model: Model, picture: Blob, signal?: AbortSignal): Promise<Result<string, Fault>> {
    const made = await this.#askAboutFile({ ask: 'describe', model: model.there }, picture, 'described', { signal });
    return made.ok ? ok(made.value.text) : made;
  }

  async matteOf(model: Model, picture: Blob, signal?: AbortSignal): Promise<Result<Matte, Fault>> {
    const made = await this.#askAboutFile({ ask: 'cut-out', model: model.there }, picture, 'cut-out', { signal });
    if (!made.ok) return made;
    const { width, height, matte } = made.value;
    const values = new Uint8Array(bytesOf(matte));
    return values.length === width * height ? ok({ width, height, values }) : fail({ reason: 'accelerator-too-new', facts: {} });
  }

  async gauge(model: Model, picture: Blob, signal?: AbortSignal): Promise<Result<Blob, Fault>> {
    const made = await this.#askAboutFile({ ask: 'gauge', model: model.there }, picture, 'gauged', { signal });
    return made.ok ? ok(new Blob([bytesOf(made.value.file)], { type: DEPTH_MAP_TYPE })) : made;
  }

  async ofPicture(model: Model, picture: Blob): Promise<Result<Float32Array, Fault>> {
    const made = await this.#askAboutFile({ ask: 'place', model: model.there }, picture, 'placed');
    return made.ok ? ok(Float32Array.from(made.value.direction)) : made;
  }

  async ofText(model: Model, text: string): Promise<Result<Float32Array, Fault>> {
    const made = await this.#askAboutWords({ ask: 'place', model: model.there, text }, 'placed');
    return made.ok ? ok(Float32Array.from(made.value.direction)) : made;
  }

  async hear(model: Model, file: Blob, name: string, { language, signal, onProgress }: HearFileOptions): Promise<Result<Heard, Fault>> {
    const question: FileQuestion = { ask: 'hear', model: model.there, name: name.slice(0, 200) || 'The recording', ...(language !== undefined && { language }) };
    const made = await this.#askAboutFile(question, file, 'heard', { signal, onProgress });
    return made.ok ? ok({ segments: made.value.segments, language: made.value.language }) : made;
  }

  async read(model: Model, text: string, { voice, accent, speed, signal, onProgress }: ReadAloudOptions): Promise<Result<{ readonly file: ArrayBuffer; readonly seconds: number }, Fault>> {
    const made = await this.#askAboutWords({ ask: 'read', model: model.there, text, voice, accent, speed }, 'spoken', { signal, onProgress });
    return made.ok ? ok({ file: bytesOf(made.value.file), seconds: made.value.seconds }) : made;
  }

  /** What the accelerator at an address has, as it was at most so long ago. */
  #known(of: string, freshMs: number): Promise<readonly AssistModel[]> {
    if (!this.#offer || this.#offer.of !== of || this.#now() - this.#offer.at > freshMs) this.#offer = { at: this.#now(), of, models: this.#look() };
    return this.#offer.models;
  }

  async #look(): Promise<readonly AssistModel[]> {
    const answer = await this.#line.ask('/assist/models');
    return readAssistOffer(answer.ok ? await answer.value.json().catch(() => undefined) : undefined);
  }

  #askAboutFile<Kind extends AssistMade['kind']>(question: FileQuestion, body: Blob, kind: Kind, how: How = {}) {
    const query = new URLSearchParams(Object.entries(question).filter((entry): entry is [string, string] => entry[1] !== undefined));
    return this.#ask(`/assist/files?${query.toString()}`, { body, headers: { 'Content-Type': 'application/octet-stream' } }, kind, how);
  }

  #askAboutWords<Kind extends AssistMade['kind']>(question: WordsQuestion, kind: Kind, how: How = {}) {
    return this.#ask('/assist/words', { body: JSON.stringify(question), headers: { 'Content-Type': 'application/json' } }, kind, how);
  }

  async #ask<Kind extends AssistMade['kind']>(path: string, init: RequestInit, kind: Kind, { signal, onProgress }: How): Promise<Result<Extract<AssistMade, { kind: Kind }>, Fault>> {
    for (let go = 1; ; go += 1) {
      if (signal?.aborted) return CANCELLED;
      const answer = await this.#line.ask(path, { ...init, method: 'POST', signal: signal ?? null });
      if (signal?.aborted) return CANCELLED;
      if (!answer.ok) return answer;
      if (answer.value.ok) {
        const made = await lastOf(answer.value, onProgress);
        if (signal?.aborted) return CANCELLED;
        if (!made.ok) return made;
        return made.value.kind === kind ? ok(made.value as Extract<AssistMade, { kind: Kind }>) : fail({ reason: 'accelerator-too-new', facts: {} });
      }
      const { status, headers } = answer.value;
      if (status !== 503 && status !== 429) return fail(await refusalIn(answer.value));
      if (go === GOES) return fail({ reason: 'accelerator-away', facts: {} });
      await pause(Number(headers.get('retry-after')) * 1_000 || WAIT_MS, signal);
    }
  }
}

/** What an answer came to in its last line. */
async function lastOf(answer: Response, onProgress?: (done: number) => void): Promise<Result<AssistMade, Fault>> {
  try {
    for await (const text of readLines(answer.body!)) {
      const line = AssistLine.parse(JSON.parse(text));
      if (line.kind === 'progress') onProgress?.(line.done);
      else return line.kind === 'fault' ? fail(line.fault) : ok(line);
    }
  } catch (error) {
    // It broke off, or speaks another language than it says.
    if (error instanceof FaultError) return fail(error.fault);
  }
  return fail({ reason: 'accelerator-away', facts: {} });
}

async function refusalIn(answer: Response): Promise<Fault> {
  const { data: problem } = Problem.safeParse(await answer.json().catch(() => undefined));
  if (problem?.fault) return problem.fault;
  return answer.status === 404 ? { reason: 'accelerator-too-old', facts: {} } : { reason: 'engine-refused', facts: { engine: 'The accelerator', ...(problem && { detail: problem.detail }) } };
}

function bytesOf(base64: string): ArrayBuffer {
  const text = atob(base64);
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0)).buffer;
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
