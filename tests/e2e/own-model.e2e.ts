import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishedFiles } from '../../models/vite-plugin.ts';
import { generateButton, playing, ready, readyForOffline, setNumber, Site, TEST_MS } from './site.ts';

const MINI = fileURLToPath(new URL('../../models/kinora-mini', import.meta.url));

let site: Site;
beforeAll(async () => {
  site = await Site.open(4820);
});
afterAll(() => site.close());

/** Kinora Mini as somebody else's model, packed with its folder; `change` changes the bytes of a file. */
async function zipped(change: (file: string, bytes: Uint8Array) => Uint8Array = (_file, bytes) => bytes): Promise<Buffer> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, level: 0 });
  for (const file of publishedFiles(MINI)) {
    let bytes: Uint8Array = await readFile(path.join(MINI, file));
    if (file === 'manifest.json') {
      const manifest = JSON.parse(new TextDecoder().decode(bytes)) as object;
      bytes = new TextEncoder().encode(JSON.stringify({ ...manifest, id: 'paper-theatre', name: 'Paper Theatre', version: '7.0.0', license: { spdx: 'CC-BY-NC-4.0' } }));
    }
    await writer.add(`paper-theatre/${file}`, new Uint8ArrayReader(new Uint8Array(change(file, bytes))));
  }
  return Buffer.from(await writer.close());
}

const QWEN3 = fileURLToPath(new URL('../fixtures/tiny-qwen3', import.meta.url));

/** A model that writes, packed without its folder; without one of its files, or with a config that says something else. */
async function writerZip(left?: string, said: object = {}): Promise<Buffer> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, level: 0 });
  for (const file of ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'generation_config.json', 'onnx/model.onnx']) {
    if (file === left) continue;
    const bytes = await readFile(path.join(QWEN3, file));
    const changed = file === 'config.json' ? new TextEncoder().encode(JSON.stringify({ ...(JSON.parse(bytes.toString()) as object), ...said })) : new Uint8Array(bytes);
    await writer.add(file, new Uint8ArrayReader(changed));
  }
  return Buffer.from(await writer.close());
}

it('takes a model from a zip with no network, and makes a clip with it that names it and its licence', { timeout: TEST_MS }, async () => {
  const { context, page, outside } = await site.visitor();
  await page.goto(site.url);
  await ready(page);
  await readyForOffline(page);
  await context.setOffline(true);
  await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Models', exact: true }).click();
  const main = page.getByRole('main');
  const add = async (name: string, buffer: Buffer) => {
    await main.getByRole('button', { name: 'Add a model…' }).click();
    const dialog = page.getByRole('dialog', { name: /^Add a model/ });
    await dialog.getByLabel('A zip or file of a model').setInputFiles({ name, mimeType: 'application/zip', buffer });
    await dialog.getByRole('checkbox', { name: /^I know its licence/ }).check();
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    return dialog;
  };

  // One that no step could use is refused with what it lacks, or says wrongly, where it was handed in.
  for (const [zip, words] of [[await writerZip('tokenizer.json'), 'tokenizer.json is missing'], [await writerZip(undefined, { vocab_size: -4_000_000_000 }), 'vocab_size is -4000000000']] as const) {
    const unfit = await add('my-writer.zip', zip);
    await unfit.getByRole('alert').getByText(words).waitFor();
    await unfit.getByRole('button', { name: 'Cancel' }).click();
  }
  // One that can be used is named as what the step uses.
  const writes = await add('my-writer.zip', await writerZip());
  await writes.waitFor({ state: 'detached' });
  const step = main.getByRole('region', { name: 'Stories and prompts' });
  await step.getByText('Now: my-writer.').waitFor();
  // Whoever verifies it by keys stays where they were.
  const verify = step.getByRole('button', { name: 'Verify my-writer' });
  await verify.focus();
  await page.keyboard.press('Enter');
  await page.getByText('my-writer is as it should be.').first().waitFor({ state: 'attached' });
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Verify my-writer');

  // One that holds what can run is refused, and nothing of it stays.
  const pickled = await zipped((file, bytes) => (file.startsWith('vae_decoder') ? new Uint8Array([0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0]) : bytes));
  const refusing = await add('evil.zip', pickled);
  await refusing.getByRole('alert').getByText('A file of the model is not taken').waitFor();
  await refusing.getByRole('button', { name: 'Cancel' }).click();
  expect(await main.getByText('Paper Theatre').count()).toBe(0);

  const adding = await add('paper-theatre.zip', await zipped());
  await adding.waitFor({ state: 'detached' });
  await main.getByText('Paper Theatre').first().waitFor();

  await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Create', exact: true }).click();
  await page.getByRole('combobox', { name: 'Model' }).selectOption({ value: 'paper-theatre' });
  await setNumber(page, 'Steps, as a number', 2);
  await generateButton(page).click();
  await playing(page, 'Take 1');
  await page.goto(`${site.url}/gallery`);
  await page.getByRole('link', { name: /Take 1/ }).first().click();
  await page.getByText('paper-theatre 7.0.0 (CC-BY-NC-4.0)').first().waitFor();

  await page.goto(`${site.url}/settings`);
  await page.getByText('Your models').first().waitFor();
  expect(outside).toEqual([]);
  await context.close();
});
