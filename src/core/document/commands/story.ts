import { NewStory, StoryContent } from '../../schema/story.ts';
import type { StoryId } from '../../schema/project-ids.ts';
import type { Edit } from '../edit.ts';
import type { Command } from '../project-document.ts';
import { type Changes, checkChanges, typedField } from './changes.ts';
import { done, notFound, refuse } from './done.ts';

export type { NewStory };

/** Keeps new proposals; those in `instead` go into the bin. */
export const addStories =
  (stories: readonly NewStory[], instead: readonly StoryId[] = []): Command<readonly StoryId[]> =>
  (edit) => {
    if (instead.some((id) => !isThere(edit, id))) return notFound('story');
    if (stories.some((story) => !NewStory.safeParse(story).success)) return refuse({ reason: 'value-invalid', field: 'story' });
    for (const id of instead) edit.set('stories', id, { removedAt: edit.now() });
    // In the order given, also where they are written in one millisecond.
    const last = edit.project.stories.reduce((latest, { createdAt }) => Math.max(latest, createdAt), 0);
    const from = Math.max(edit.now(), last + 1);
    const ids = stories.map((story, i) => {
      const id = edit.newId<StoryId>();
      edit.add('stories', id, { ...NewStory.parse(story), createdAt: from + i });
      return id;
    });
    return done(ids, stories.length === 1 ? 'write a story' : `write ${stories.length} stories`);
  };

export const editStory =
  (id: StoryId, changes: Changes<StoryContent>): Command<void> =>
  (edit) => {
    if (!isThere(edit, id)) return notFound('story');
    const fields = checkChanges(StoryContent, changes);
    if (!fields.ok) return fields;
    edit.set('stories', id, fields.value);
    return done(undefined, 'edit the story', typedField('stories', id, fields.value));
  };

/** Chooses the story that the film tells; null: none of them. */
export const chooseStory =
  (id: StoryId | null): Command<void> =>
  (edit) => {
    if (id !== null && !isThere(edit, id)) return notFound('story');
    edit.setSingle('brief', { story: id });
    return done(undefined, id === null ? 'choose no story' : 'choose a story');
  };

const isThere = (edit: Edit, id: StoryId): boolean => edit.project.stories.some((one) => one.id === id);
