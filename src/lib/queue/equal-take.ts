import { answersRequest } from '#core/domain/queue/answers-request.ts';
import type { Take } from '#core/schema/take.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import type { JobRecord } from '#lib/storage/records.ts';

/** A take that is what a job asks for already, with all its bytes; undefined where there is none, or the job wants a new one. */
export async function equalTake({ takes, blobs }: Pick<StudioStorage, 'takes' | 'blobs'>, { reuse, request, stepsDown }: JobRecord): Promise<Take | undefined> {
  // Steps down make another picture than was asked for.
  if (!reuse || stepsDown.length > 0) return undefined;
  const asked = { ...request, first: request.first?.sha256, last: request.last?.sha256 };
  for (const take of await takes.all()) {
    if (take.adjustments.length > 0 || !answersRequest(take.recipe, asked, reuse)) continue;
    const files = [take.media, take.poster, take.filmstrip].map(({ sha256 }) => blobs.has(sha256));
    if ((await Promise.all(files)).every(Boolean)) return take;
  }
  return undefined;
}
