import type { GenerationResult } from '#core/domain/generate/engine.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { FinishedFile } from './lane.ts';

/** The bytes of one file and what they are. */
export interface MediaFile {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A clip or still as files: itself, its first frame, and all of it at a glance. */
export interface FilmFiles {
  readonly media: MediaFile;
  readonly poster: MediaFile;
  /** `frames` frames side by side. */
  readonly filmstrip: MediaFile & { readonly frames: number };
}

/** Turns frames into files; a file that is finished stays as it is, and gets its stills. */
export interface FilmMaker {
  make(result: GenerationResult | FinishedFile): Promise<Result<FilmFiles, Fault>>;
  dispose(): void;
}
