import { BlobReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import type { ComposedFrame } from '#core/film/export/compose-film.ts';
import { pictureName } from '#core/film/export/picture-name.ts';
import type { FilmOutput } from '#core/film/export/write-film.ts';
import type { BrowserPicture } from './film-surface.ts';

/** Writes a film's frames as PNG pictures into a zip file. */
export async function writePictures(composed: AsyncIterable<ComposedFrame<BrowserPicture>>, count: number, output: FilmOutput): Promise<void> {
  const sink = new WritableStream<Uint8Array<ArrayBuffer>>({ write: (bytes) => output.write(bytes) });
  // PNG is as small as it gets: a second compression would only take time.
  const zip = new ZipWriter(sink, { level: 0, useWebWorkers: false });
  let png: Blob | undefined;
  for await (const { index, surface, isSame } of composed) {
    if (!png || !isSame) png = await (surface.picture as OffscreenCanvas).convertToBlob({ type: 'image/png' });
    await zip.add(pictureName(index, count), new BlobReader(png));
  }
  await zip.close();
}
