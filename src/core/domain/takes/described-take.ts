import type { Description } from '../../schema/description.ts';
import type { Take } from '../../schema/take.ts';

/** The take with what a model says of it; the very same take where a person has written it: their words win. */
export function describedBy(take: Take, description: Description): Take {
  return isOwnWords(take) ? take : { ...take, description };
}

/** Whether a person has written what it shows. */
export const isOwnWords = ({ description }: Pick<Take, 'description'>): boolean => description !== undefined && description.model === undefined;
