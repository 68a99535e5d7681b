export type Level = 'debug' | 'info' | 'warn' | 'error';

/** What sd-cli says: a bar that moved, or a line. */
export type Said =
  | { readonly kind: 'bar'; readonly step: number; readonly steps: number; /** Bytes of a file that is loaded, or anything that is counted. */ readonly of: 'bytes' | 'steps' }
  | { readonly kind: 'line'; readonly level: Level | undefined; readonly text: string };

/** Characters of a line that are kept; sd-cli itself cuts its lines at 4,096. */
const LONGEST = 4096;

const STEERING = /\u001b\[[0-9;?]*[A-Za-z]/g;
/** A bar ends with its speed: what ends elsewhere is not whole yet. */
const BAR = /^\s*\|[=># ]*\| (\d{1,9})\/(\d{1,9}) - (?:[\d.]+|-?inf|-?nan)(s\/it|it\/s|[MG]B\/s)/;
const TAGGED = /^\[(DEBUG|INFO|WARN|ERROR) *\] (?:\S+:\d+ +- )?(.*)$/s;

/**
 * Cuts what one of sd-cli's pipes brings into bars and lines. A bar is drawn over the one before (`\r` before it, a
 * line end only behind the last), so it is told as soon as it is whole; what is printed right behind it is a line.
 * Where the pipe cuts, and what bytes it brings, changes nothing.
 */
export class OutputReader {
  readonly #decoder = new TextDecoder();
  readonly #tell: (said: Said) => void;
  #segment = '';
  #barTold = false;

  constructor(tell: (said: Said) => void) {
    this.#tell = tell;
  }

  write(bytes: Uint8Array): void {
    this.#read(this.#decoder.decode(bytes, { stream: true }));
  }

  /** The pipe is closed: what is left is a line too. */
  end(): void {
    this.#read(this.#decoder.decode());
    this.#finish();
  }

  #read(text: string): void {
    let from = 0;
    for (const { index } of text.matchAll(/[\r\n]/g)) {
      this.#append(text, from, index);
      this.#finish();
      from = index + 1;
    }
    this.#append(text, from, text.length);
    this.#tellBar();
  }

  #append(text: string, from: number, to: number): void {
    const room = LONGEST - this.#segment.length;
    if (room > 0) this.#segment += text.slice(from, Math.min(to, from + room));
  }

  /** Tells the bar that the segment begins with, once; answers what stands behind it. */
  #tellBar(): string {
    const text = this.#segment.replace(STEERING, '');
    const bar = BAR.exec(text);
    if (!bar) return text;
    const [whole, step, steps, unit = ''] = bar;
    if (!this.#barTold && Number(steps) > 0) {
      this.#tell({ kind: 'bar', step: Number(step), steps: Number(steps), of: unit.endsWith('B/s') ? 'bytes' : 'steps' });
    }
    this.#barTold = true;
    return text.slice(whole.length);
  }

  #finish(): void {
    const text = this.#tellBar().trim();
    this.#segment = '';
    this.#barTold = false;
    if (text === '') return;
    const [, tag, words = ''] = TAGGED.exec(text) ?? [];
    this.#tell(tag === undefined ? { kind: 'line', level: undefined, text } : { kind: 'line', level: tag.toLowerCase() as Level, text: words.trim() });
  }
}
