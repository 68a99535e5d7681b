import { describe, expect, it } from 'vitest';
import type { GenerationRequest } from '#core/schema/request.ts';
import { mediaOf } from '#lib/storage/media-of.ts';
import type { Origin, Queue } from '#lib/queue/events.ts';
import { someTake } from '../../../../tests/contract/samples.ts';
import { EnhancedTakes, whyNotEnhanced } from './enhanced-takes.ts';

function sent(): { queue: Pick<Queue, 'submit'>; jobs: { request: GenerationRequest; origin: Origin | undefined }[] } {
  const jobs: { request: GenerationRequest; origin: Origin | undefined }[] = [];
  return { jobs, queue: { submit: async (_id, request, origin) => void jobs.push({ request, origin }) } };
}

describe('takes that are made larger or smoother', () => {
  const take = someTake();
  const { width, height, frames, frameRate, prompt } = take.recipe;

  it('become jobs that name the file, the take they come from and where it stands', async () => {
    const { queue, jobs } = sent();
    const asked: unknown[] = [];
    const lanes: ConstructorParameters<typeof EnhancedTakes>[1] = {
      chooseForFrames(mode, workload) {
        asked.push([mode, workload.width, workload.frames]);
        return { lane: mode === 'upscale' ? 'remote' : 'browser', why: 'It is a test.' };
      },
    };
    const takes = new EnhancedTakes(queue, lanes);
    await takes.send(take, 'upscale');
    await takes.send(take, 'interpolate');
    expect(asked).toEqual([['upscale', width * 2, frames], ['interpolate', width, frames * 2]]);
    expect(jobs.map(({ request }) => [request.mode, request.width, request.height, request.frames, request.frameRate])).toEqual([
      ['upscale', width * 2, height * 2, frames, frameRate],
      ['interpolate', width, height, frames * 2, frameRate * 2],
    ]);
    for (const { request, origin } of jobs) {
      expect(request).toMatchObject({ prompt, source: take.media.sha256 });
      expect(origin).toMatchObject({ lane: request.mode === 'upscale' ? 'remote' : 'browser', variedFrom: take.id, madeFor: take.madeFor });
    }
  });

  it('keep the file that they work on as long as the job stands in line', () => {
    const request = { mode: 'upscale', source: take.media.sha256 };
    const named = mediaOf({ takes: [], jobs: [{ request }] as never, draft: undefined, projects: [] });
    expect(named.get(take.media.sha256)).toBe(true);
  });

  it('are refused with a reason where nothing good would come of it', () => {
    const with_ = (recipe: Partial<typeof take.recipe>, type = 'video/mp4') => ({ recipe: { ...take.recipe, ...recipe }, media: { ...take.media, type } });
    expect(whyNotEnhanced(with_({ width: 2048, height: 1152 }), 'upscale')).toBeUndefined();
    expect(whyNotEnhanced(with_({ width: 2050, height: 1152 }), 'upscale')).toContain('4096');
    expect(whyNotEnhanced(with_({ frameRate: 60 }), 'interpolate')).toBeUndefined();
    expect(whyNotEnhanced(with_({ frameRate: 61 }), 'interpolate')).toContain('120');
    expect(whyNotEnhanced(with_({}, 'image/png'), 'interpolate')).toContain('still');
    expect(whyNotEnhanced(with_({}, 'image/png'), 'upscale')).toBeUndefined();
  });
});
