import { createHash } from 'node:crypto';
import type { Description } from './description.ts';
import { DOCS, PROBLEMS } from './problems.ts';
import { type Schema, typeHtml, typeList } from './docs-types.ts';
import { escaped, marked } from './docs-text.ts';
import { STYLE } from './docs-style.ts';

interface Page {
  readonly html: string;
  /** Its Content-Security-Policy: nothing but its own style. */
  readonly policy: string;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly description?: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}
type Content = Readonly<Record<string, { readonly schema: Schema }>>;

interface Place {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** The description of this door as one page that needs nothing else. */
export function docsPage(description: Description): Page {
  const { info, tags = [], components } = description;
  const places = Object.entries(description.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]): Place => ({ method: method.toUpperCase(), path, operation })),
  );
  const groups = tags.map(({ name }) => ({ name, places: places.filter(({ operation }) => operation.tags.includes(name)) }));
  const shapes = Object.entries((components?.schemas ?? {}) as Record<string, Schema>).sort(([a], [b]) => a.localeCompare(b));

  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escaped(info.title)}: the HTTP door</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the addresses</a>
<header>
<h1>${escaped(info.title)}</h1>
<p>${marked(info.description ?? '')} This is version ${escaped(info.version)}.</p>
<p>Addresses marked <span class="tag">token</span> need <code>Authorization: Bearer</code> with the token of a paired client. <a href="/api/v1/openapi.json">The same as OpenAPI 3.1</a></p>
</header>
<nav aria-label="On this page">
<ul>
${groups.map(({ name }) => `<li><a href="#${anchor(name)}">${escaped(name)}</a></li>`).join('\n')}
<li><a href="#refusals">Refusals</a></li>
<li><a href="#shapes">Shapes</a></li>
</ul>
</nav>
<main id="main">
${groups.map(({ name, places: those }) => `<section aria-labelledby="${anchor(name)}"><h2 id="${anchor(name)}">${escaped(name)}</h2>\n${those.map(placeHtml).join('\n')}</section>`).join('\n')}
<section aria-labelledby="refusals"><h2 id="refusals">Refusals</h2>
<p>Every refusal has this form: <code>application/problem+json</code> with <code>type</code>, <code>title</code>, <code>status</code> and <code>detail</code>, and <code>pointer</code>, <code>fault</code> or <code>media</code> where they say more.</p>
<dl class="refusals">
${Object.entries(PROBLEMS).map(([kind, { status, title, meaning }]) => `<div id="${kind}"><dt><span class="status">${status}</span> ${escaped(title)}</dt><dd><code>${DOCS}#${kind}</code><p>${marked(meaning)}</p></dd></div>`).join('\n')}
</dl></section>
<section aria-labelledby="shapes"><h2 id="shapes">Shapes</h2>
${shapes.map(([name, schema]) => `<article aria-labelledby="shape-${name}"><h3 id="shape-${name}">${escaped(name)}</h3>${typeList(schema)}</article>`).join('\n')}
</section>
</main>
</body>
</html>`;
  const hash = createHash('sha256').update(STYLE).digest('base64');
  return { html, policy: `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'` };
}

function placeHtml({ method, path, operation }: Place): string {
  const { operationId, summary, description, parameters = [], requestBody, responses, security } = operation;
  const refused = Object.entries(responses).filter(([status]) => Number(status) >= 400);
  const given = Object.entries(responses).filter(([status]) => Number(status) < 400);
  return `<article aria-labelledby="${operationId}">
<h3 id="${operationId}">${escaped(summary)}</h3>
<p class="line"><span class="method">${method}</span> <code class="path">${escaped(path)}</code>${security ? ' <span class="tag">token</span>' : ''}</p>
${description ? `<p>${marked(description)}</p>` : ''}
${parameters.length === 0 ? '' : `<h4>Parameters</h4><dl>${parameters.map(({ name, in: where, required, description: words, schema }) => `<div><dt><code>${escaped(name)}</code> <span class="aside">${where}${required ? ', needed' : ''}</span></dt><dd>${typeHtml(schema)}${words ? `<p>${marked(words)}</p>` : ''}</dd></div>`).join('')}</dl>`}
${requestBody ? `<h4>Body</h4><p>${contentHtml(requestBody.content)}</p>` : ''}
<h4>Answers</h4>
<dl>${given.map(([status, { description: words, content }]) => `<div><dt><span class="status">${status}</span></dt><dd>${marked(words)}${content ? ` ${contentHtml(content)}` : ''}</dd></div>`).join('')}
<div><dt>Refusals</dt><dd>${refused.map(([status]) => `<span class="status">${status}</span>`).join(' ')}</dd></div></dl>
</article>`;
}

const contentHtml = (content: Content): string =>
  Object.entries(content)
    .map(([type, { schema }]) => `<code>${escaped(type)}</code>${type.includes('json') ? ` ${typeHtml(schema)}` : ''}`)
    .join(' ');

const anchor = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
