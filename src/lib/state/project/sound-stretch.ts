import { toSeconds } from '#core/domain/timeline/frame-rate.ts';
import { duckingOf, fadeOf, gainAt, type GainPoint, spanOf } from '#core/film/sound/envelope.ts';
import type { SoundPiece, SoundPlan } from '#core/film/sound/sound-plan.ts';
import type { Sounding, SongFile } from '#lib/engine/browser/song-file.ts';

/** Sound that stands still for so long, as where there is no way to the loudspeakers, holds the picture up no more. Milliseconds. */
const STALL_MS = 2_000;
/** The first piece is due so long after it was decoded, and so much is decoded ahead. Seconds. */
const LEAD = 0.05;
const AHEAD = 1;

/** A piece of the film's sound with its open file. */
export interface OpenPiece {
  readonly piece: SoundPiece;
  readonly file: SongFile;
}

/** One piece within a stretch. Seconds of the film but for `inFile`. */
interface Voice {
  readonly begin: number;
  readonly end: number;
  /** The moment of the file that lies at the film's beginning. */
  readonly inFile: number;
  readonly pieces: AsyncGenerator<Sounding, void, unknown>;
  readonly gains: readonly (readonly GainPoint[])[];
}

/** A stretch of the film that sounds or is about to: from one of its seconds to another. */
export class SoundStretch {
  readonly #plan: SoundPlan;
  readonly #from: number;
  readonly #until: number;
  readonly #stop = new AbortController();
  /** What was sent to the loudspeakers and has not ended. */
  readonly #sounding = new Set<AudioBufferSourceNode>();
  #context: AudioContext | undefined;
  /** When `from` is heard, on the clock of the audio context; undefined until the first piece is there. */
  #at: number | undefined;
  /** The second that was heard last, and when that was on the clock of the page. */
  #heard: number;
  #heardAt = performance.now();

  constructor(plan: SoundPlan, from: number, until: number) {
    this.#plan = plan;
    this.#from = from;
    this.#until = until;
    this.#heard = from;
  }

  get until(): number {
    return this.#until;
  }

  get stopped(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Which second of the film is heard; `stalled` where the clock of the sound stands still, undefined where it does not run. */
  get position(): number | 'stalled' | undefined {
    const context = this.#context;
    if (this.#at !== undefined && context?.state !== 'running') return undefined;
    const heard = this.#at === undefined || !context ? this.#from : this.#from + Math.max(0, context.currentTime - (context.outputLatency || 0) - this.#at);
    const now = performance.now();
    if (heard > this.#heard) [this.#heard, this.#heardAt] = [heard, now];
    else if (now - this.#heardAt > STALL_MS) return 'stalled';
    return heard;
  }

  stop(): void {
    this.#stop.abort();
    for (const source of this.#sounding) source.stop();
  }

  /** Sends what sounds to the loudspeakers. Resolves when all was sent; `onbroken` hears of pieces that break off. */
  async play(context: AudioContext, output: AudioNode, open: readonly OpenPiece[], onbroken: (piece: SoundPiece, error: unknown) => void): Promise<void> {
    this.#context = context;
    const voices = open.flatMap(({ piece, file }) => this.#voice(piece, file) ?? []);
    const pieceOf = new Map(voices.map(({ voice, piece }) => [voice, piece]));
    const soon = voices.filter(({ voice }) => voice.begin < this.#from + AHEAD);
    // All that begins with the stretch is decoded before its clock runs.
    const first = new Map(await Promise.all(soon.map(async ({ voice }) => [voice, await voice.pieces.next().catch((error: unknown) => ({ error }))] as const)));
    if (this.stopped) return;
    // Beyond its end a song is silent, and its clock goes on.
    this.#at = context.currentTime + (soon.length > 0 ? LEAD : 0);
    await Promise.all(
      voices.map(async ({ voice }) => {
        try {
          await this.#send(context, output, voice, first.get(voice));
        } catch (error) {
          if (!this.stopped) onbroken(pieceOf.get(voice)!, error);
        }
      }),
    );
  }

  #voice(piece: SoundPiece, file: SongFile): { voice: Voice; piece: SoundPiece } | undefined {
    const { start, end } = spanOf(piece, this.#plan, file.seconds);
    const [begin, until] = [Math.max(this.#from, start), Math.min(this.#until, end)];
    if (begin >= until) return undefined;
    const inFile = toSeconds(piece.from, this.#plan.rate) - start;
    const fade = fadeOf(piece, this.#plan, file.seconds);
    const gains = piece.kind === 'song' ? [fade, duckingOf(this.#plan)] : [fade];
    return { piece, voice: { begin, end: until, inFile, gains, pieces: file.pieces(begin + inFile, until + inFile) } };
  }

  async #send(context: AudioContext, output: AudioNode, voice: Voice, first: Awaited<ReturnType<Voice['pieces']['next']>> | { error: unknown } | undefined): Promise<void> {
    const { signal } = this.#stop;
    const input = voice.gains.reduceRight<AudioNode>((next, points) => this.#gain(context, points, next), output);
    if (!first) await this.#isDue(voice.begin, context, signal);
    for (let next = first ?? (signal.aborted ? undefined : await voice.pieces.next()); next; next = await voice.pieces.next()) {
      if ('error' in next) throw next.error;
      if (next.done || signal.aborted) break;
      this.#sound(context, next.value, voice, input);
      await this.#isDue(next.value.timestamp - voice.inFile, context, signal);
      if (signal.aborted) break;
    }
    if (signal.aborted) await voice.pieces.return();
  }

  /** Waits until a moment of the film is so near that it may be decoded. */
  async #isDue(moment: number, context: AudioContext, signal: AbortSignal): Promise<void> {
    for (;;) {
      const ahead = moment - this.#from - (context.currentTime - this.#at!);
      if (ahead <= AHEAD || signal.aborted) return;
      await pause((ahead - AHEAD / 2) * 1000, signal);
    }
  }

  #gain(context: AudioContext, points: readonly GainPoint[], next: AudioNode): AudioNode {
    const node = new GainNode(context, { gain: gainAt(points, this.#from) });
    node.gain.setValueAtTime(gainAt(points, this.#from), this.#at!);
    for (const { at, gain } of points) if (at > this.#from) node.gain.linearRampToValueAtTime(gain, this.#at! + at - this.#from);
    node.connect(next);
    return node;
  }

  /** Has one piece sound when it is due: of the first and the last one no more than the stretch has. */
  #sound(context: AudioContext, { buffer, timestamp }: Sounding, voice: Voice, input: AudioNode): void {
    const moment = timestamp - voice.inFile;
    const due = this.#at! + moment - this.#from;
    const late = Math.max(0, voice.begin - moment, context.currentTime - due);
    const length = Math.min(buffer.duration, voice.end - moment) - late;
    if (length <= 0) return;
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(input);
    source.start(due + late, late, length);
    this.#sounding.add(source);
    source.onended = () => this.#sounding.delete(source);
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
