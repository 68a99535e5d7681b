import { z } from 'zod';
import { FILM_LINES } from '#core/film/export/film-size.ts';
import { CaptionsAs, FilmFormat, FilmQuality, FilmVideoCodec } from '#core/schema/film-sheet.ts';
import { FrameRate } from '#core/schema/film-time.ts';
import { FrameMode } from '#core/schema/frame-model.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';

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

/** What was kept of a film; undefined where it is nothing, or no more what can be asked for. */
export function keptExportForm(marks: Pick<Storage, 'getItem'>, project: ProjectId): ExportForm | undefined {
  try {
    return ExportForm.safeParse(JSON.parse(marks.getItem(formMark(project)) ?? 'null')).data;
  } catch {
    return undefined;
  }
}

/** Where nothing fits any more it is chosen again next time. */
export function keepExportForm(marks: Pick<Storage, 'setItem'>, project: ProjectId, form: ExportForm): void {
  try {
    marks.setItem(formMark(project), JSON.stringify(form));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

const formMark = (project: ProjectId): string => `kinora-export-form ${project}`;
