import * as Comlink from 'comlink';
import { BlobSource } from 'mediabunny';
import { chooseCodecs, type FilmCodecs, type FilmVideoCodec, videoCodecs } from '#core/film/export/film-codecs.ts';
import type { FilmMix } from '#core/film/export/film-mix.ts';
import { type FilmFacts, type FilmOrder, framesOf, sizeOf, takesSound } from '#core/film/export/film-order.ts';
import { writeFilm } from '#core/film/export/write-film.ts';
import { mixFilm } from '#core/film/sound/mix-film.ts';
import { openSound } from '#core/film/sound/open-sound.ts';
import type { SoundPlan } from '#core/film/sound/sound-plan.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { reportingFaults } from '#lib/storage/faults.ts';
import { haveAac } from './export/aac.ts';
import { browserFilmHost, type FindBlob, loadFonts } from './export/browser-film-host.ts';
import { ExportFile } from './export/export-file.ts';
import { type EnhancerFiles, openFilmEnhancer } from './export/film-enhancer.ts';
import { writePictures } from './export/picture-zip.ts';
import { type FfmpegFiles, ProResTrack } from './export/prores-track.ts';

export interface ExportFiles {
  /** Addresses of the faces of films, by their family. */
  readonly fonts: Readonly<Record<string, string>>;
  readonly ffmpeg: FfmpegFiles;
  /** For an order that says that something is to be done to takes. */
  readonly enhancer?: EnhancerFiles;
}

export interface ExportWork {
  readonly order: FilmOrder;
  readonly sound: SoundPlan;
  readonly files: ExportFiles;
  /** The file of the private file system that the film is written to. */
  readonly handle: FileSystemFileHandle;
}

/** What a film of an order is encoded with. */
export interface Encoding {
  /** Null where no codecs are to be chosen. */
  readonly codecs: FilmCodecs | null;
  /** All that this browser encodes the picture of the format with at this size, the most usual first. */
  readonly can: readonly FilmVideoCodec[];
}

const SAMPLE_RATE = 48_000;
const CHANNELS = 2;
/** The page ends this worker where work is cancelled, so nobody here needs to be asked. */
const NEVER = { aborted: false };
/** How often the page hears how far it is. Milliseconds. */
const TELL_EVERY = 100;

const api = {
  /** What this browser would encode a film with, or why it cannot. */
  async codecs(order: FilmOrder, withSound: boolean): Promise<Result<Encoding, Fault>> {
    const { format, rate, quality, video } = order;
    if (format === 'gif' || format === 'png') return ok({ codecs: null, can: [] });
    if (format === 'mov') return ok({ codecs: { container: 'mov', video: 'prores', audio: withSound ? 'pcm-s16' : null }, can: ['prores'] });
    const wish = { container: format, ...sizeOf(order), rate, quality, prefer: video, sound: withSound ? { sampleRate: SAMPLE_RATE, channels: CHANNELS } : undefined };
    if (format === 'mp4' && withSound) await haveAac();
    return asResult(async () => ({ codecs: await chooseCodecs(wish), can: await videoCodecs(wish) }));
  },

  /** Makes a film into a file. It is unfinished until this resolves well. */
  make: ({ order, sound, files, handle }: ExportWork, find: FindBlob, onProgress: (done: number, frames: number) => void): Promise<Result<FilmFacts & { readonly bytes: number }, Fault>> =>
    asResult(async () => {
      await loadFonts(files.fonts);
      if (order.format === 'mp4' && sound.pieces.length > 0) await haveAac();
      const enhancer = order.enhance && files.enhancer && (await openFilmEnhancer(order.enhance, files.enhancer));
      const output = await ExportFile.open(handle);
      let told = 0;
      try {
        const facts = await writeFilm(order, {
          host: browserFilmHost(find),
          enhancer,
          output,
          mix: takesSound(order.format) && sound.pieces.length > 0 ? mixOf(sound, find) : undefined,
          ways: {
            picture: async ({ format, rate }) => (format === 'mov' ? proRes(order, rate, sound, files.ffmpeg) : undefined),
            pictures: (composed, { count }) => writePictures(composed, count, output),
          },
          signal: NEVER,
          onProgress(done, frames) {
            const now = performance.now();
            if (done < frames && now - told < TELL_EVERY) return;
            told = now;
            onProgress(done, frames);
          },
        });
        output.close();
        return { ...facts, bytes: (await handle.getFile()).size };
      } catch (error) {
        output.close();
        throw error;
      }
    }),
};
export type ExportApi = typeof api;

async function proRes(order: FilmOrder, rate: FilmOrder['rate'], sound: SoundPlan, files: FfmpegFiles) {
  const track = await ProResTrack.open(files, sizeOf(order), framesOf({ ...order, rate }).rate);
  return { track, codecs: { container: 'mov', video: 'prores', audio: sound.pieces.length > 0 ? 'pcm-s16' : null } satisfies FilmCodecs };
}

function mixOf(plan: SoundPlan, find: FindBlob): FilmMix {
  const open = async ({ asset, type }: SoundPlan['pieces'][number]) => {
    const blob = await find(asset, type);
    return blob && openSound(new BlobSource(blob));
  };
  return { sampleRate: SAMPLE_RATE, channels: CHANNELS, blocks: mixFilm(plan, open, { sampleRate: SAMPLE_RATE, channels: CHANNELS }) };
}

async function asResult<Value>(work: () => Promise<Value>): Promise<Result<Value, Fault>> {
  try {
    return ok(await reportingFaults(work));
  } catch (error) {
    if (error instanceof FaultError) return fail(error.fault);
    // Some encoders fail only when frames arrive, although they said yes.
    if (error instanceof DOMException && ENCODER_ERRORS.includes(error.name)) return fail({ reason: 'encoder-unavailable', facts: {} });
    throw error;
  }
}

const ENCODER_ERRORS = ['EncodingError', 'OperationError', 'NotSupportedError'];

Comlink.expose(api);
