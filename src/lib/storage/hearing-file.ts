import type { SongAnalysis } from '#core/domain/music/song-analysis.ts';
import { SongHearing } from '#core/schema/song-hearing.ts';

/** Another number than the analysis has now: what was heard is to be heard anew. */
const VERSION = 1;

/** What was heard in a song as bytes: a line of JSON, then the points of the outline, lows and highs of each zoom. */
export function writeHearing({ waveform, ...heard }: SongAnalysis): Blob {
  const levels = waveform.levels.map(({ samples, low }) => ({ samples, points: low.length }));
  const head = JSON.stringify({ version: VERSION, ...heard, waveform: { rate: waveform.rate, levels } });
  return new Blob([`${head}\n`, ...waveform.levels.flatMap(({ low, high }) => [low, high])]);
}

/** Undefined where it is another version's, cut off, or no hearing at all: the song is heard anew. */
export function readHearing(bytes: ArrayBuffer): SongAnalysis | undefined {
  const end = new Uint8Array(bytes).indexOf(10);
  try {
    const { version, waveform, ...heard } = JSON.parse(new TextDecoder().decode(bytes.slice(0, Math.max(0, end)))) as { version: unknown; waveform: { rate: number; levels: readonly { samples: number; points: number }[] } };
    if (version !== VERSION) return undefined;
    let at = end + 1;
    const next = (points: number): Int8Array<ArrayBuffer> => new Int8Array(bytes.slice(at, (at += points)));
    const levels = waveform.levels.map(({ samples, points }) => ({ samples, low: next(points), high: next(points) }));
    if (at !== bytes.byteLength) return undefined;
    return SongHearing.safeParse({ ...heard, waveform: { rate: waveform.rate, levels } }).data as SongAnalysis | undefined;
  } catch {
    return undefined;
  }
}
