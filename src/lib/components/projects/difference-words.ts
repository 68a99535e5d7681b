import type { Difference } from '#core/document/branch/compare.ts';
import { clipSlate, sceneSlate } from '#core/domain/timeline/slate.ts';
import { quotedName } from '#core/domain/words/said-name.ts';
import type { Project } from '#core/schema/project.ts';
import { counted } from '../ui/figures.ts';

/** What differs in one thing, in words. */
export interface SaidDifference {
  readonly id: string;
  readonly title: string;
  readonly said: readonly string[];
}

/** Differences by the thing they are about. `films`: where it is looked up, the first that has it. */
export function saidDifferences(differences: readonly Difference[], ...films: readonly Project[]): SaidDifference[] {
  const byId = new Map<string, Difference[]>();
  for (const one of differences) byId.set(one.id, [...(byId.get(one.id) ?? []), one]);
  const titles = films.map(titlesOf);
  return [...byId].map(([id, all]) => ({
    id,
    title: titles.find((known) => known.has(id))?.get(id) ?? capital(all[0]!.what),
    said: all.map(saidDifference),
  }));
}

function saidDifference(difference: Difference): string {
  switch (difference.kind) {
    case 'added':
      return 'added';
    case 'removed':
      return 'put in the bin';
    case 'restored':
      return 'taken out of the bin';
    case 'gone':
      return 'not there any more';
    case 'moved':
      return 'moved';
    case 'changed':
      return saidChange(difference.what === 'project' && difference.field === 'text' ? 'brief' : difference.field, difference.before, difference.after);
  }
}

function saidChange(field: string, before: unknown, after: unknown): string {
  if (field === 'inCut') return after === true ? 'put in the cut' : 'taken out of the cut';
  if (field === 'selected') return after === null ? 'shows no take' : before === null ? 'shows a take' : 'shows another take';
  if (field === 'takes') return saidTakes(idsIn(before), idsIn(after));
  if (field === 'depth') return before === null ? 'its still has depth' : after === null ? 'its still is flat' : 'another depth';
  if (field === 'muted') return after === true ? 'muted' : 'heard again';
  const name = field === 'gain' ? 'volume' : words(field);
  if (typeof before === 'string' && typeof after === 'string') {
    if (before === '') return `${name} written: ${quotedName(after)}`;
    return after === '' ? `${name} emptied` : `${name} changed from ${quotedName(before)} to ${quotedName(after)}`;
  }
  if (field === 'length' || field === 'gap') return `${field === 'gap' ? 'black before it' : name} changed from ${before} to ${counted(after as number, 'frame')}`;
  if (field === 'gain') return `${name} changed from ${percent(before)} to ${percent(after)}`;
  if (typeof before === 'number' && typeof after === 'number') return `${name} changed from ${before} to ${after}`;
  return `${name} changed`;
}

function saidTakes(before: readonly string[], after: readonly string[]): string {
  const added = after.filter((id) => !before.includes(id)).length;
  const removed = before.filter((id) => !after.includes(id)).length;
  const parts = [added > 0 && `${counted(added, 'take')} added`, removed > 0 && `${counted(removed, 'take')} let go of`];
  return parts.filter(Boolean).join(', ') || 'takes in another order';
}

const idsIn = (takes: unknown): string[] => (Array.isArray(takes) ? takes.map(({ id }: { id: string }) => id) : []);

/** What everything of a film is called where it stands. */
export function titlesOf(film: Project): Map<string, string> {
  const titles = new Map<string, string>([[film.id, 'The film']]);
  film.scenes.forEach(({ members }, i) => {
    for (const scene of members) {
      titles.set(scene.id, named(`Scene ${sceneSlate(i + 1, scene.alternate)}`, scene.name));
      scene.clips.forEach((stack, index) => {
        for (const clip of stack.members) {
          const slate = `clip ${clipSlate(i + 1, index, clip.alternate)}${scene.alternate > 0 ? ` of scene ${sceneSlate(i + 1, scene.alternate)}` : ''}`;
          titles.set(clip.id, named(capital(slate), clip.name));
          for (const { id } of clip.keyframes) titles.set(id, `A keyframe of ${slate}`);
        }
      });
    }
  });
  const { bin } = film;
  const shelves = [
    ['Character', [...film.characters, ...bin.characters]],
    ['Style', [...film.styles, ...bin.styles]],
    ['Pool item', [...film.pool, ...bin.pool]],
    ['Marker', [...film.markers, ...bin.markers]],
    ['Scene', bin.scenes],
    ['Clip', bin.clips.map(({ clip }) => clip)],
  ] as const;
  for (const [kind, things] of shelves) {
    for (const { id, name } of things) titles.set(id, named(kind, name));
  }
  for (const { id, text } of [...film.notes, ...bin.notes]) titles.set(id, named('Note', text));
  return titles;
}

const named = (what: string, name: string): string => (name.trim() === '' ? what : `${what} ${quotedName(name)}`);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const percent = (gain: unknown): string => `${Math.round(Number(gain) * 100)} %`;
/** A field's name as people say it: frameRate is frame rate. */
const words = (field: string): string => field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
