import { BlobReader, TextReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import { FaultError } from '#core/schema/fault.ts';
import type { Sink } from './backup/sink.ts';
import { reportingFaults } from './faults.ts';

/** A text or a file of a pack. */
export interface PackPart {
  readonly path: string;
  /** Asked for when it is its turn; undefined where the bytes are gone. Texts are packed, files go in as they are. */
  readonly content: string | (() => Promise<Blob | undefined>);
}

export interface PackOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly signal: AbortSignal;
  /** Gets the part that is done, 0 to 1. */
  readonly onProgress: (fraction: number) => void;
}

/** What was packed. */
export interface Packed {
  /** Of the whole file. */
  readonly bytes: number;
  /** Paths of what was gone and is not in it. */
  readonly missing: readonly string[];
}

/**
 * Writes a zip file, one part after the other, so that no more than one is held. Closes the sink at the
 * end, and aborts it when anything goes wrong. Throws FaultError `cancelled`, `no-room-on-disk` or
 * `output-not-writable`.
 */
export async function writePack(parts: readonly PackPart[], sink: Sink, { now, signal, onProgress }: PackOptions): Promise<Packed> {
  let bytes = 0;
  const missing: string[] = [];
  const out = new WritableStream<Uint8Array<ArrayBuffer>>({
    async write(chunk) {
      await sink.write(chunk);
      bytes += chunk.length;
    },
  });
  try {
    await reportingFaults(async () => {
      const zip = new ZipWriter(out, { useWebWorkers: false, lastModDate: new Date(now), signal });
      for (const [i, { path, content }] of parts.entries()) {
        signal.throwIfAborted();
        if (typeof content === 'string') await zip.add(path, new TextReader(content));
        else {
          const blob = await content();
          if (blob) await zip.add(path, new BlobReader(blob), { level: 0 });
          else missing.push(path);
        }
        onProgress((i + 1) / parts.length);
      }
      await zip.close();
      await sink.close();
    }, 'output-not-writable');
  } catch (error) {
    await sink.abort().catch(() => undefined);
    throw signal.aborted ? new FaultError('cancelled', {}, { cause: error }) : error;
  }
  return { bytes, missing };
}
