import Film from '@lucide/svelte/icons/film';
import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import Keyboard from '@lucide/svelte/icons/keyboard';
import type { Studio } from '#lib/state/studio.svelte.ts';
import { takeName } from '../gallery/take-words.ts';
import { inProject } from '../projects/things-of.ts';
import { hintOf } from '../shell/action.ts';
import { PLACES } from '../shell/places.ts';
import type { Line } from './find.ts';
import type { Offer } from './offers.svelte.ts';

const STUDIO = 'Studio';

/** All that the palette can find: the commands of the screens in sight, places, projects with all that they have, the open one first, and takes. */
export function paletteLines(studio: Studio, offers: readonly Offer[], showKeys: () => void): readonly Line[] {
  const { gallery, keys, projects } = studio;
  const commands = offers.flatMap(({ title, actions }) =>
    actions.map((action): Line => ({
      ...{ id: `command:${action.id ?? `${title}/${action.name}`}`, kind: 'command', name: action.name, about: title, words: '' },
      ...{ icon: action.icon, hint: hintOf(action, keys), why: action.why, run: action.run },
    })),
  );
  const list: Line = { id: 'command:everywhere.keys', kind: 'command', name: 'Show the list of keys', about: STUDIO, words: 'help shortcuts', icon: Keyboard, hint: keys.hint('everywhere.keys'), run: showKeys };
  const near = offers.flatMap(({ title, places = [] }) =>
    places.map(({ label, href }): Line => ({
      ...{ id: `place:${title}/${label}`, kind: 'place', name: label, about: title, words: 'go to open' },
      // eslint-disable-next-line svelte/no-navigation-without-resolve -- whoever offers a place has resolved it.
      run: () => void goto(href),
    })),
  );
  const places = PLACES.map(({ path, label, icon }): Line => ({ id: `place:${path}`, kind: 'place', name: label, about: STUDIO, words: 'go to open', icon, run: () => void goto(resolve(path)) }));
  const films = [...projects.current, ...projects.archive].map(({ id, name }): Line => ({
    ...{ id: `project:${id}`, kind: 'project', name: name.trim() || 'Film without a name', about: 'Project', words: 'film', icon: Film },
    run: () => void goto(resolve('/projects/[id]', { id })),
  }));
  const things: readonly Line[] = offers.flatMap((one) => one.things ?? []);
  const here = new Set(things.map(({ id }) => id));
  // Of other projects as they were kept last; nothing of them is opened.
  const elsewhere = [...projects.current, ...projects.archive].flatMap(({ id, name, things: kept = [], shelf = [] }) =>
    [...kept, ...shelf]
      .map((thing): Line => ({ ...inProject(id, thing), about: `${thing.about} · ${name.trim() || 'Film without a name'}` }))
      .filter((line) => !here.has(line.id)),
  );
  const takes = gallery.takes.map((take): Line => ({
    ...{ id: `take:${take.id}`, kind: 'take', name: takeName(gallery, take), about: 'Take', words: `${take.recipe.prompt}\n${take.tags.join('\n')}` },
    run: () => void goto(resolve('/gallery/[id]', { id: take.id })),
  }));
  return [...commands, list, ...near, ...places, ...films, ...things, ...elsewhere, ...takes];
}
