import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import type { Take } from '#core/schema/take.ts';
import type { Studio } from '#lib/state/studio.svelte.ts';

/** Fills the Create form from a take and goes there. */
export async function vary({ create, shell }: Studio, take: Take): Promise<void> {
  await create.applyRecipe(take);
  await goto(resolve('/'));
  shell.toast('info', 'The form holds the recipe of that take, with a new seed.');
}

/** Starts the next clip from what a take shows first. */
export async function useAsFirstFrame({ create, shell }: Studio, take: Take): Promise<void> {
  await create.useAsFirstFrame(take);
  await goto(resolve('/'));
  shell.toast('info', 'The first frame of that take is the first picture now.');
}

/** Puts a take in the bin and offers the way back. */
export async function bin({ gallery, shell }: Studio, take: Take): Promise<void> {
  const back = await gallery.remove(take.id);
  shell.toast('info', 'The take is in the bin.', { label: 'Undo', run: () => void back() });
}
