import type { StoryId } from '../../schema/project-ids.ts';
import { NewStory, type Story, StoryContent, StorySegment } from '../../schema/story.ts';
import type { Edit } from '../edit.ts';
import type { Command } from '../project-document.ts';
import { type Changes, checkChanges, typedField } from './changes.ts';
import { done, notFound, refuse } from './done.ts';

/** Lets another story stand where this one stood, which goes into the bin. The others stay. */
export const rewriteStory =
  (id: StoryId, story: NewStory): Command<StoryId> =>
  (edit) => {
    const before = storyOf(edit, id);
    if (!before) return notFound('story');
    const checked = NewStory.safeParse(story);
    if (!checked.success) return refuse({ reason: 'value-invalid', field: 'story' });
    edit.set('stories', id, { removedAt: edit.now() });
    const written = edit.newId<StoryId>();
    edit.add('stories', written, { ...checked.data, createdAt: before.createdAt });
    return done(written, 'write another story instead');
  };

/** Changes one segment; typing on in one of its fields is one change. */
export const editSegment =
  (id: StoryId, index: number, changes: Changes<StorySegment>): Command<void> =>
  (edit) => {
    const story = storyOf(edit, id);
    const segment = story?.segments[index];
    if (!story || !segment) return notFound('story');
    const fields = checkChanges(StorySegment, changes);
    if (!fields.ok) return fields;
    return change(edit, story, { segments: story.segments.with(index, { ...segment, ...fields.value }) }, typedField('stories', `${id}/segments/${index}`, fields.value));
  };

/** Puts the segments into another order, leaves some out or adds some. */
export const setSegments = (id: StoryId, segments: readonly StorySegment[]): Command<void> => setList(id, { segments: [...segments] });

export const editKeyMoment =
  (id: StoryId, index: number, text: string): Command<void> =>
  (edit) => {
    const story = storyOf(edit, id);
    if (story?.keyMoments[index] === undefined) return notFound('story');
    return change(edit, story, { keyMoments: story.keyMoments.with(index, text) }, `stories/${id}/keyMoments/${index}`);
  };

export const setKeyMoments = (id: StoryId, keyMoments: readonly string[]): Command<void> => setList(id, { keyMoments: [...keyMoments] });

const setList =
  (id: StoryId, changes: Partial<StoryContent>): Command<void> =>
  (edit) => {
    const story = storyOf(edit, id);
    return story ? change(edit, story, changes) : notFound('story');
  };

function change(edit: Edit, { id }: Story, changes: Partial<StoryContent>, field?: string): ReturnType<Command<void>> {
  const fields = checkChanges(StoryContent, changes);
  if (!fields.ok) return fields;
  edit.set('stories', id, fields.value);
  return done(undefined, 'edit the story', field);
}

const storyOf = (edit: Edit, id: StoryId): Story | undefined => edit.project.stories.find((one) => one.id === id);
