import type { Canvas } from '@napi-rs/canvas';
import { Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import type { ComposedFrame } from '#core/film/export/compose-film.ts';
import { pictureName } from '#core/film/export/picture-name.ts';
import type { FilmOutput } from '#core/film/export/write-film.ts';
import type { NodePicture } from './node-surface.ts';

/** Writes a film's frames as PNG pictures into a zip file, one in memory at a time. */
export async function writePictures(composed: AsyncIterable<ComposedFrame<NodePicture>>, count: number, output: Pick<FilmOutput, 'write'>): Promise<void> {
  const sink = new WritableStream<Uint8Array<ArrayBuffer>>({ write: (bytes) => output.write(bytes) });
  // PNG is as small as it gets: a second compression would only take time.
  const zip = new ZipWriter(sink, { level: 0, useWebWorkers: false });
  let png: Uint8Array | undefined;
  for await (const { index, surface, isSame } of composed) {
    if (!png || !isSame) png = await (surface.picture as Canvas).encode('png');
    await zip.add(pictureName(index, count), new Uint8ArrayReader(png));
  }
  await zip.close();
}
