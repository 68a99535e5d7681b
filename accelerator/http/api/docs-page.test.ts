import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Door } from '../../../tests/fixtures/http-door.ts';
import type { Description } from './description.ts';
import { docsPage } from './docs-page.ts';
import { PROBLEMS } from './problems.ts';

let door: Door;
let page: string;
let description: Description;
beforeAll(async () => {
  door = await Door.open();
  page = (await door.ask('GET', '/api/v1/docs', { token: null })).body.toString();
  description = JSON.parse((await door.ask('GET', '/api/v1/openapi.json', { token: null })).body.toString()) as Description;
});
afterAll(() => door.close());

describe('the page about this door', () => {
  it('allows itself nothing but its own style', async () => {
    const { status, headers } = await door.ask('GET', '/api/v1/docs', { token: null });
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=UTF-8']);
    const style = /<style>([^]*)<\/style>/.exec(page)?.[1] ?? '';
    expect(headers['content-security-policy']).toBe(`default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`);
    expect(page).not.toMatch(/<script|<link|<img|style="|url\(|@import|https?:/);
  });

  it('leads only to places that are there', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(ids.length);
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id!);
    expect(links.length).toBeGreaterThan(20);
    for (const link of links) expect(ids).toContain(link);
  });

  it('has every address, every shape and every refusal', () => {
    for (const [path, methods] of Object.entries(description.paths ?? {})) {
      expect(page).toContain(`<code class="path">${path}</code>`);
      for (const { operationId, summary } of Object.values(methods as Record<string, { operationId: string; summary: string }>)) expect(page).toContain(`<h3 id="${operationId}">${summary}</h3>`);
    }
    for (const name of Object.keys(description.components?.schemas ?? {})) expect(page).toContain(`id="shape-${name}"`);
    for (const kind of Object.keys(PROBLEMS)) expect(page).toContain(`id="${kind}"`);
    expect(page).not.toMatch(/undefined|\[object/);
  });

  it('shows words as words, whatever stands in them', () => {
    const { html } = docsPage({ ...description, info: { ...description.info, title: '<script>alert(1)</script>', version: '"><img src=x>' } });
    expect(html).not.toMatch(/<script|<img/);
    expect(html).toContain('&lt;script&gt;');
  });
});
