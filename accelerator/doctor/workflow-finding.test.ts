import { describe, expect, it } from 'vitest';
import { workflowFinding } from './workflow-finding.ts';

const mapping = { schema: 1 as const, slots: { prompt: [{ node: '6', input: 'text' }], seed: [{ node: '3', input: 'seed' }, { node: '4', input: 'noise_seed' }] }, output: '9' };

describe('a workflow in the doctor’s words', () => {
  it('says where a request goes, what has no place, and how to put it right', () => {
    const finding = workflowFinding({ file: 'film.json', model: 'comfyui/film', corrected: false, mapping, notFound: ['first', 'frameRate'] });
    expect(finding).toMatchObject({
      what: 'Workflow film.json',
      state: 'works',
      found: 'As inferred: prompt to text of node 6, seed to seed of node 3 and noise_seed of node 4; the result from node 9. No place for: first, frameRate.',
      allows: 'It is offered as the model comfyui/film.',
    });
    expect(finding.next).toContain('film.mapping.json');
    expect(JSON.parse(finding.next?.split(': ').slice(1).join(': ') ?? '')).toEqual(mapping);
  });

  it('says what a person has put right, and why one cannot be used', () => {
    const corrected = workflowFinding({ file: 'film.json', model: 'comfyui/film', corrected: true, mapping, notFound: [] });
    expect([corrected.found.startsWith('By film.mapping.json: prompt'), corrected.next]).toEqual([true, undefined]);
    expect(workflowFinding({ file: 'cut.json', corrected: false, notFound: [], problem: 'The file cannot be read as JSON.' })).toEqual({
      what: 'Workflow cut.json',
      state: 'missing',
      found: 'The file cannot be read as JSON.',
      allows: 'It cannot be used.',
    });
  });
});
