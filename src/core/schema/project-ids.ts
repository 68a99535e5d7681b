import { z } from 'zod';

/** The id of a project; each branch has its own. */
export const ProjectId = z.uuid().brand<'ProjectId'>();
export type ProjectId = z.infer<typeof ProjectId>;

/** The id of a scene; each alternate has its own. */
export const SceneId = z.uuid().brand<'SceneId'>();
export type SceneId = z.infer<typeof SceneId>;

/** The id of a clip; each alternate has its own. */
export const ClipId = z.uuid().brand<'ClipId'>();
export type ClipId = z.infer<typeof ClipId>;

export const KeyframeId = z.uuid().brand<'KeyframeId'>();
export type KeyframeId = z.infer<typeof KeyframeId>;

export const CharacterId = z.uuid().brand<'CharacterId'>();
export type CharacterId = z.infer<typeof CharacterId>;

export const StyleId = z.uuid().brand<'StyleId'>();
export type StyleId = z.infer<typeof StyleId>;

export const PoolItemId = z.uuid().brand<'PoolItemId'>();
export type PoolItemId = z.infer<typeof PoolItemId>;

export const MarkerId = z.uuid().brand<'MarkerId'>();
export type MarkerId = z.infer<typeof MarkerId>;

export const NoteId = z.uuid().brand<'NoteId'>();
export type NoteId = z.infer<typeof NoteId>;

/** The id of a story; each proposal has its own. */
export const StoryId = z.uuid().brand<'StoryId'>();
export type StoryId = z.infer<typeof StoryId>;

export const TitleId = z.uuid().brand<'TitleId'>();
export type TitleId = z.infer<typeof TitleId>;

export const CaptionId = z.uuid().brand<'CaptionId'>();
export type CaptionId = z.infer<typeof CaptionId>;

export const NarrationId = z.uuid().brand<'NarrationId'>();
export type NarrationId = z.infer<typeof NarrationId>;

/** The id of a named version of a project. */
export const VersionId = z.uuid().brand<'VersionId'>();
export type VersionId = z.infer<typeof VersionId>;
