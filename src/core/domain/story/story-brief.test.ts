import { expect, it } from 'vitest';
import { BRIEF_DEFAULTS } from '../../schema/brief.ts';
import { SETTINGS_DEFAULTS } from '../../schema/project-settings.ts';
import { TEMPLATES } from '../templates/all.ts';
import { storyBriefOf, targetOf } from './story-brief.ts';
import { writeStories } from './write-stories.ts';

it('lets stories follow the template that a person chose: what they are, and how long', () => {
  const brief = { ...BRIEF_DEFAULTS, text: 'A red balloon drifts over a city at dawn.' };
  const follow = (template: (typeof brief)['template']) => storyBriefOf({ brief: { ...brief, template }, settings: SETTINGS_DEFAULTS });
  const roles = (template: (typeof brief)['template']) => new Set(writeStories(follow(template), { count: 3, seed: 1 }).map(({ segments }) => segments.at(-1)!.role));
  expect(roles(null)).toEqual(new Set([null]));
  expect(roles('commercial')).toEqual(new Set(['call-to-action']));
  expect(TEMPLATES.map(({ id }) => targetOf(follow(id)))).toEqual(TEMPLATES.map(({ length }) => length));
});
