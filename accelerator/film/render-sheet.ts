import type { FilmMix } from '#core/film/export/film-mix.ts';
import { takesSound } from '#core/film/export/film-order.ts';
import { mixFilm } from '#core/film/sound/mix-film.ts';
import type { FilmSheet, SoundPlan } from '#core/schema/film-sheet.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { Provider } from '../engines/onnx/provider.ts';
import { readSong } from './read-song.ts';
import { type RenderedFilm, renderFilm } from './render-film.ts';

export interface SheetOptions {
  /** Where a file of the film lies; undefined where it is not here. */
  readonly pathOf: (asset: Sha256) => string | undefined;
  /** The film's path without its ending, which the order decides. */
  readonly output: string;
  /** What computes the work on takes; the processor where absent. */
  readonly provider?: Provider | undefined;
  onProgress?(done: number, frames: number): void;
}

/** Hertz, and channels, of a film's sound. */
const SOUND = { sampleRate: 48_000, channels: 2 } as const;
/** Whoever wants it no more ends the process. */
const NEVER = { aborted: false };

/** Makes the film of a sheet into a file. Throws FaultError as `renderFilm` does. */
export async function renderSheet({ order, sound }: FilmSheet, { pathOf, output, provider, onProgress }: SheetOptions): Promise<RenderedFilm> {
  const { cut, format, ...wish } = order;
  return renderFilm({
    ...wish,
    cut,
    sources: pathOf,
    mix: takesSound(format) && sound.pieces.length > 0 ? mixOf(sound, pathOf) : undefined,
    output: `${output}.${format === 'png' ? 'zip' : format}`,
    provider,
    signal: NEVER,
    ...(onProgress && { onProgress }),
  });
}

function mixOf(plan: SoundPlan, pathOf: SheetOptions['pathOf']): FilmMix {
  const open = async ({ asset, name }: SoundPlan['pieces'][number]) => {
    const file = pathOf(asset);
    const opened = file === undefined ? undefined : await readSong(file, name);
    return opened?.ok ? opened.value : undefined;
  };
  return { ...SOUND, blocks: mixFilm(plan, open, SOUND) };
}
