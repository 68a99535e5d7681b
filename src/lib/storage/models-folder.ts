/** Where models lie in the private file system. */
export const MODELS_FOLDER = 'kinora-models';

/** Bytes of everything in it, also of what is only there in part; 0 where there is none. */
export async function bytesOfModels(folder = MODELS_FOLDER): Promise<number> {
  try {
    return await bytesIn(await (await navigator.storage.getDirectory()).getDirectoryHandle(folder));
  } catch (error) {
    if (error instanceof DOMException) return 0;
    throw error;
  }
}

async function bytesIn(folder: FileSystemDirectoryHandle): Promise<number> {
  let bytes = 0;
  for await (const entry of folder.values()) {
    // What is deleted while it is counted is gone.
    if (entry.kind === 'file') bytes += await (entry as FileSystemFileHandle).getFile().then(({ size }) => size, () => 0);
    else bytes += await bytesIn(entry as FileSystemDirectoryHandle);
  }
  return bytes;
}
