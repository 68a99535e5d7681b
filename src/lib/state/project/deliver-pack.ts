import { writeCaptions } from '#core/domain/captions/write-captions.ts';
import { fileStem } from '#core/domain/words/file-stem.ts';
import type { DeliveredFilm } from '#core/film/interchange/delivered-film.ts';
import type { DeliveredMedia } from '#core/film/interchange/media-shelf.ts';
import { deliveryNotes, type EditorFormat } from '#core/film/interchange/delivery-notes.ts';
import { writeCsv } from '#core/film/interchange/write-csv.ts';
import { writeEdls } from '#core/film/interchange/write-edl.ts';
import { writeFcpxml } from '#core/film/interchange/write-fcpxml.ts';
import { writeOtio } from '#core/film/interchange/write-otio.ts';
import { writeXmeml } from '#core/film/interchange/write-xmeml.ts';
import type { PackPart } from '#lib/storage/pack.ts';

interface FormatFacts {
  readonly label: string;
  /** Who reads it. */
  readonly reads: string;
  readonly ending: string;
  /** What it has no place for. */
  readonly lacks: string;
}

export const EDITOR_FORMATS: Readonly<Record<EditorFormat, FormatFacts>> = {
  fcpxml: { label: 'FCPXML', reads: 'Final Cut Pro, DaVinci Resolve', ending: 'fcpxml', lacks: 'Takes and alternates become auditions. Titles, captions, markers and all sound go along.' },
  xmeml: { label: 'FCP7 XML', reads: 'Premiere Pro, DaVinci Resolve', ending: 'xml', lacks: 'Titles, markers and all sound go along; other takes do not. Captions lie beside it as a file.' },
  edl: { label: 'EDL', reads: 'Any editor, CMX 3600', ending: 'edl', lacks: 'Cuts, dissolves and wipes of the picture alone.' },
  otio: { label: 'OpenTimelineIO', reads: 'Resolve, and pipelines', ending: 'otio', lacks: 'Other takes become further media of a clip. Everything else goes along.' },
  csv: { label: 'Shot list', reads: 'Spreadsheets, CSV', ending: 'csv', lacks: 'One line a clip, with its words, times, handles and takes.' },
};

/** The files that hold the cut: a long EDL is several. */
export function cutFiles(film: DeliveredFilm, format: EditorFormat): { readonly path: string; readonly content: string }[] {
  const stem = fileStem(film.name, 'film');
  const { ending } = EDITOR_FORMATS[format];
  if (format !== 'edl') return [{ path: `${stem}.${ending}`, content: { fcpxml: writeFcpxml, xmeml: writeXmeml, otio: writeOtio, csv: writeCsv }[format](film) }];
  const lists = writeEdls(film);
  return lists.map((content, i) => ({ path: lists.length === 1 ? `${stem}.edl` : `${stem}-${i + 1}.edl`, content }));
}

/** All that goes into the zip: the cut, a word on how to open it, the captions as a file, and the media. */
export function packParts(film: DeliveredFilm, format: EditorFormat, open: (media: DeliveredMedia) => Promise<Blob | undefined>): PackPart[] {
  const captions = film.captions.length > 0 ? [{ path: `${fileStem(film.name, 'film')}.srt`, content: writeCaptions(film.captions, film.rate, 'srt') }] : [];
  const media = film.media.map((one) => ({ path: one.path, content: () => open(one) }));
  return [...cutFiles(film, format), { path: 'READ ME.txt', content: readMe(film, format) }, ...captions, ...media];
}

function readMe(film: DeliveredFilm, format: EditorFormat): string {
  const { label, reads } = EDITOR_FORMATS[format];
  const empty = film.clips.filter(({ shown, still }) => !shown && !still).map(({ slate }) => slate);
  const still = film.clips.filter((clip) => clip.still).map(({ slate }) => slate);
  const lines = [
    `${film.name}: ${label}, for ${reads}.`,
    'Unpack everything into one folder. The media lie beside the cut, in the folder “media”.',
    ...(format === 'xmeml' || format === 'edl' ? ['Where the editor asks for the media, show it that folder.'] : []),
    ...(still.length > 0 ? [`These clips have no take yet and are stills: ${still.join(', ')}.`] : []),
    ...(empty.length > 0 ? [`These clips have neither take nor still yet and are black: ${empty.join(', ')}.`] : []),
    ...deliveryNotes(film, format),
  ];
  return `${lines.join('\r\n')}\r\n`;
}
