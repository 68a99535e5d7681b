import { canPickFiles, type FileKind, pickFile } from './file-pickers.ts';
import { BlobSink, type Sink } from './sink.ts';

/** Where exports are built until the browser has copied them to where downloads go. */
const FOLDER = 'kinora-exports';
/** A download of that age is over. In milliseconds. */
const OVER_MS = 24 * 3_600_000;

/** A place for a file that a person saves. */
export interface SaveTarget {
  readonly sink: Sink;
  /** To be called once the sink is closed: hands over a file that was built out of sight. */
  deliver(): Promise<void>;
}

/**
 * Asks where a file is to go where the browser lets one say so, else builds it out of sight and hands it
 * over as a download. Undefined when the person closed the question. Needs a click.
 */
export async function openSaveTarget(name: string, kind?: FileKind): Promise<SaveTarget | undefined> {
  if (!canPickFiles()) return downloadTarget(name);
  const handle = await pickFile(name, kind);
  if (!handle) return undefined;
  // The picker has made an empty file already; what was there before it stays when writing fails.
  const isNew = (await handle.getFile()).size === 0;
  const file = await handle.createWritable();
  return {
    sink: {
      write: (bytes) => file.write(bytes),
      close: () => file.close(),
      async abort() {
        await file.abort();
        if (isNew) await handle.remove?.();
      },
    },
    async deliver() {},
  };
}

/** Deletes exports whose download is over. */
export async function clearOldExports(now: number = Date.now()): Promise<void> {
  const folder = await exportsFolder();
  for await (const [name, handle] of folder?.entries() ?? []) {
    const { lastModified } = await (handle as FileSystemFileHandle).getFile();
    if (now - lastModified > OVER_MS) await folder!.removeEntry(name).catch(() => undefined);
  }
}

async function downloadTarget(name: string): Promise<SaveTarget> {
  const folder = await exportsFolder();
  const handle = await folder?.getFileHandle(crypto.randomUUID(), { create: true }).catch(() => undefined);
  if (!folder || !handle?.createWritable) {
    const sink = new BlobSink();
    return { sink, deliver: async () => download(sink.blob, name) };
  }
  const file = await handle.createWritable();
  return {
    sink: {
      write: (bytes) => file.write(bytes),
      close: () => file.close(),
      async abort() {
        await file.abort();
        await folder.removeEntry(handle.name);
      },
    },
    deliver: async () => download(await handle.getFile(), name),
  };
}

function download(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), OVER_MS);
}

/** Undefined where the browser keeps nothing for this page. */
async function exportsFolder(): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    return await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
  } catch {
    return undefined;
  }
}
