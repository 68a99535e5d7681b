import { expect, it, vi } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import { FakeLink } from '../../../../tests/contract/fake-link.ts';
import { LanguageState } from './language.svelte.ts';

const model = (name: string) => ({ id: `127.0.0.1:11434/${name}`, name, server: 'Ollama' });
const servers = [{ name: 'Ollama', address: '127.0.0.1:11434' }];

function state(languageModel = 'first') {
  const link = new FakeLink();
  link.answers.set('/language/models', { models: [model('small'), model('large')], servers });
  const settings = { read: vi.fn(), write: vi.fn(async () => {}) };
  const here = { models: vi.fn(async () => [{ id: 'browser/tiny', name: 'tiny', complete: async () => '' }]), dispose: vi.fn() };
  const openHere = vi.fn(async () => here);
  return { link, settings, here, openHere, language: new LanguageState(link, settings, { languageModel }, openHere) };
}

it('knows the models as long as the accelerator is there, and the first of them writes', async () => {
  const { link, language } = state();
  await vi.waitFor(() => expect(language.model?.name).toBe('small'));
  expect([language.models.length, language.servers.length, language.isLooking]).toEqual([2, 1, false]);
  link.go('away');
  expect([language.model, language.models, language.servers]).toEqual([undefined, [], []]);
  link.go('here');
  await vi.waitFor(() => expect(language.models).toHaveLength(2));
});

it('lets a person choose which one writes, or none, and keeps that', async () => {
  const { link, settings, language } = state('127.0.0.1:11434/large');
  await vi.waitFor(() => expect(language.model?.name).toBe('large'));
  language.wish = 'none';
  expect(language.model).toBeUndefined();
  expect(settings.write).toHaveBeenCalledWith({ languageModel: 'none' });
  language.follow({ languageModel: '127.0.0.1:11434/large' });
  link.answers.set('/language/models', { models: [model('small')], servers });
  await language.look();
  // No other takes its place unasked.
  expect(language.model).toBeUndefined();
});

it('says why nothing is known', async () => {
  const { link, language } = state();
  await vi.waitFor(() => expect(language.models).toHaveLength(2));
  link.answers.set('/language/models', { models: 'many' });
  await language.look();
  expect([language.models, language.fault?.reason]).toEqual([[], 'accelerator-away']);
});

it('has the models of this browser write where nobody else does, once somebody asks who writes', async () => {
  const { link, here, openHere, language } = state();
  await vi.waitFor(() => expect(language.models).toHaveLength(2));
  expect(openHere).not.toHaveBeenCalled();
  await language.lookHere();
  await language.lookHere();
  expect(openHere).toHaveBeenCalledTimes(1);
  expect(language.models.map(({ name, server }) => [name, server])).toEqual([['small', 'Ollama'], ['large', 'Ollama'], ['tiny', 'this browser']]);
  expect([language.model?.name, language.beside.length]).toEqual(['small', 2]);
  link.go('away');
  expect(language.model?.name).toBe('tiny');
  here.models.mockRejectedValueOnce(new FaultError('part-missing'));
  await language.lookHere();
  expect(language.model?.name).toBe('tiny');
  language.dispose();
  await vi.waitFor(() => expect(here.dispose).toHaveBeenCalledTimes(1));
});
