import { expect, it } from 'vitest';
import { z } from 'zod';
import { StoryContent } from '../../schema/story.ts';
import { storiesSchema } from './stories-schema.ts';

it('says of stories what their schema says', () => {
  for (const count of [1, 3]) {
    expect(storiesSchema(count)).toEqual(z.toJSONSchema(z.object({ stories: z.array(StoryContent).min(count).max(count) }), { target: 'draft-7' }));
  }
});
