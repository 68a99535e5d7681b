import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import type { Page } from 'playwright';

/** A model of the fixtures as somebody would hand it in, packed in a folder of that name. */
async function zipped(tiny: string, name: string): Promise<Buffer> {
  const folder = fileURLToPath(new URL(`../fixtures/${tiny}`, import.meta.url));
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, level: 0 });
  for (const file of await readdir(folder, { recursive: true })) {
    if (/\.(onnx|bin|json)$/.test(file) && file !== 'expected.json') await writer.add(`${name}/${file}`, new Uint8ArrayReader(new Uint8Array(await readFile(path.join(folder, file)))));
  }
  return Buffer.from(await writer.close());
}

/** Takes a model of the fixtures in as one's own, by a zip; the page must be that of the models, and stays there. */
export async function addModel(page: Page, tiny: string, name: string): Promise<void> {
  const main = page.getByRole('main');
  await main.getByRole('button', { name: 'Add a model…' }).click();
  const adding = page.getByRole('dialog', { name: /^Add a model/ });
  await adding.getByLabel('A zip or file of a model').setInputFiles({ name: `${name}.zip`, mimeType: 'application/zip', buffer: await zipped(tiny, name) });
  await adding.getByRole('checkbox', { name: /^I know its licence/ }).check();
  await adding.getByRole('button', { name: 'Add', exact: true }).click();
  await adding.waitFor({ state: 'detached' });
  await main.getByText(name).first().waitFor();
}
