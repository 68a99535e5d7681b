import { resolve } from '$app/paths';
import type { FilmStep } from '#core/domain/project/film-steps.ts';

export interface ProjectPlace {
  readonly label: string;
  readonly href: string;
  /** The step of the way from an idea to a film that is gone here. */
  readonly step?: FilmStep;
}

/** The places of a project: the steps in the order in which a film is made, and what stands beside them. `moment`: of its past, where that is looked at. */
export const projectPlaces = (id: string, moment: string | null = null): readonly ProjectPlace[] => [
  ...[
    { label: 'Overview', href: resolve('/projects/[id]', { id }) },
    { label: 'Brief', href: resolve('/projects/[id]/brief', { id }), step: 'brief' as const },
    { label: 'Story', href: resolve('/projects/[id]/story', { id }), step: 'story' as const },
    { label: 'Board', href: resolve('/projects/[id]/board', { id }), step: 'board' as const },
    { label: 'Keyframes', href: resolve('/projects/[id]/keyframes', { id }), step: 'keyframes' as const },
    { label: 'Timeline', href: resolve('/projects/[id]/timeline', { id }), step: 'timeline' as const },
    { label: 'Sound', href: resolve('/projects/[id]/sound', { id }), step: 'sound' as const },
    { label: 'Deliver', href: resolve('/projects/[id]/deliver', { id }), step: 'deliver' as const },
    { label: 'Screening', href: resolve('/projects/[id]/screening', { id }) },
    { label: 'Pool', href: resolve('/projects/[id]/pool', { id }) },
    { label: 'Cast & styles', href: resolve('/projects/[id]/cast', { id }) },
  ].map((place) => (moment === null ? place : { ...place, href: pastOf(place.href, moment) })),
  // The past is looked for from the present.
  { label: 'History', href: resolve('/projects/[id]/history', { id }) },
];

/** A place where a step is gone. */
export type StepPlace = ProjectPlace & { readonly step: FilmStep };

export const stepPlaces = (places: readonly ProjectPlace[]): readonly StepPlace[] =>
  places.filter((place): place is StepPlace => place.step !== undefined);

/** The same address, at a moment of the past: a version's id, or a time in milliseconds since 1970. */
export const pastOf = (href: string, moment: string): string => `${href}?at=${moment}`;

/** Whether an address is this place, or something shown within History. */
export function isAt(href: string, { pathname }: { readonly pathname: string }): boolean {
  const [place] = href.split('?');
  return pathname === place || (place!.endsWith('/history') && pathname.startsWith(`${place}/`));
}

/** Which moment of the past an address is about; null for the present. */
export const momentIn = ({ searchParams }: { readonly searchParams: Pick<URLSearchParams, 'get'> }): string | null => searchParams.get('at');
