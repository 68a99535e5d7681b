import type { RoomUse } from '#lib/storage/room.ts';

interface RoomPart {
  /** As a person calls it. */
  readonly label: string;
  /** How much of the text's colour it is drawn in, in percent; `none` for what could go, which stands out. */
  readonly shade: number | 'none';
}

/** What takes up room, in the order it is shown; each kind has a colour of its own. */
export const ROOM_PARTS: Readonly<Record<keyof RoomUse, RoomPart>> = {
  takes: { label: 'Takes', shade: 100 },
  films: { label: 'Exported films', shade: 82 },
  bin: { label: 'Bin', shade: 69 },
  projects: { label: 'Pictures and sounds of projects', shade: 58 },
  pictures: { label: 'Pictures of jobs and the form', shade: 49 },
  loras: { label: 'LoRAs of the library', shade: 41 },
  models: { label: 'The model that comes with Kinora', shade: 34 },
  shelf: { label: 'Your models', shade: 28 },
  app: { label: 'Kinora itself, for offline', shade: 22 },
  records: { label: "Records and the browser's own", shade: 16 },
  aside: { label: 'Media of what could not be read', shade: 'none' },
  unreferenced: { label: 'Left over, used by nothing', shade: 'none' },
};
