import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flawlessWideAndNarrow } from './faults.ts';
import { Site, TEST_MS } from './site.ts';

const RISO = fileURLToPath(new URL('../../models/kinora-mini/loras/riso.safetensors', import.meta.url));

let site: Site;
beforeAll(async () => {
  site = await Site.open(5371);
});
afterAll(() => site.close());

/** Drops files as a person does, from outside the page. */
async function drop(page: Page, files: readonly { readonly name: string; readonly bytes: Buffer }[]): Promise<void> {
  const held = await page.evaluateHandle(
    (all) => {
      const transfer = new DataTransfer();
      for (const { name, text } of all) transfer.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));
      return transfer;
    },
    files.map(({ name, bytes }) => ({ name, text: bytes.toString('base64') })),
  );
  for (const kind of ['dragenter', 'dragover', 'drop']) await page.getByRole('searchbox', { name: 'Search LoRAs' }).dispatchEvent(kind, { dataTransfer: held });
}

it('keeps LoRAs that are dropped, says what each is good for, and compares strengths side by side, by keys', { timeout: TEST_MS }, async () => {
  const { context, page, outside } = await site.visitor({ reducedMotion: 'reduce' });
  await page.goto(`${site.url}/models/loras`);
  await page.getByText('LoRAs are small files that teach a model').waitFor();
  await flawlessWideAndNarrow(page, 'no LoRA', 900);

  await drop(page, [
    { name: 'Paper.safetensors', bytes: await readFile(RISO) },
    { name: 'page.safetensors', bytes: Buffer.from('<!doctype html><title>Sign in</title>') },
    { name: 'old.ckpt', bytes: Buffer.from([0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0x2e]) },
  ]);
  const became = page.getByRole('region', { name: 'What became of the files' });
  await became.getByText('Paper.safetensors is in the library.').waitFor();
  await became.getByText(/is a web page/).waitFor();
  await became.getByText(/PyTorch/).waitFor();
  await flawlessWideAndNarrow(page, 'what became of files', 3000);
  await became.getByRole('button', { name: 'Dismiss' }).press('Enter');

  // From the search to what is found, and into it.
  const search = page.getByRole('searchbox', { name: 'Search LoRAs' });
  await search.fill('nothing like it');
  await page.getByText('No LoRA has these words.').waitFor();
  await search.fill('paper');
  await page.getByRole('list', { name: 'LoRAs', exact: true }).getByRole('button', { name: /^Paper/ }).waitFor();
  await search.press('ArrowDown');
  await page.keyboard.press('Enter');
  const detail = page.getByRole('complementary', { name: 'Details of Paper' });
  const verdict = detail.getByRole('region', { name: 'Which models can use it' });
  await verdict.getByRole('listitem').filter({ hasText: 'Kinora Mini' }).getByText('Can use it').waitFor({ state: 'attached' });
  for (const [field, words] of [['Trigger words', 'riso print'], ['Base model', 'Kinora Mini'], ['Licence', 'CC0-1.0']] as const) {
    await detail.getByLabel(field, { exact: true }).fill(words);
    await page.keyboard.press('Tab');
  }
  const weight = detail.getByRole('slider', { name: /^Weight/ });
  await weight.focus();
  await page.keyboard.press('ArrowLeft');
  expect(await detail.getByRole('spinbutton', { name: 'Weight of Paper, as a number' }).inputValue()).toBe('0.95');

  await detail.getByLabel('Strengths', { exact: true }).fill('0 and 9');
  await page.keyboard.press('Enter');
  await detail.getByText('Write two to four strengths').waitFor();
  await detail.getByLabel('Strengths', { exact: true }).fill('0, 1');
  await page.keyboard.press('Enter');
  const tried = detail.getByRole('list', { name: 'Strengths that were tried' });
  await expect.poll(() => tried.getByRole('img').count(), { timeout: TEST_MS / 2 }).toBe(2);
  const pictures = await tried.getByRole('img').evaluateAll((all) => Promise.all(all.map(async (one) => {
    const bytes = await (await fetch((one as HTMLImageElement).src)).arrayBuffer();
    return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].join();
  })));
  expect(new Set(pictures).size).toBe(2);
  await flawlessWideAndNarrow(page, 'strengths that were tried', 4500);
  await tried.getByRole('button', { name: /^Use this strength ?: 1$/ }).press('Enter');
  await expect.poll(() => detail.getByRole('spinbutton', { name: 'Weight of Paper, as a number' }).inputValue()).toBe('1');
  await detail.getByRole('button', { name: 'From a take…' }).press('Enter');
  await page.getByRole('dialog', { name: 'A picture from a take' }).getByRole('button').filter({ hasText: 'Take' }).first().press('Enter');
  await detail.getByRole('img', { name: 'What Paper looks like' }).waitFor();

  // All of it is there the next time, and what is put into the bin comes back from it.
  await page.reload();
  await page.getByRole('button', { name: /^Paper.*riso print/s }).press('Enter');
  expect(await detail.getByLabel('Licence', { exact: true }).inputValue()).toBe('CC0-1.0');
  await detail.getByRole('button', { name: 'Put it in the bin' }).press('Enter');
  await page.getByText('In the bin: 1').click();
  await page.getByRole('button', { name: 'Put Paper back' }).press('Enter');
  await page.getByRole('button', { name: /^Paper.*riso print/s }).waitFor();
  expect(outside).toEqual([]);
  await context.close();
});
