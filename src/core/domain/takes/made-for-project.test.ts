import { expect, it } from 'vitest';
import type { ClipId, ProjectId } from '../../schema/project-ids.ts';
import { costOf } from './made-for-project.ts';

const project = '0198a0c2-0000-7000-8000-000000000001' as ProjectId;
const clip = '0198a0c2-0000-7000-8000-000000000002' as ClipId;

it('sums up every stage of the takes that were made for the project, and of no others', () => {
  const takes = [
    { madeFor: { project, clip }, timings: { denoise: 1_000, decode: 500 } },
    { madeFor: { project, clip }, timings: { denoise: 250 } },
    { timings: { denoise: 9_999 } },
  ];
  expect(costOf(project, takes)).toEqual({ takes: 2, ms: 1_750, energy: undefined });
});

it('sums up the energy of the takes for which it was measured, also where that is none', () => {
  const made = { madeFor: { project, clip }, timings: {} };
  expect(costOf(project, [{ ...made, energy: 1.5 }, { ...made, energy: 0 }, made, { timings: {}, energy: 99 }]).energy).toEqual({ wattHours: 1.5, takes: 2 });
});
