import { type ChildProcess, fork } from 'node:child_process';
import type { Logger } from 'pino';
import type { CancelSignal } from '#core/domain/generate/engine.ts';
import type { Fault } from '#core/schema/fault.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { causeOfDeath, diedOfMemory } from './cause-of-death.ts';
import { type Protocol, Report, type Told } from './protocol.ts';

/** How often it is looked whether work should be cancelled. Milliseconds. */
const LOOK_MS = 25;
/** How much of what a process says on standard error is kept to say why it died, in characters. */
const LAST_WORDS = 8_000;

export interface WorkProcessOptions<Order, News, Made> {
  /** The file that is run: it calls `serveOrders` with the same protocol. */
  readonly program: URL;
  readonly protocol: Protocol<Order, News, Made>;
  /** What goes by its name in a fault: `The compositor`. */
  readonly engine: string;
  /** What computes in it, for a fault of memory. */
  readonly provider?: string;
  /** How long it may say nothing at work before it is taken for hung; for ever where absent. Milliseconds. */
  readonly silenceMs?: number;
  /** How long it may take to obey a cancel before it is ended. Milliseconds. */
  readonly graceMs: number;
  readonly log?: Logger | undefined;
}

export interface WorkContext<News> {
  readonly signal: CancelSignal;
  onNews?(news: News): void;
}

export const CANCELLED = fail<Fault>({ reason: 'cancelled', facts: {} });

interface Run<News, Made> {
  readonly number: number;
  readonly context: WorkContext<News>;
  settle(outcome: Result<Made, Fault> | Error): void;
}

/**
 * One child process from its parent's side: good for one order after the other until it dies, hangs, obeys a cancel too
 * late, breaks the protocol or meets a bug; `alive` says whether it still is.
 */
export class WorkProcess<Order, News, Made> {
  /** Resolves once the process is gone, and its memory with it. */
  readonly gone: Promise<void>;
  readonly #options: WorkProcessOptions<Order, News, Made>;
  readonly #child: ChildProcess;
  #alive = true;
  #lastWords = '';
  #runs = 0;
  #run: Run<News, Made> | undefined;
  #heard = false;
  #hasMade = false;
  #silence: NodeJS.Timeout | undefined;

  constructor(options: WorkProcessOptions<Order, News, Made>) {
    this.#options = options;
    const child = fork(options.program, [String(process.pid)], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.#child = child;
    options.log?.debug({ pid: child.pid, provider: options.provider }, 'a child process was started');
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS)));
    child.on('message', (message) => this.#hear(message));
    // A message to a process that is just ending is lost; that it ended is told by itself.
    child.on('error', (error) => this.#lose(error.message));
    this.gone = new Promise((resolve) => {
      child.on('close', (code, signal) => {
        const ending = { code, signal, lastWords: this.#lastWords };
        this.#lose(causeOfDeath(ending), diedOfMemory(ending));
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
    return this.#child.pid;
  }

  /** Whether it has said anything of the latest order: if not, it never began it. */
  get heard(): boolean {
    return this.#heard;
  }

  /** Whether it is alive and has carried out an order: what it needs for one is in memory. */
  get isReady(): boolean {
    return this.#alive && this.#hasMade;
  }

  /** Has one order carried out: `cancelled`, `timed-out`, `engine-died`, `out-of-memory`, or the fault that it met. Rejects on a bug. */
  async carryOut(order: Order, context: WorkContext<News>): Promise<Result<Made, Fault>> {
    if (this.#run) throw new Error('a process carries out one order at a time');
    this.#heard = false;
    if (!this.#alive) return this.#died('It had ended before.');
    const number = this.#runs++;
    let ending: NodeJS.Timeout | undefined;
    const looking = setInterval(() => {
      if (!context.signal.aborted || ending) return;
      this.#tell({ kind: 'cancel', run: number });
      ending = setTimeout(() => this.end(), this.#options.graceMs);
    }, LOOK_MS);
    try {
      const outcome = await new Promise<Result<Made, Fault> | Error>((settle) => {
        this.#run = { number, context, settle };
        this.#listenForLife();
        this.#tell({ kind: 'order', run: number, order });
      });
      if (outcome instanceof Error) throw outcome;
      return context.signal.aborted && !outcome.ok ? CANCELLED : outcome;
    } finally {
      this.#run = undefined;
      clearInterval(looking);
      clearTimeout(ending);
      clearTimeout(this.#silence);
    }
  }

  /** Ends the process at once; what is at work resolves as cancelled. */
  end(): void {
    this.#end(CANCELLED);
  }

  #end(outcome: Result<Made, Fault> | Error): void {
    this.#alive = false;
    this.#child.kill('SIGKILL');
    this.#run?.settle(outcome);
  }

  #lose(detail: string, ofMemory = false): void {
    const { provider, log } = this.#options;
    if (this.#run && this.#alive) log?.warn({ pid: this.pid, detail }, 'a child process died at work');
    this.#end(ofMemory ? fail({ reason: 'out-of-memory', facts: { ...(provider !== undefined && { provider }) } }) : this.#died(detail));
  }

  #died(detail: string): Result<Made, Fault> {
    return fail({ reason: 'engine-died', facts: { engine: this.#options.engine, detail } });
  }

  #tell(told: Told): void {
    if (this.#child.connected) this.#child.send(told, undefined, undefined, () => undefined);
  }

  #hear(message: unknown): void {
    const report = Report.safeParse(message).data;
    const run = this.#run;
    if (report && run?.number !== report.run) return;
    const { news, made } = this.#options.protocol;
    const said = report?.kind === 'news' ? news.safeParse(report.news) : report?.kind === 'made' ? made.safeParse(report.made) : undefined;
    if (!report || !run || said?.success === false) return this.#lose('It said something that cannot be understood.');
    this.#heard = true;
    this.#listenForLife();
    if (report.kind === 'news') run.context.onNews?.(said!.data as News);
    else if (report.kind === 'fault') run.settle(fail(report.fault));
    // After what nobody expected nobody knows what state it is in.
    else if (report.kind === 'bug') this.#end(new Error(report.message));
    else {
      this.#hasMade = true;
      run.settle(ok(said!.data as Made));
    }
  }

  /** Begins to wait for the next sign of life. */
  #listenForLife(): void {
    clearTimeout(this.#silence);
    const { silenceMs, log } = this.#options;
    if (silenceMs === undefined) return;
    this.#silence = setTimeout(() => {
      log?.warn({ pid: this.pid, silenceMs }, 'a child process hangs and is ended');
      this.#end(fail({ reason: 'timed-out', facts: { minutes: Math.round(silenceMs / 60_000) } }));
    }, silenceMs);
  }
}
