import { describe, expect, it } from 'vitest';
import type { Progress } from '#core/schema/progress.ts';
import { type ComfyMessage, readMessage } from './messages.ts';
import { plannedSteps, PromptProgress } from './progress-of.ts';
import { PRIMITIVES, TEXT_TO_FILM } from './workflow/own-workflows.test-support.ts';

const message = (type: string, data: object): ComfyMessage => {
  const read = readMessage(JSON.stringify({ type, data }));
  if (!read) throw new Error(`not a message: ${type}`);
  return read;
};
const executing = (node: string) => message('executing', { node, display_node: node });
const progress = (node: string, value: number, max: number) => message('progress', { node, value, max });

function told(messages: readonly ComfyMessage[], workflow = TEXT_TO_FILM): string[] {
  const all: Progress[] = [];
  const reader = new PromptProgress(workflow, (one) => all.push(one));
  for (const one of messages) reader.hear(one);
  const fractions = all.map(({ fraction }) => fraction);
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  return all.map(({ stage, step, steps }) => `${stage} ${step}/${steps}`);
}

describe('the progress of a prompt', () => {
  it('counts the steps of both experts as one', () => {
    expect([...plannedSteps(TEXT_TO_FILM)]).toEqual([['30', 10], ['31', 10]]);
    expect([...plannedSteps(PRIMITIVES)]).toEqual([['30', 1]]);
    const messages = [executing('7'), executing('30'), progress('30', 1, 10), progress('30', 10, 10), executing('8'), executing('31'), progress('31', 5, 10), executing('40')];
    expect(told(messages)).toEqual(['load 0/1', 'denoise 0/20', 'denoise 1/20', 'denoise 10/20', 'load 0/1', 'denoise 15/20', 'denoise 20/20', 'decode 0/1']);
  });

  it('reads the states of all nodes as new servers tell them, and tells nothing twice', () => {
    const node = (value: number, max: number, state: string) => ({ value, max, state });
    const state = (nodes: object) => message('progress_state', { nodes });
    const messages = [state({ '30': node(3, 10, 'running') }), progress('30', 3, 10), state({ '30': node(10, 10, 'finished'), '31': node(0, 10, 'running') }), state({ '31': node(2, 10, 'running'), '30': node(10, 10, 'finished') })];
    expect(told(messages)).toEqual(['denoise 3/20', 'denoise 10/20', 'denoise 12/20']);
  });

  it('counts what the server had ready as done, and what was not heard', () => {
    expect(told([message('execution_cached', { nodes: ['30'] }), executing('31'), progress('31', 1, 10)])).toEqual(['denoise 10/20', 'denoise 11/20']);
    expect(told([executing('51')])).toEqual(['denoise 20/20', 'decode 0/1']);
  });

  it('goes by the parts of a step that a sampler counts otherwise', () => {
    expect(told([executing('30'), progress('30', 1, 4), progress('30', 4, 4)])).toEqual(['denoise 0/20', 'denoise 3/20', 'denoise 10/20']);
    expect(told([executing('99'), progress('99', 1, 4), progress('30', 0, 0)])).toEqual(['denoise 0/20']);
  });
});
