import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { CancelSignal, GenerationResult, RunContext } from '#core/domain/generate/engine.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { type Order, Report, toResult } from './child-messages.ts';
import type { Provider } from './runtime.ts';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));

/** How often a run looks whether it should be cancelled, in milliseconds. */
const LOOK_MS = 25;

/** How much of what a child writes to standard error is kept to say why it died, in characters. */
const LAST_WORDS = 8_000;

export interface ChildOptions {
  readonly provider: Provider;
  /** The model's folder. */
  readonly folder: string;
  readonly version: string;
  /** How long a child at work may say nothing before it is taken for hung, in milliseconds. */
  readonly silenceMs: number;
  /** How long a cancelled child may take to obey before it is ended, in milliseconds. */
  readonly graceMs: number;
  readonly log: Logger;
}

/** A request, and where the files lie that it names by hash. */
export interface ChildRun {
  readonly request: GenerationRequest;
  readonly files: Map<Sha256, string>;
}

/** What a piece of work comes to: a clip, or nothing where a model was only to be loaded. */
type Outcome = Result<GenerationResult | undefined, Fault>;

interface Run {
  readonly number: number;
  readonly context: Pick<RunContext, 'signal'> & Partial<RunContext>;
  settle(outcome: Outcome | Error): void;
}

/**
 * One child process with one model, from its parent's side. It works on one run at a time, and is good until it
 * dies, hangs, obeys a cancel too late or breaks the protocol; `alive` says whether it still is.
 */
export class InferenceChild {
  readonly options: ChildOptions;
  /** Resolves once the process is gone, and its memory with it. */
  readonly gone: Promise<void>;
  readonly #process: ChildProcess;
  #alive = true;
  #lastWords = '';
  #runs = 0;
  #run: Run | undefined;
  #heard = false;
  #loaded = false;
  #silence: NodeJS.Timeout | undefined;

  constructor(options: ChildOptions) {
    this.options = options;
    const child = fork(CHILD, [options.provider, options.folder, options.version, String(process.pid)], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#process = child;
    options.log.debug({ pid: child.pid, folder: options.folder, provider: options.provider }, 'a child process was started');
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS);
    });
    child.on('message', (message) => this.#hear(message));
    // A message to a process that is just ending is lost; that it ended is told by itself.
    child.on('error', (error) => this.#lose(error.message));
    this.gone = new Promise((resolve) => {
      child.on('close', (code, signal) => {
        this.#lose(causeOfDeath(code, signal, this.#lastWords), diedOfMemory(this.#lastWords));
        resolve();
      });
      // Without a process there is no end of it to be told.
      child.on('error', () => child.pid === undefined && resolve());
    });
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** The number of the process; undefined where it could not be started. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Whether the child has said anything of the latest run: if not, it never began it. */
  get heard(): boolean {
    return this.#heard;
  }

  /** Whether it has its model in memory. */
  get loaded(): boolean {
    return this.#alive && this.#loaded;
  }

  /** Makes a clip; the model is opened first where that has not happened yet. Rejects on a bug. */
  async run({ request, files }: ChildRun, context: RunContext): Promise<Result<GenerationResult, Fault>> {
    const order = { kind: 'run', request, files, tiling: context.tiling ?? false, previews: context.onPreview !== undefined } as const;
    const outcome = await this.#work(context, (run) => ({ ...order, run }));
    if (!outcome.ok) return outcome;
    if (!outcome.value) throw new Error('a run ended without a clip');
    return ok(outcome.value);
  }

  /** Opens the model, where that has not happened yet. Rejects on a bug. */
  async load(signal: CancelSignal): Promise<Result<void, Fault>> {
    const outcome = await this.#work({ signal }, (run) => ({ kind: 'load', run }));
    return outcome.ok ? ok(undefined) : outcome;
  }

  async #work(context: Run['context'], order: (run: number) => Order): Promise<Outcome> {
    if (this.#run) throw new Error('a child works on one run at a time');
    this.#heard = false;
    if (!this.#alive) return fail(died('It had ended before.'));
    const number = this.#runs++;
    let cancelling: NodeJS.Timeout | undefined;
    const looking = setInterval(() => {
      if (!context.signal.aborted || cancelling) return;
      this.#tell({ kind: 'cancel', run: number });
      cancelling = setTimeout(() => this.end(), this.options.graceMs);
    }, LOOK_MS);
    try {
      const outcome = await new Promise<Outcome | Error>((settle) => {
        this.#run = { number, context, settle };
        this.#listenForLife();
        this.#tell(order(number));
      });
      if (outcome instanceof Error) throw outcome;
      return context.signal.aborted && !outcome.ok ? CANCELLED : outcome;
    } finally {
      this.#run = undefined;
      clearInterval(looking);
      clearTimeout(cancelling);
      clearTimeout(this.#silence);
    }
  }

  /** Ends the process at once; what is running resolves as cancelled. */
  end(): void {
    this.#end(CANCELLED);
  }

  #end(outcome: Outcome | Error): void {
    this.#alive = false;
    this.#process.kill('SIGKILL');
    this.#run?.settle(outcome);
  }

  #lose(detail: string, ofMemory = false): void {
    if (this.#run) this.options.log.warn({ pid: this.pid, detail }, 'a child process died at work');
    this.#end(fail(ofMemory ? { reason: 'out-of-memory', facts: { provider: this.options.provider } } : died(detail)));
  }

  #tell(order: Order): void {
    if (this.#process.connected) this.#process.send(order, undefined, undefined, () => undefined);
  }

  #hear(message: unknown): void {
    const parsed = Report.safeParse(message);
    if (!parsed.success) return this.#lose('It said something that cannot be understood.');
    const report = parsed.data;
    const run = this.#run;
    if (report.kind === 'ready' || run?.number !== report.run) return;
    this.#heard = true;
    this.#listenForLife();
    if (report.kind === 'loaded' || report.kind === 'made') this.#loaded = true;
    if (report.kind === 'progress') run.context.onProgress?.(report.progress);
    else if (report.kind === 'preview') run.context.onPreview?.(report.preview);
    else if (report.kind === 'loaded') run.settle(ok(undefined));
    else if (report.kind === 'made') run.settle(ok(toResult(report.made)));
    else if (report.kind === 'fault') run.settle(fail(report.fault));
    // After what nobody expected nobody knows what state it is in.
    else this.#end(new Error(report.message));
  }

  /** Begins to wait for the next sign of life. */
  #listenForLife(): void {
    clearTimeout(this.#silence);
    const { silenceMs, log } = this.options;
    this.#silence = setTimeout(() => {
      log.warn({ pid: this.pid, silenceMs }, 'a child process hangs and is ended');
      this.#end(fail({ reason: 'timed-out', facts: { minutes: Math.round(silenceMs / 60_000) } }));
    }, silenceMs);
  }
}

const CANCELLED: Outcome = fail({ reason: 'cancelled', facts: {} });

const died = (detail: string): Fault => ({ reason: 'engine-died', facts: { engine: 'ONNX Runtime', detail } });

/** A process that gets no memory for itself cannot tell it in good order any more. */
const diedOfMemory = (lastWords: string): boolean => /out ?of ?memory|bad_alloc|(failed to|cannot) allocate memory|allocation failed/i.test(lastWords);

/** The last line that says what went wrong; a stack of addresses says nothing to anybody. */
function causeOfDeath(code: number | null, signal: string | null, lastWords: string): string {
  const lines = lastWords.trim().split('\n').filter(Boolean);
  const line = lines.findLast((each) => /error|terminate called|what\(\)/i.test(each)) ?? lines.at(-1);
  if (line !== undefined) return line.slice(0, 300);
  if (signal === 'SIGKILL') return 'Something ended it from outside, as a system does that runs out of memory.';
  return signal === null ? `Exit code ${code}.` : `It was ended by ${signal}.`;
}
