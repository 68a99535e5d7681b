import type { Precision } from '../../domain/models/graph-files.ts';
import type { TransformersLibrary } from './library.ts';
import type { RgbaPicture } from './picture-planes.ts';

export type ReadFile = (path: string) => Promise<Uint8Array>;

export interface LoadOptions {
  readonly dtype: Readonly<Record<string, Precision>>;
  readonly device: 'auto';
  readonly use_external_data_format: Readonly<Record<string, number>>;
  readonly session_options: Record<string, unknown>;
}

export interface CaptionTokenizer {
  (text: string, options?: { readonly add_special_tokens: boolean }): { readonly input_ids: unknown; readonly attention_mask: unknown };
  decode(ids: number[], options: { readonly skip_special_tokens: boolean }): string;
}

/** How models of one layout are loaded and asked, by the files beside their graphs. */
export interface CaptionLayout {
  /** Pixels that a picture has to have. */
  readonly size: { readonly width: number; readonly height: number };
  /** What of the outputs is read again with every word. */
  readonly held: readonly string[];
  load(library: TransformersLibrary, id: string, options: LoadOptions): Promise<unknown>;
  /** The question that is put beside a picture. */
  ask(tokenizer: CaptionTokenizer): { readonly input_ids: unknown; readonly attention_mask: unknown };
  /** The picture as the eye takes it. */
  show(library: TransformersLibrary, picture: RgbaPicture): Readonly<Record<string, unknown>>;
}
