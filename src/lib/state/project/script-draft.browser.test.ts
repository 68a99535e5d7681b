import { expect, it } from 'vitest';
import type { ProjectId } from '#core/schema/project-ids.ts';
import { ScriptDraft } from './script-draft.svelte.ts';

const ids = () => crypto.randomUUID() as ProjectId;

it('is there again after a reload, for its own project alone, until it is cleared', () => {
  const [one, other] = [ids(), ids()];
  const draft = new ScriptDraft(one);
  draft.write('INT. SEA', 'boat.fountain');
  draft.write('INT. SEA. NIGHT');
  const again = new ScriptDraft(one);
  expect([again.text, again.fileName, again.isKept]).toEqual(['INT. SEA. NIGHT', 'boat.fountain', true]);
  expect(new ScriptDraft(other).text).toBe('');
  again.write('');
  expect([new ScriptDraft(one).text, new ScriptDraft(one).fileName]).toEqual(['', '']);
});

it('stays in the tab, and says so, where the browser does not take it, and passes over what is no script', () => {
  const full = { getItem: () => '{"text":5}', removeItem: () => {}, setItem: () => { throw new DOMException('full', 'QuotaExceededError'); } };
  const draft = new ScriptDraft(ids(), full);
  expect(draft.text).toBe('');
  draft.write('A boat.');
  expect([draft.text, draft.isKept]).toEqual(['A boat.', false]);
});
