import { resolve } from '$app/paths';

/** The places of a project, in the order in which a film is made. */
export const projectPlaces = (id: string): readonly { readonly label: string; readonly href: string }[] => [
  { label: 'Overview', href: resolve('/projects/[id]', { id }) },
  { label: 'Board', href: resolve('/projects/[id]/board', { id }) },
  { label: 'Timeline', href: resolve('/projects/[id]/timeline', { id }) },
];
