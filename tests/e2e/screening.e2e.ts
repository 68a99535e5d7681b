import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putFilm } from '../fixtures/film-in-store.ts';
import { fillStore } from '../fixtures/many-takes.ts';
import { tone } from '../fixtures/tone.ts';
import { flawless } from './faults.ts';
import { readyForOffline, Site, TEST_MS } from './site.ts';
import { focused, tabTo } from './tab-to.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4986);
});
afterAll(() => site.close());

/** A busy machine takes its time. */
const PATIENT = { timeout: 30_000 };
const SONG = { name: 'ferry.wav', mimeType: 'audio/wav', buffer: Buffer.from(tone(4)) };
const room = (page: Page) => page.getByRole('region', { name: 'Screening' });
const playhead = (page: Page) => page.getByRole('slider', { name: 'Playhead' }).inputValue().then(Number);
const heard = (page: Page, words: string | RegExp) => page.getByRole('status').getByText(words).first().waitFor({ state: 'attached' });

/** A film of two clips with takes of two seconds each, and a third without one; its brief is open. */
async function openFilm(page: Page): Promise<string> {
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().waitFor();
  const [first, second] = await fillStore(page, 2);
  const id = await putFilm(
    page,
    'Night ferry',
    [
      [{ prompt: 'a red balloon over the sea', length: 48, take: first!.id }, { prompt: 'a white boat', length: 48, take: second!.id }],
      [{ prompt: 'the keeper climbs the stairs', length: 24 }],
    ],
    'Over the sea\nhome again',
  );
  await page.goto(`${site.url}/projects/${id}/brief`);
  await page.getByRole('textbox', { name: 'Lyrics' }).waitFor();
  return id;
}

it('screens a film with its song by keys alone: plays, looks around, writes notes', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await openFilm(page);

  // The song: chosen, removed, undone.
  await tabTo(page, /^Choose a song$/);
  await page.getByLabel('Choose a song').setInputFiles(SONG);
  await page.getByText('ferry.wav', { exact: true }).waitFor();
  await page.getByRole('group', { name: 'Song' }).getByText('0:04').waitFor();
  await tabTo(page, /^Remove the song$/);
  await page.keyboard.press('Enter');
  await page.getByText('ferry.wav', { exact: true }).waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await page.getByText('ferry.wav', { exact: true }).waitFor();

  // The film begins by itself, one clip after the other, each line in its time.
  await tabTo(page, /^All projects$/);
  await tabTo(page, /^Screening$/);
  await page.keyboard.press('Enter');
  await room(page).waitFor();
  await expect.poll(() => playhead(page), PATIENT).toBeGreaterThan(0);
  await room(page).getByText('home again').waitFor();
  await room(page).getByRole('img', { name: 'Clip 1B. a white boat' }).waitFor();
  await page.keyboard.press('k');
  const at = await playhead(page);
  expect(at).toBeGreaterThanOrEqual(48);
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  expect(await playhead(page)).toBe(at);

  // A message that stays lies over the foot of the page: what is under it can be scrolled out.
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Dismiss' }).first().waitFor();
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  const isFree = (button: Element) => {
    const { x, y, width, height } = button.getBoundingClientRect();
    return button.contains(document.elementFromPoint(x + width / 2, y + height / 2));
  };
  await expect.poll(() => page.getByRole('button', { name: 'Play', exact: true }).evaluate(isFree)).toBe(true);
  await page.evaluate(() => scrollTo(0, 0));

  await page.getByRole('heading', { name: 'Night ferry' }).click();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('.');
  expect(await playhead(page)).toBe(2);
  await room(page).getByText('Over the sea', { exact: true }).waitFor();
  await page.keyboard.press('c');
  await room(page).getByText('Over the sea', { exact: true }).waitFor({ state: 'detached' });
  await page.keyboard.press('End');
  expect(await playhead(page)).toBe(119);
  await room(page).getByRole('img', { name: 'Clip 2A. the keeper climbs the stairs. No take yet' }).waitFor();
  await page.keyboard.press('[');
  expect(await playhead(page)).toBe(48);
  await page.keyboard.press('j');
  await expect.poll(() => playhead(page), PATIENT).toBeLessThan(48);
  await page.keyboard.press('k');
  await page.keyboard.press('m');
  await page.getByRole('button', { name: 'Sound on' }).waitFor();

  // A scene, all clips, and back to one.
  await page.keyboard.press('2');
  await page.getByRole('list', { name: 'Clips of scene 1' }).getByRole('button', { name: 'Clip 1B. a white boat' }).waitFor();
  await page.keyboard.press('3');
  await tabTo(page, /^Clip\s1A\. a red balloon/);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => focused(page)).toMatch(/^Clip\s1B\. a white boat$/);
  await page.waitForFunction(() => document.activeElement?.querySelector('video')?.currentTime);
  await page.keyboard.press('Enter');
  await room(page).getByRole('img', { name: 'Clip 1B. a white boat' }).waitFor();
  expect(await playhead(page)).toBe(48);

  // The screen is filled, and Esc leads back.
  await page.keyboard.press('f');
  await page.getByRole('button', { name: 'Leave the full screen' }).waitFor();
  expect((await room(page).boundingBox())!).toMatchObject({ x: 0, y: 0, width: 1440, height: 900 });
  expect(await page.evaluate(() => [...document.querySelectorAll('nav')].filter((nav) => !nav.closest('[inert]')).length), 'what is behind it is out of reach').toBe(0);

  // Notes, also there: written on what is seen, resolved, deleted and brought back.
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Note on clip 1B at 00:00:03:00' }).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
  await page.keyboard.type('Slower here, please.');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Ada');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const note = page.getByRole('list', { name: 'All notes' }).getByRole('listitem');
  await note.getByText('Slower here, please.').waitFor();
  await note.getByText('Ada · just now').waitFor();
  await tabTo(page, /^Resolve the note$/);
  await page.keyboard.press('Enter');
  await note.getByText('Resolved · Ada · just now').waitFor();
  await page.keyboard.press('Enter');
  await note.getByText(/^Ada/).waitFor();
  await tabTo(page, /^Edit the note$/);
  await page.keyboard.press('Enter');
  await page.keyboard.type(' And darker.');
  await page.keyboard.press('Control+Enter');
  await note.getByText('Slower here, please. And darker.').waitFor();
  await page.getByRole('complementary', { name: 'Notes' }).getByRole('button', { name: 'Undo', exact: true }).press('Enter');
  await note.getByText('Slower here, please.', { exact: true }).waitFor();
  await tabTo(page, /^Delete the note$/);
  await page.keyboard.press('Enter');
  await note.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo', exact: true }).focus();
  await page.keyboard.press('Enter');
  await note.getByText('Slower here, please.').waitFor();
  await page.getByRole('slider', { name: 'Playhead' }).focus();
  await page.keyboard.press('Home');
  await tabTo(page, /^Go to 1B · 00:00:03:00$/);
  await page.keyboard.press('Enter');
  expect(await playhead(page)).toBe(72);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Fill the screen' }).waitFor();

  // The note is on the clip, wherever that is looked at; what was chosen is kept.
  await page.getByRole('link', { name: 'Timeline', exact: true }).click();
  await page.getByRole('gridcell', { name: /^Clip 1B\..* 1 note\.$/ }).waitFor();
  await page.getByRole('button', { name: 'Sound on' }).waitFor();
  await page.getByRole('link', { name: 'Board', exact: true }).click();
  const onBoard = page.getByRole('region', { name: 'Notes' });
  const cell = page.getByRole('gridcell', { name: /^Clip 1B\./ });
  // A board that has just come lays itself out once more.
  await expect.poll(async () => (await cell.focus(), await page.keyboard.press('Enter'), onBoard.count()), PATIENT).toBe(1);
  await onBoard.getByText('Slower here, please.').waitFor();
  await onBoard.getByText('00:00:01:00').waitFor();
  await context.close();
});

it('plays with the network gone, and says what is missing', { timeout: TEST_MS }, async () => {
  const { context, page: first } = await site.visitor();
  const id = await openFilm(first);
  await first.getByLabel('Choose a song').setInputFiles({ name: 'words.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('These are words.') });
  await first.getByText('The song cannot be played').waitFor();
  await first.getByLabel('Choose a song').setInputFiles(SONG);
  await first.getByText('ferry.wav', { exact: true }).waitFor();
  await readyForOffline(first);
  await context.setOffline(true);
  const page = await context.newPage();
  await page.goto(`${site.url}/projects/${id}/screening`);
  await room(page).waitFor();
  // Whether it has begun by itself or may not sound yet: a step stops it, and Space has it go on.
  await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  await page.keyboard.press(' ');
  await expect.poll(() => playhead(page), PATIENT).toBeGreaterThan(48);
  await page.keyboard.press('k');

  // The bytes of everything are gone; the film still opens.
  await page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('kinora');
    for await (const name of folder.keys()) await folder.removeEntry(name);
  });
  await page.reload();
  await room(page).getByText('The file of this take is missing').first().waitFor();
  await room(page).getByRole('img', { name: 'Clip 1A. a red balloon over the sea. The file of its take is missing' }).waitFor();
  await room(page).getByText('No sound: the song cannot be played').waitFor();
  await context.close();
});

it('says what to do where there is nothing to screen yet', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().waitFor();
  for (const [clips, words] of [[[], 'Make scenes and clips'], [[[{ prompt: 'a boat', length: 24 }]], 'No clip has a take or a still so far']] as const) {
    const id = await putFilm(page, 'Empty', clips);
    await page.goto(`${site.url}/projects/${id}/screening`);
    await page.getByRole('heading', { name: 'Nothing to screen yet' }).waitFor();
    await page.getByText(words).waitFor();
  }
  await page.getByRole('main').getByRole('link', { name: 'To the Board' }).click();
  await page.getByRole('treegrid', { name: /Board/ }).waitFor();
  await context.close();
});

describe.each([
  [1440, 1200],
  [320, 2400],
] as const)('at %i px', (width, height) => {
  it('has nothing that axe objects to, and the page does not scroll sideways', { timeout: TEST_MS }, async () => {
    const { context, page } = await site.visitor({ viewport: { width, height }, reducedMotion: 'reduce' });
    const check = async (where: string) => {
      const dismiss = page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Dismiss' });
      while ((await dismiss.count()) > 0) await dismiss.first().click();
      await flawless(page, where);
    };
    const id = await openFilm(page);
    await check('brief without a song');
    await page.getByLabel('Choose a song').setInputFiles(SONG);
    await page.getByText('ferry.wav', { exact: true }).waitFor();
    await check('brief with a song');
    await page.goto(`${site.url}/projects/${id}/screening`);
    await room(page).waitFor();
    await room(page).getByText('Over the sea', { exact: true }).waitFor();
    expect(await playhead(page), 'nothing moves by itself').toBe(0);
    await page.keyboard.press('p');
    await check('clip');
    await page.keyboard.press('2');
    await check('scene');
    await page.keyboard.press('n');
    await page.keyboard.type('Warmer.');
    await page.keyboard.press('Control+Enter');
    await heard(page, /^The note is kept/);
    await check('notes');
    await page.keyboard.press('Escape');
    await page.keyboard.press('3');
    await page.getByRole('list', { name: 'All clips' }).waitFor();
    await check('all clips');
    await context.close();
  });
});
