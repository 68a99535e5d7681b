import { resolve } from '$app/paths';

/** The places of a project, in the order in which a film is made. `moment`: of its past, where that is looked at. */
export const projectPlaces = (id: string, moment: string | null = null): readonly { readonly label: string; readonly href: string }[] => [
  ...[
    { label: 'Overview', href: resolve('/projects/[id]', { id }) },
    { label: 'Board', href: resolve('/projects/[id]/board', { id }) },
    { label: 'Timeline', href: resolve('/projects/[id]/timeline', { id }) },
    { label: 'Pool', href: resolve('/projects/[id]/pool', { id }) },
    { label: 'Cast & styles', href: resolve('/projects/[id]/cast', { id }) },
    { label: 'Screening', href: resolve('/projects/[id]/screening', { id }) },
  ].map(({ label, href }) => ({ label, href: moment === null ? href : pastOf(href, moment) })),
  // The past is looked for from the present.
  { label: 'History', href: resolve('/projects/[id]/history', { id }) },
];

/** The same address, at a moment of the past: a version's id, or a time in milliseconds since 1970. */
export const pastOf = (href: string, moment: string): string => `${href}?at=${moment}`;

/** Whether an address is this place, or something shown within History. */
export function isAt(href: string, { pathname }: { readonly pathname: string }): boolean {
  const [place] = href.split('?');
  return pathname === place || (place!.endsWith('/history') && pathname.startsWith(`${place}/`));
}

/** Which moment of the past an address is about; null for the present. */
export const momentIn = ({ searchParams }: { readonly searchParams: Pick<URLSearchParams, 'get'> }): string | null => searchParams.get('at');
