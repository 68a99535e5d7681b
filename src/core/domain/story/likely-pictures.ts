import type { BriefPicture } from '../../schema/brief.ts';
import { readBrief } from './reading/read-brief.ts';
import type { StoryBrief } from './story-brief.ts';

/**
 * What pictures of a brief most likely show while nobody has said: the product, where its template or its words are of a
 * film that sells one; else a person, a place or a look that the film refers to. The pictures themselves do not count.
 */
export const likelyShows = (brief: StoryBrief): BriefPicture['shows'] =>
  readBrief({ ...brief, pictures: [] }).kind === 'product' ? 'product' : 'reference';
