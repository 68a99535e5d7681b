// Everything is made in the browser, so nothing is rendered ahead: one fallback page serves every route.
export const ssr = false;
export const prerender = false;
