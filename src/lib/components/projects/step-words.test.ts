import { expect, it } from 'vitest';
import { setBrief } from '#core/document/commands/brief.ts';
import { createProject } from '#core/document/create-project.ts';
import { sampleOrigin } from '#core/document/sample-origin.ts';
import { FILM_STEPS } from '#core/domain/project/film-steps.ts';
import { TEMPLATES } from '#core/domain/templates/all.ts';
import { saidStep } from './step-words.ts';

it('says of each step what it has brought, and nothing of what has brought nothing', () => {
  const made = createProject({ name: 'Film' }, sampleOrigin());
  const planned = createProject({ name: 'Film', template: TEMPLATES.find(({ id }) => id === 'commercial')! }, sampleOrigin());
  if (!made.ok || !planned.ok) throw new Error('not made');
  expect(FILM_STEPS.map((step) => saidStep(step, made.value.project))).toEqual(['', '', '', '', '', '', '']);
  made.value.run(setBrief({ text: 'A boat', targetLength: 480 }));
  expect(saidStep('brief', made.value.project)).toBe('2 words · 0:20');
  const { project } = planned.value;
  expect([saidStep('board', project), saidStep('timeline', project)]).toEqual([`${project.scenes.length} scenes · 9 clips`, '0 of 9 clips made · 0:30']);
});
