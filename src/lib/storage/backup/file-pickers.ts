/*
 * Files and folders that a person picks. Chromium has these; TypeScript's library does not know them yet.
 */
type PermissionAnswer = 'granted' | 'denied' | 'prompt';

interface PermissionDescriptor {
  readonly mode: 'readwrite';
}

interface Pickers {
  showSaveFilePicker?(options: {
    suggestedName: string;
    types: { description: string; accept: Record<string, string[]> }[];
  }): Promise<FileSystemFileHandle & { remove?(): Promise<void> }>;
  showDirectoryPicker?(options: { id: string; mode: 'readwrite' }): Promise<FileSystemDirectoryHandle>;
}

interface AskableHandle {
  queryPermission?(descriptor: PermissionDescriptor): Promise<PermissionAnswer>;
  requestPermission?(descriptor: PermissionDescriptor): Promise<PermissionAnswer>;
}

const pickers = globalThis as Pickers;

/** Whether the browser lets a person pick a folder to write into. */
export const canPickFolders = (): boolean => pickers.showDirectoryPicker !== undefined;

/** Whether the browser lets a person say where a file goes. */
export const canPickFiles = (): boolean => pickers.showSaveFilePicker !== undefined;

/** The folder that a person picks, or undefined when they picked none. Needs a click. */
export function pickFolder(): Promise<FileSystemDirectoryHandle | undefined> {
  return orNone(() => pickers.showDirectoryPicker!({ id: 'kinora-backups', mode: 'readwrite' }));
}

/** A kind of file, as a picker names it. */
export interface FileKind {
  readonly description: string;
  readonly accept: Record<string, string[]>;
}

const BACKUP: FileKind = { description: 'Kinora backup', accept: { 'application/zip': ['.kinora'] } };

/** The file that a person picks to write into, or undefined when they picked none. Needs a click. */
export function pickFile(suggestedName: string, kind: FileKind = BACKUP) {
  const types = [{ ...kind }];
  return orNone(() => pickers.showSaveFilePicker!({ suggestedName, types }));
}

/** Whether the browser still lets the app write into a folder; `prompt`: it will ask again. */
export async function folderPermission(folder: FileSystemDirectoryHandle): Promise<PermissionAnswer> {
  return (await (folder as AskableHandle).queryPermission?.({ mode: 'readwrite' })) ?? 'granted';
}

/** Lets the browser ask again. Needs a click. */
export async function askFolderPermission(folder: FileSystemDirectoryHandle): Promise<boolean> {
  const answer = await (folder as AskableHandle).requestPermission?.({ mode: 'readwrite' });
  return (answer ?? 'granted') === 'granted';
}

async function orNone<Value>(pick: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await pick();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}
