import { z } from 'zod';
import { FILM_LINES } from '#core/film/export/film-size.ts';
import { CaptionsAs, FilmFormat, FilmQuality, FilmVideoCodec } from '#core/schema/film-sheet.ts';
import { FrameRate } from '#core/schema/film-time.ts';
import { FrameMode } from '#core/schema/frame-model.ts';

/** What a person chose for the export of a film; `video` and `rate` are absent where nobody has chosen one. */
export const ExportForm = z.object({
  format: FilmFormat,
  lines: z.int().refine((lines) => FILM_LINES.some((one) => one === lines)),
  quality: FilmQuality,
  captions: CaptionsAs,
  video: FilmVideoCodec.optional(),
  rate: FrameRate.optional(),
  enhance: z.array(FrameMode).max(2),
});
export type ExportForm = z.infer<typeof ExportForm>;

/** A form that was kept as text; undefined where it is nothing, or no more what can be asked for. */
export function readExportForm(text: string | null): ExportForm | undefined {
  try {
    return ExportForm.safeParse(JSON.parse(text ?? 'null')).data;
  } catch {
    return undefined;
  }
}
