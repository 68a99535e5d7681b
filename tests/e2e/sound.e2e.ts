import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clickTrack } from '../fixtures/click-track.ts';
import { wav } from '../fixtures/wav.ts';
import { addModel } from './add-model.ts';
import { faults, flawless } from './faults.ts';
import { readyForOffline, Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4972);
});
afterAll(() => site.close());

/** On a busy machine a second of film takes longer. */
const PATIENT = { timeout: 15_000 };
const heard = (page: Page, words: string | RegExp) => page.getByRole('status').getByText(words).first().waitFor({ state: 'attached' });
const playhead = (page: Page) => page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuenow').then(Number);
const file = (name: string, mimeType: string, bytes: Uint8Array | string) => ({ name, mimeType, buffer: Buffer.from(bytes) });

/** A click track of 100 beats a minute whose first beat lies half a second in. */
function song() {
  const { samples, rate } = clickTrack({ tempo: 100, seconds: 40, meter: 4, offset: 0.5 });
  return file('clicks.wav', 'audio/wav', wav([samples], rate));
}

/** A low tone, in which the tiny model of Whisper's layout was taught to hear three lines. */
const tone = (seconds: number) => wav([Float32Array.from({ length: seconds * 16_000 }, (_, i) => 0.3 * Math.sin((2 * Math.PI * 220 * i) / 16_000))], 16_000);

const CAPTIONS = ['1', '00:00:01,000 --> 00:00:03,000', 'Over the harbour', '', '2', '00:00:09,000 --> 00:00:05,000', 'Backwards', '', '3', '00:00:04,000 --> 00:00:06,500', 'the lights go out', ''].join('\n');

async function newFilm(page: Page): Promise<void> {
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Harbour song');
  await page.getByText('Music video').first().click();
  await page.getByRole('textbox', { name: 'Name' }).press('Enter');
  await page.getByRole('link', { name: 'Sound', exact: true }).click();
  await page.getByRole('heading', { name: 'Narration' }).waitFor();
}

it('hears a song, cuts on its beats, takes captions in and plays, by keys alone and without a network', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await newFilm(page);
  await page.getByText('Choose a song first').waitFor();

  await page.getByLabel('Choose a song').setInputFiles(song());
  await page.getByText(/^100 beats a minute, 17 bars of 4/).waitFor();
  await heard(page, /^The song was listened to\. 100 beats a minute/);
  await expect.poll(() => page.locator('svg .wave').getAttribute('d'), { message: 'a waveform' }).toMatch(/^M/);
  // From bar to bar.
  const head = page.getByRole('slider', { name: 'Playhead' });
  await head.focus();
  await head.press('PageUp');
  await head.press('PageUp');
  await expect.poll(() => head.getAttribute('aria-valuetext')).toMatch(/^00:00:02:22, bar 2, beat 1/);
  await context.setOffline(true);

  // The preview says what will be, one press does it, one takes it back.
  const preview = page.getByText(/cuts? moves? by up to \d+ frames?/);
  const [, moved] = /(\d+) cuts? moves?/.exec((await preview.textContent())!)!;
  await page.getByRole('button', { name: 'Snap cuts to beats' }).press('Enter');
  await heard(page, new RegExp(`^${moved} cuts? on beats now`));
  await page.getByText(new RegExp(`^No cut moves: ${moved} on a beat already`)).waitFor();
  await page.keyboard.press('Control+z');
  await preview.waitFor();

  // Captions: the wrong one has its sentence, the rest is kept, written under the film and taken out again.
  await page.getByLabel('Import captions').setInputFiles(file('words.srt', 'application/x-subrip', CAPTIONS));
  await heard(page, '2 captions taken from “words.srt”, 1 line left out.');
  await page.getByText('Line 6: It ends at 00:00:05,000, which is not after its start at 00:00:09,000').waitFor();
  const words = page.getByRole('textbox', { name: 'Words from 00:00:04:00' });
  await words.fill('the lights come on');
  await words.press('Tab');
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as LRC' }).press('Enter')]);
  expect(await saved.createReadStream().then(async (stream) => Buffer.concat(await stream.toArray()).toString())).toBe('[00:01.000]Over the harbour\n[00:03.000]\n[00:04.000]the lights come on\n[00:06.500]\n');

  await head.focus();
  await head.press('Home');
  await page.keyboard.press('Space');
  await expect.poll(() => playhead(page), PATIENT).toBeGreaterThan(30);
  await page.keyboard.press('k');
  await page.locator('p.line').getByText('Over the harbour').waitFor();

  // All of it is there after a reload, and the waveform on the timeline too.
  await context.setOffline(false);
  await page.reload();
  await page.getByText(/^100 beats a minute/).first().waitFor();
  await expect.poll(() => page.getByRole('textbox', { name: 'Words from 00:00:04:00' }).inputValue()).toBe('the lights come on');
  await page.getByRole('link', { name: 'Timeline', exact: true }).first().click();
  await page.getByRole('treegrid', { name: 'Timeline' }).waitFor();
  await page.locator('svg .bars').waitFor({ state: 'attached' });
  expect(errors).toEqual([]);
  await context.close();
});

it('times lyrics by one key a line, and has narration under the song, with nothing that axe objects to', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor({ viewport: { width: 320, height: 9000 }, colorScheme: 'light' });
  await newFilm(page);
  expect(await faults(page), 'empty').toEqual([]);
  await page.getByLabel('Choose a song').setInputFiles(song());
  await page.getByText(/^100 beats a minute/).first().waitFor();
  await page.getByLabel('Import captions').setInputFiles(file('words.vtt', 'text/vtt', 'WEBVTT\n\n00:01.000 --> 00:02.000\nOver\n'));
  await page.getByLabel('Add a file').setInputFiles(song());
  await page.getByRole('textbox', { name: 'Name of the narration' }).waitFor();
  // Alt and an arrow move it.
  const begins = page.getByRole('textbox', { name: 'Begins at' });
  await begins.press('Alt+Shift+ArrowRight');
  await begins.press('Alt+ArrowRight');
  await expect.poll(() => begins.inputValue()).toBe('00:00:01:01');
  // A file that is no sound has its sentence, and nothing else happens.
  await page.getByLabel('Add a file').setInputFiles(file('words.mp3', 'audio/mpeg', 'These are words.'));
  await page.getByRole('alert').getByText('words.mp3 holds no sound that can be played here').waitFor({ state: 'attached' });
  await flawless(page, 'narrow');
  await page.setViewportSize({ width: 1440, height: 3000 });
  expect(await faults(page), 'wide').toEqual([]);

  await page.getByRole('link', { name: 'To the brief' }).click();
  await page.getByRole('textbox', { name: 'Lyrics' }).fill('Over the harbour\nthe lights go out');
  await page.getByRole('link', { name: 'Sound', exact: true }).first().click();
  await page.getByRole('button', { name: 'Begin at the playhead' }).press('Enter');
  const mark = page.getByRole('button', { name: /^Begins now: Over the harbour/ });
  await expect.poll(() => playhead(page), PATIENT).toBeGreaterThan(4);
  await mark.press('Space');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => playhead(page), PATIENT).toBeGreaterThan(20);
  await page.keyboard.press('Space');
  await heard(page, 'All lines have their times.');
  await page.getByRole('button', { name: 'Keep 2 captions' }).press('Enter');
  await heard(page, '2 captions kept.');
  expect(await page.getByRole('textbox', { name: /^Words from/ }).evaluateAll((fields) => fields.map((field) => (field as HTMLTextAreaElement).value))).toEqual(['Over the harbour', 'the lights go out']);
  await context.close();
});

it('has a model of this browser hear the words of a song, to be read and kept in one step that can be taken back, without a network', { timeout: TEST_MS }, async () => {
  const { context, page, outside } = await site.visitor({ viewport: { width: 320, height: 9000 }, colorScheme: 'light' });
  await newFilm(page);
  const film = page.url();
  await page.getByLabel('Choose a song').setInputFiles(file('night.wav', 'audio/wav', tone(8)));
  // Where no model is kept, the place says which would help.
  await page.getByText('A model for speech, such as Whisper').waitFor();
  await page.goto(`${site.url}/models`);
  await addModel(page, 'tiny-whisper', 'tiny-whisper');
  await page.goto(film);
  await page.getByRole('button', { name: 'Hear the words' }).waitFor();
  await flawless(page, 'to be heard');
  await readyForOffline(page);
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Hear the words' }).press('Enter');
  await heard(page, 'tiny-whisper wrote down 3 lines. Read them before you keep them.');
  await page.getByText('heard by tiny-whisper in English').waitFor();
  await flawless(page, 'heard');
  await page.getByRole('textbox', { name: 'Heard from 00:00:06:00' }).fill('Nobody rows home.');
  await page.getByRole('button', { name: 'Leave out “and the sea comes in.”' }).press('Enter');
  await page.getByRole('button', { name: 'Keep 2 captions' }).press('Enter');
  await heard(page, '2 captions heard by tiny-whisper kept. Undo takes them back.');
  const written = () => page.getByRole('textbox', { name: /^Words from/ }).evaluateAll((fields) => fields.map((one) => (one as HTMLTextAreaElement).value));
  expect(await written()).toEqual(['The light goes out,', 'Nobody rows home.']);
  await page.keyboard.press('Control+z');
  await expect.poll(written).toEqual([]);
  expect(outside).toEqual([]);
  await context.close();
});

it('has a model of this browser read a text aloud, to be heard and kept as narration in one step that can be taken back, without a network', { timeout: TEST_MS }, async () => {
  const { context, page, outside } = await site.visitor({ viewport: { width: 320, height: 9000 }, colorScheme: 'light' });
  await newFilm(page);
  const film = page.url();
  await page.getByText('A model for narration, such as Kokoro').getByRole('link', { name: 'Models' }).press('Enter');
  await page.goto(`${site.url}/models`);
  await addModel(page, 'tiny-kokoro', 'tiny-kokoro');
  await page.goto(film);
  const text = page.getByRole('textbox', { name: 'Text to read, in English' });
  await text.fill('Die Lampe ist aus und das Meer ist laut, sagt der Wind.');
  await page.getByText('These voices speak English only').waitFor();
  await text.fill('The lamps go out over the harbour at 9:30.');
  await readyForOffline(page);
  await context.setOffline(true);
  // What was typed is kept, and the place is there without a network.
  await page.reload();
  await expect.poll(() => text.inputValue()).toBe('The lamps go out over the harbour at 9:30.');
  await page.getByLabel('Voice').selectOption('High, British');
  await flawless(page, 'to be read');
  await page.getByRole('button', { name: 'Read it aloud' }).press('Enter');
  await heard(page, /^The text was read in \d+\.\d s\. Hear it before you keep it\.$/);
  await flawless(page, 'read');
  await page.getByRole('button', { name: 'Keep as narration' }).press('Enter');
  await heard(page, '“High: The lamps go out over” speaks from 00:00:00:00. Undo takes it back.');
  const said = page.getByRole('textbox', { name: 'What is said' });
  await expect.poll(() => said.inputValue()).toBe('The lamps go out over the harbour at 9:30.');
  await page.getByText('Read from text by tiny-kokoro, voice bm_high, at 100 %.').waitFor();
  await flawless(page, 'kept narration');
  await expect.poll(() => text.inputValue()).toBe('');
  await text.evaluate((field: HTMLElement) => field.blur());
  await page.keyboard.press('Control+z');
  await said.waitFor({ state: 'detached' });
  expect(outside).toEqual([]);
  await context.close();
});
