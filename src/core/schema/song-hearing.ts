import { z } from 'zod';

const Micros = z.int().nonnegative();
const Points = z.instanceof(Int8Array);

/** What was heard in a song, as it is kept: `core/domain/music/song-analysis.ts` says what each field means. */
export const SongHearing = z.object({
  length: Micros,
  tempo: z.number().positive().nullable(),
  beats: z.array(Micros),
  bars: z.array(Micros),
  meter: z.int().positive().nullable(),
  sections: z.array(z.object({ start: Micros, end: Micros, label: z.string(), energy: z.number() })),
  loudness: z.number().nullable(),
  peak: z.number().nonnegative(),
  waveform: z.object({ rate: z.number().positive(), levels: z.array(z.object({ samples: z.int().positive(), low: Points, high: Points })) }),
});
