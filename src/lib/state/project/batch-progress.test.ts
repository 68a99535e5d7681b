import { expect, it } from 'vitest';
import { JobId } from '#core/schema/ids.ts';
import { ClipId, KeyframeId, ProjectId } from '#core/schema/project-ids.ts';
import { someJob } from '../../../../tests/contract/samples.ts';
import { workByClip, workByKeyframe } from './batch-progress.ts';

const project = ProjectId.parse(crypto.randomUUID());
const [a, b] = [ClipId.parse(crypto.randomUUID()), ClipId.parse(crypto.randomUUID())];
const job = (state: Parameters<typeof someJob>[0], clip = a, of = project) => ({ ...someJob(state), madeFor: { project: of, clip } });

it('tells the work of one project by clip', () => {
  const [running, waiting, failed, other] = [job('running'), job('queued'), job('failed', b), job('queued')];
  const records = [running, waiting, failed, other, job('queued', a, ProjectId.parse(crypto.randomUUID())), someJob('queued')];
  const work = workByClip(records, project);
  expect([...work.keys()]).toEqual([a, b]);
  expect(work.get(a)).toEqual({ running, waiting: [waiting, other], failed: [] });
  expect(work.get(b)).toEqual({ running: undefined, waiting: [], failed: [failed] });
});

it('forgets what is done or was cancelled', () => {
  const done = { ...job('queued'), job: { ...someJob('queued').job, state: 'cancelled' as const, id: JobId.parse(crypto.randomUUID()) } };
  expect(workByClip([done as never], project).size).toBe(0);
});

it('tells the work on keyframes by keyframe, and not on their clip', () => {
  const keyframe = KeyframeId.parse(crypto.randomUUID());
  const still = { ...someJob('running'), madeFor: { project, clip: a, keyframe } };
  expect(workByClip([still], project).size).toBe(0);
  expect([...workByKeyframe([still, job('queued')], project)]).toEqual([[keyframe, { running: still, waiting: [], failed: [] }]]);
});
