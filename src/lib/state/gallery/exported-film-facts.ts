import { captionFiles } from '#core/film/export/caption-files.ts';
import { type FilmFacts, type FilmFormat, type FilmOrder, takesTrack } from '#core/film/export/film-order.ts';
import type { ExportedFilm } from '#core/schema/exported-film.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import { mediaFileName } from '../shell/file-name.ts';

/** The MIME type of each. */
export const FILM_TYPES: Readonly<Record<FilmFormat, string>> = { mp4: 'video/mp4', webm: 'video/webm', mov: 'video/quicktime', gif: 'image/gif', png: 'application/zip' };

/** What is kept beside a film that was made just now. */
export function exportedFilm(id: string, project: ProjectId, { cut, format, captions: wished }: FilmOrder, made: FilmFacts & { readonly bytes: number }): ExportedFilm {
  const { width, height, frames, rate, bytes, codecs, missing, flat } = made;
  const type = FILM_TYPES[format];
  const captions = wished === 'track' && takesTrack(format) ? captionFiles(cut) : undefined;
  return {
    ...{ id, project, type, bytes, width, height, frames, rate },
    name: mediaFileName(cut.name.trim() || 'film', type),
    video: codecs?.video ?? null,
    audio: codecs?.audio ?? null,
    missing: [...missing],
    ...(flat && { flat: [...flat] }),
    madeAt: Date.now(),
    ...(captions && { captions }),
  };
}
