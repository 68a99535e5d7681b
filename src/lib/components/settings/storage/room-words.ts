import type { RoomUse } from '#lib/storage/room.ts';

/** What takes up room, as a person calls it, in the order it is shown. */
export const ROOM_PARTS: readonly { readonly part: keyof RoomUse; readonly label: string }[] = [
  { part: 'takes', label: 'Takes' },
  { part: 'bin', label: 'Bin' },
  { part: 'projects', label: 'Pictures and sounds of projects' },
  { part: 'pictures', label: 'Pictures of jobs and the form' },
  { part: 'loras', label: 'LoRAs of the library' },
  { part: 'models', label: 'The model that comes with Kinora' },
  { part: 'shelf', label: 'Your models' },
  { part: 'app', label: 'Kinora itself, for offline' },
  { part: 'records', label: "Records and the browser's own" },
  { part: 'aside', label: 'Media of what could not be read' },
  { part: 'films', label: 'Exported films' },
  { part: 'unreferenced', label: 'Left over, used by nothing' },
];
