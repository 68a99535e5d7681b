import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { explainInLine } from '#core/domain/words/explain.ts';
import { binnedAt } from '#core/domain/project/bin-term.ts';
import { quotedName } from '#core/domain/words/said-name.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { FrameMode } from '#core/schema/frame-model.ts';
import type { Take } from '#core/schema/take.ts';
import { mediaFileName } from '#lib/state/shell/file-name.ts';
import { saveFile } from '#lib/state/shell/save-file.ts';
import type { Studio } from '#lib/state/studio.svelte.ts';
import { counted } from '../ui/figures.ts';
import { starWords, takeTitle } from './take-words.ts';

type Takes = readonly Take[];
const idsOf = (takes: Takes) => takes.map(({ id }) => id);
/** `The take is`, `3 takes are`. */
const areThey = (takes: Takes) => (takes.length === 1 ? 'The take is' : `${takes.length} takes are`);
const onThem = (takes: Takes) => (takes.length === 1 ? '' : `, ${takes.length} takes`);

/** Fills the Create form from a take and goes there. */
export async function vary({ create, shell }: Studio, take: Take): Promise<void> {
  await create.applyRecipe(take);
  await goto(resolve('/'));
  shell.toast('info', 'The form holds the recipe of that take, with a new seed.');
}

/** Fills the Create form with all that made a take, its seed too, and goes there. */
export async function makeAgain({ create, shell }: Studio, take: Take): Promise<void> {
  await create.applyRecipe(take, true);
  await goto(resolve('/'));
  shell.toast('info', 'The form holds the whole recipe of that take, its seed too. The same model on the same engine makes the same again.');
}

/** Makes the take again on the accelerator, in full: its words, seed and pictures. */
export async function makeFinal({ finals, shell }: Studio, take: Take): Promise<void> {
  const sent = await finals.send(take);
  if (sent.ok) shell.toast('good', 'The final is in the queue. It is made on the accelerator from the same recipe.');
  else shell.toast('bad', explainInLine(sent.fault));
}

/** Makes a take larger or smoother: a take of its own, beside it. Where there is a choice it is said who makes it. */
export async function enhance({ accelerator, enhanced, shell }: Studio, take: Take, mode: FrameMode): Promise<void> {
  try {
    const { lane, why } = await enhanced.send(take, mode);
    const what = mode === 'upscale' ? 'A take of twice the size is in the queue' : 'A take with twice the frames is in the queue';
    shell.toast('good', accelerator.isPaired ? `${what} ${lane === 'remote' ? 'of the accelerator' : 'of this browser'}. ${why}` : `${what}.`);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    shell.toast('bad', explainInLine(error.fault));
  }
}

/** Starts the next clip from what a take shows first. */
export async function useAsFirstFrame({ create, shell }: Studio, take: Take): Promise<void> {
  await create.useAsFirstFrame(take);
  await goto(resolve('/'));
  shell.toast('info', 'The first frame of that take is the first picture now.');
}

export function bin({ gallery }: Studio, ...takes: Takes): Promise<boolean> {
  return gallery.edit(idsOf(takes), { type: 'bin', at: binnedAt(Date.now(), gallery.takes[0]) }, `${areThey(takes)} in the bin.`);
}

export function restore({ gallery }: Studio, ...takes: Takes): Promise<boolean> {
  return gallery.edit(idsOf(takes), { type: 'restore' }, `${areThey(takes)} back in the gallery.`);
}

/** Marks all of them; takes the mark off where all of them have it. */
export function favourite({ gallery }: Studio, ...takes: Takes): Promise<boolean> {
  const isOne = !takes.every((take) => take.favourite);
  const said = isOne ? `${takes.length === 1 ? 'A favourite' : `${takes.length} favourites`} now.` : `No longer a favourite${onThem(takes)}.`;
  return gallery.edit(idsOf(takes), { type: 'favourite', favourite: isOne }, said);
}

/** 1 to 5 stars; 0 for none. */
export function rate({ gallery }: Studio, rating: number, ...takes: Takes): Promise<boolean> {
  const said = rating === 0 ? `Stars taken off${onThem(takes)}.` : `${starWords(rating)}${onThem(takes)}.`;
  return gallery.edit(idsOf(takes), { type: 'rating', rating }, said);
}

export function rename({ gallery }: Studio, name: string, take: Take): Promise<boolean> {
  const said = name.trim() === '' ? 'The take goes by its prompt again.' : 'The take has a new name.';
  return gallery.edit([take.id], { type: 'name', name }, said);
}

/** Keeps what a person says it shows; without words nobody has said it. */
export function describe({ gallery }: Studio, typed: string, take: Take): Promise<boolean> {
  const text = typed.trim().slice(0, 2_000).trim();
  const said = text === '' ? 'The take is described by its prompt again.' : 'What it shows is kept.';
  return gallery.edit([take.id], { type: 'description', description: text === '' ? null : { text } }, said);
}

export function tag({ gallery }: Studio, word: string, ...takes: Takes): Promise<boolean> {
  return gallery.edit(idsOf(takes), { type: 'tag', tag: word }, `Tagged ${quotedName(word)}${onThem(takes)}.`);
}

export function untag({ gallery }: Studio, word: string, ...takes: Takes): Promise<boolean> {
  return gallery.edit(idsOf(takes), { type: 'untag', tag: word }, `The tag ${quotedName(word)} is off${onThem(takes)}.`);
}

/** Deletes without a way back; ask before. */
export async function deleteForGood({ gallery, shell, store }: Studio, ...takes: Takes): Promise<void> {
  if (!(await gallery.deleteForGood(idsOf(takes)))) return;
  shell.toast('info', `${counted(takes.length, 'take')} deleted for good.`);
  await store.room.drop(takes);
}

/** Saves the clips and stills one after the other, as the browser asks whether it may. */
export async function saveMedia({ gallery }: Studio, ...takes: Takes): Promise<void> {
  for (const take of takes) await gallery.download(take);
}

/** Saves one frame, counted from 0, under the name of its take. */
export function saveStill(take: Take, png: Blob, frame: number): void {
  const name = mediaFileName(takeTitle(take), png.type);
  saveFile(png, name.replace(/\.png$/, `-frame-${frame + 1}.png`));
}
