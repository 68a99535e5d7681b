import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { AssistMade } from '#core/schema/accelerator/assist.ts';
import { FaultError } from '#core/schema/fault.ts';
import { type ChildModel, type Order, Report } from './assist-messages.ts';
import type { AnswerContext, Question } from './ports.ts';

const CHILD = fileURLToPath(new URL('./assist-child.ts', import.meta.url));
/** How long a cancelled process may take to obey before it is ended. Milliseconds. */
const GRACE_MS = 500;
/** How long one at work may say nothing before it is taken for hung. Milliseconds. */
const SILENCE_MS = 300_000;
/** How much of what it says on standard error is kept, in characters. */
const LAST_WORDS = 4_000;

interface Run {
  readonly number: number;
  readonly context: AnswerContext;
  settle(made: AssistMade | Error): void;
}

/** One child process with one model, from its parent's side: good for one question after the other until it dies, hangs, or obeys a cancel too late. */
export class AssistProcess {
  readonly model: ChildModel;
  /** Resolves once the process is gone, and its memory with it. */
  readonly gone: Promise<void>;
  readonly #child: ChildProcess;
  readonly #silenceMs: number;
  #alive = true;
  #lastWords = '';
  #runs = 0;
  #run: Run | undefined;
  #silence: NodeJS.Timeout | undefined;
  /** Whether it has said anything of the latest question: if not, it never began it. */
  #heard = false;

  constructor(model: ChildModel, silenceMs = SILENCE_MS) {
    this.model = model;
    this.#silenceMs = silenceMs;
    this.#child = fork(CHILD, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS)));
    this.#child.on('message', (message) => this.#hear(message));
    this.#child.on('error', (error) => this.#end(this.#died(error.message)));
    this.gone = new Promise((resolve) => {
      this.#child.on('close', (code, by) => {
        this.#end(this.#died(this.#lastWords.trim().split('\n').at(-1) || (by ? `It was ended by ${by}.` : `Exit code ${code}.`)));
        resolve();
      });
      // Without a process there is no end of it to be told.
      this.#child.on('error', () => this.#child.pid === undefined && resolve());
    });
    this.#tell({ kind: 'model', model });
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** The number of the process; undefined where it could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  get heard(): boolean {
    return this.#heard;
  }

  /** Throws FaultError: the model's own, `cancelled`, `timed-out` or `engine-died`. Rejects on a bug. */
  async answer(question: Question, context: AnswerContext): Promise<AssistMade> {
    this.#heard = false;
    if (!this.#alive) throw this.#died('It had ended before.');
    const number = this.#runs++;
    const { signal } = context;
    let ending: NodeJS.Timeout | undefined;
    const cancel = () => {
      this.#tell({ kind: 'cancel', run: number });
      ending = setTimeout(() => this.end(), GRACE_MS);
    };
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const made = await new Promise<AssistMade | Error>((settle) => {
        this.#run = { number, context, settle };
        this.#listenForLife();
        this.#tell(question.file ? { kind: 'file', run: number, ask: question.ask, file: question.file.path } : { kind: 'words', run: number, ask: question.ask });
      });
      if (signal.aborted) throw new FaultError('cancelled');
      if (made instanceof Error) throw made;
      return made;
    } finally {
      this.#run = undefined;
      clearTimeout(ending);
      clearTimeout(this.#silence);
      signal.removeEventListener('abort', cancel);
    }
  }

  /** Ends the process at once; what is at work resolves as cancelled. */
  end(): void {
    this.#end(new FaultError('cancelled'));
  }

  #end(outcome: Error): void {
    this.#alive = false;
    this.#child.kill('SIGKILL');
    this.#run?.settle(outcome);
  }

  #died(detail: string): FaultError {
    return new FaultError('engine-died', { engine: this.model.name, detail: detail.slice(0, 300) });
  }

  #hear(message: unknown): void {
    const { data: report } = Report.safeParse(message);
    if (!report) return this.#end(this.#died('It said something that cannot be understood.'));
    const run = this.#run;
    if (run?.number !== report.run) return;
    this.#heard = true;
    this.#listenForLife();
    if (report.kind === 'progress') run.context.onProgress(Math.max(0, Math.min(1, report.done)));
    else if (report.kind === 'made') run.settle(report.made);
    else if (report.kind === 'fault') run.settle(new FaultError(report.fault.reason, report.fault.facts));
    // After what nobody expected nobody knows what state it is in.
    else this.#end(new Error(report.message));
  }

  /** Begins to wait for the next sign of life. */
  #listenForLife(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#end(new FaultError('timed-out', { minutes: Math.round(this.#silenceMs / 60_000) })), this.#silenceMs);
  }

  #tell(order: Order): void {
    if (this.#child.connected) this.#child.send(order, undefined, undefined, () => undefined);
  }
}
