/** The page's own style: the studio's colours, and nothing that must be fetched. */
export const STYLE = `
:root { color-scheme: light dark; --paper: light-dark(#faf7f1, #131215); --surface: light-dark(#fff, #1b1a1e); --line: light-dark(#d9d1c2, #3a3742);
  --text: light-dark(#1f1b16, #f3efe7); --muted: light-dark(#5d564b, #b7b0a4); --lamp: light-dark(#9a5b00, #f6bb42); --well: light-dark(#f2ede3, #25232a); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 60rem; background: var(--paper); color: var(--text); font: 0.9375rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h2, h3, .refusals > div { scroll-margin-block-start: 1.25rem; }
h1 { margin: 0 0 0.5rem; font: 600 1.75rem/1.2 Georgia, serif; }
h2 { margin: 3rem 0 1rem; font: 600 1.25rem/1.3 Georgia, serif; }
h3 { margin: 0 0 0.25rem; font-size: 1.0625rem; }
h4 { margin: 1rem 0 0.25rem; color: var(--muted); font-size: 0.8125rem; font-weight: 600; }
p { margin: 0.25rem 0; }
a { color: var(--lamp); text-underline-offset: 0.2em; }
a:focus-visible { outline: 0.125rem solid var(--lamp); outline-offset: 0.125rem; border-radius: 0.25rem; }
.skip { position: absolute; inset-block-start: -4rem; padding: 0.75rem; background: var(--surface); }
.skip:focus { inset-block-start: 0; }
nav ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: 1.5rem 0 0; padding: 0.5rem 0; border-block: 1px solid var(--line); list-style: none; }
nav li { margin: 0; }
nav a { display: inline-block; padding: 0.25rem 0; line-height: 1.75rem; }
@media (pointer: coarse) { nav a { padding: 0.5rem 0; } }
article { margin: 0 0 1rem; padding: 1rem; border: 1px solid var(--line); border-radius: 0.75rem; background: var(--surface); }
dl { margin: 0; }
dl > div { padding: 0.375rem 0; border-block-start: 1px solid var(--line); }
dl > div:first-child { border: 0; }
dt { font-weight: 600; }
dd { margin: 0; }
dd dl, dd ul, article p ul { margin: 0.25rem 0 0; padding-inline-start: 1rem; border-inline-start: 2px solid var(--line); list-style: none; }
ul { margin: 0.25rem 0; padding-inline-start: 1rem; }
li { margin: 0.25rem 0; }
code, .method { font: 0.875em/1.5 ui-monospace, monospace; }
code { padding: 0.0625rem 0.25rem; border-radius: 0.25rem; background: var(--well); }
.method { font-weight: 700; color: var(--lamp); }
.tag, .status { display: inline-block; padding: 0 0.375rem; border: 1px solid var(--line); border-radius: 0.375rem; font-size: 0.8125rem; font-weight: 400; }
.status { font-variant-numeric: tabular-nums; }
.aside, .type { color: var(--muted); font-weight: 400; font-size: 0.8125rem; }
.refusals > div { padding: 0.75rem 0; }
:target { outline: 0.125rem solid var(--lamp); outline-offset: 0.25rem; border-radius: 0.375rem; }
@media (width >= 40rem) { dl > div { display: grid; grid-template-columns: 13rem 1fr; gap: 1rem; } dd dl > div { grid-template-columns: 10rem 1fr; } }
`;
