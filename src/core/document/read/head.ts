import { z } from 'zod';
import { type Brief, Brief as BriefSchema, BRIEF_DEFAULTS, BriefPicture } from '../../schema/brief.ts';
import { Instant } from '../../schema/film-time.ts';
import { ProjectId } from '../../schema/project-ids.ts';
import { Fork } from '../../schema/project.ts';
import { ProjectSettings, SETTINGS_DEFAULTS } from '../../schema/project-settings.ts';
import { SongPlacement, SOUND_DEFAULTS } from '../../schema/sound.ts';
import { LAYOUT, type Entity } from '../layout.ts';
import { entriesIn, rawFields, readFields } from './rows.ts';
import { assetsInOrder } from './shelf-rows.ts';

const Head = z.object({
  layout: z.object({ major: z.int().min(1), minor: z.int().nonnegative() }),
  id: ProjectId,
  name: z.string(),
  createdAt: Instant,
  forkedFrom: Fork.nullable(),
});
export type Head = z.infer<typeof Head> & { settings: ProjectSettings };

const NIL = '00000000-0000-0000-0000-000000000000' as ProjectId;

/** What stands at the head of a document. One that is no project reads as a project with the nil id. */
export function readHead(entity: Entity): Head {
  const raw = rawFields(entity);
  const head = readFields(Head, { layout: LAYOUT, id: NIL, name: '', createdAt: 0, forkedFrom: null }, raw);
  return { ...head, settings: readFields(ProjectSettings, SETTINGS_DEFAULTS, raw) };
}

export const isProject = (head: Head): boolean => head.id !== NIL;

const BriefFields = BriefSchema.omit({ pictures: true });

export function readBrief(entity: Entity): Brief {
  const raw = rawFields(entity);
  const pictures = assetsInOrder(entriesIn(raw, 'pictures'), BriefPicture);
  return { ...readFields(BriefFields, BRIEF_DEFAULTS, raw), pictures };
}

export const readSound = (entity: Entity): SongPlacement => readFields(SongPlacement, SOUND_DEFAULTS, rawFields(entity));
