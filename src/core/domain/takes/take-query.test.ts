import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { someTake } from '../../../../tests/contract/samples.ts';
import { Mode } from '../../schema/mode.ts';
import { ClipId, ProjectId } from '../../schema/project-ids.ts';
import type { Take } from '../../schema/take.ts';
import { EVERY_TAKE, facetsOf, findTakes, isNarrowed, readQuery, TAKE_ORDERS, type TakeQuery, writeQuery } from './take-query.ts';

const NOW = new Date(2026, 10, 21, 15, 30).getTime();
const at = (day: number, hour = 12, month = 10) => new Date(2026, month, day, hour).getTime();
const [FILM, OTHER] = [crypto.randomUUID(), crypto.randomUUID()].map((id) => ProjectId.parse(id)) as [ProjectId, ProjectId];
const recipe = (changes: Partial<Take['recipe']>) => ({ recipe: { ...someTake().recipe, ...changes } });

const anyTake = fc
  .record({
    // Some in the very same millisecond.
    createdAt: fc.oneof(fc.integer({ min: at(1, 0, 8), max: NOW }), fc.constantFrom(at(21, 9), at(3, 0))),
    rating: fc.integer({ min: 0, max: 5 }),
    favourite: fc.boolean(),
    tags: fc.uniqueArray(fc.constantFrom('sea', 'night', 'b-roll'), { maxLength: 3 }),
    prompt: fc.constantFrom('a red ball', 'Ein blaues Boot', 'the sea at night'),
    mode: fc.constantFrom(...Mode.options),
    frames: fc.constantFrom(1, 17, 33),
    name: fc.option(fc.constantFrom('Opening', 'take 10', 'take 9'), { nil: undefined }),
  })
  .map(({ prompt, mode, frames, name, ...rest }) => someTake({ ...rest, ...(name && { name }), ...recipe({ prompt, mode, frames }) }));

const day = fc.integer({ min: 1, max: 30 }).map((n) => `2026-11-${String(n).padStart(2, '0')}`);
const anyQuery: fc.Arbitrary<TakeQuery> = fc.record({
  words: fc.constantFrom('', 're', 'sea nig', 'öpen', 'b r'),
  model: fc.constantFrom(null, 'tiny', 'other'),
  mode: fc.option(fc.constantFrom(...Mode.options)),
  engine: fc.constantFrom(null, 'browser, wasm', 'browser, webgpu'),
  project: fc.constantFrom(null, FILM, OTHER),
  kept: fc.oneof(
    fc.constantFrom('any', 'today', 'week', 'month'),
    fc.record({ from: fc.oneof(fc.constant(''), day), to: fc.oneof(fc.constant(''), day) }),
  ),
  rating: fc.integer({ min: 0, max: 5 }),
  favourite: fc.boolean(),
  tag: fc.constantFrom(null, 'sea', 'night & day'),
  order: fc.constantFrom(...TAKE_ORDERS),
});

describe('looking for takes', () => {
  const find = (takes: readonly Take[], query: Partial<TakeQuery>) => findTakes(takes, { ...EVERY_TAKE, ...query }, NOW);

  it('keeps what fits and nothing else', () => {
    const sea = someTake({ tags: ['sea'], favourite: true, rating: 4 });
    const still = someTake({ ...recipe({ mode: 't2i', model: { id: 'big', version: '1', license: 'MIT' } }) });
    const gpu = someTake({ ...recipe({ engine: { id: 'browser', version: '1', provider: 'webgpu' } }) });
    const all = [sea, still, gpu];
    expect(find(all, { tag: 'sea' })).toEqual([sea]);
    expect(find(all, { favourite: true })).toEqual([sea]);
    expect(find(all, { rating: 4 })).toEqual([sea]);
    expect(find(all, { rating: 5 })).toEqual([]);
    expect(find(all, { mode: 't2i' })).toEqual([still]);
    expect(find(all, { model: 'big' })).toEqual([still]);
    expect(find(all, { engine: 'browser, webgpu' })).toEqual([gpu]);
    expect(find(all, {})).toHaveLength(3);
  });

  it('keeps what was made for a project, and what it has from elsewhere', () => {
    const madeFor = { project: FILM, clip: ClipId.parse(crypto.randomUUID()) };
    const [made, sent, alone, others] = [someTake({ madeFor }), someTake(), someTake(), someTake({ madeFor: { ...madeFor, project: OTHER } })];
    const all = [made, sent, alone, others];
    const film = { id: FILM, name: 'Film', takes: [sent.id] };
    // A branch has the takes that were made before it parted.
    const branch = { id: OTHER, name: 'By night', takes: [made.id] };
    const found = (project: ProjectId) => findTakes(all, { ...EVERY_TAKE, order: 'oldest', project }, NOW, [film, branch]);
    expect(new Set(found(FILM))).toEqual(new Set([made, sent]));
    expect(new Set(found(OTHER))).toEqual(new Set([made, others]));
    expect(find(all, { project: FILM }), 'of a record without its takes, or a project that is gone').toEqual([made]);
    const empty = { id: ProjectId.parse(crypto.randomUUID()), name: 'Empty' };
    expect(facetsOf(all, [branch, empty, film]).projects).toEqual([branch, film]);
    expect(facetsOf([alone], [branch, empty, film]).projects).toEqual([]);
  });

  it('counts days as the person does, from midnight', () => {
    const [today, midnight, yesterday, sixAgo, sevenAgo, oldest] = [at(21, 9), at(21, 0), at(20, 23), at(15, 0), at(14, 23), at(1, 0, 9)].map(
      (createdAt) => someTake({ createdAt }),
    ) as [Take, Take, Take, Take, Take, Take];
    const all = [today, midnight, yesterday, sixAgo, sevenAgo, oldest];
    expect(find(all, { kept: 'today' })).toEqual([today, midnight]);
    expect(find(all, { kept: 'week' })).toEqual([today, midnight, yesterday, sixAgo]);
    expect(find(all, { kept: 'month' })).toEqual([today, midnight, yesterday, sixAgo, sevenAgo]);
    expect(find(all, { kept: { from: '2026-11-14', to: '2026-11-15' } })).toEqual([sixAgo, sevenAgo]);
    expect(find(all, { kept: { from: '', to: '2026-10-31' } })).toEqual([oldest]);
    expect(find(all, { kept: { from: '2026-11-21', to: '' } })).toEqual([today, midnight]);
  });

  it('orders by name as people count, by rating, by length', () => {
    const named = ['take 10', 'Take 9', 'élan'].map((name) => someTake({ name }));
    expect(find(named, { order: 'name' }).map(({ name }) => name)).toEqual(['élan', 'Take 9', 'take 10']);
    const long = someTake({ ...recipe({ frames: 33 }), rating: 1 });
    const still = someTake({ media: { ...someTake().media, type: 'image/png' }, rating: 5 });
    expect(find([still, long], { order: 'length' })).toEqual([long, still]);
    expect(find([long, still], { order: 'rating' })).toEqual([still, long]);
  });

  it('finds some of the takes, each once, and more conditions never find more', () => {
    fc.assert(
      fc.property(fc.array(anyTake, { maxLength: 30 }), anyQuery, (takes, query) => {
        const found = findTakes(takes, query, NOW);
        expect(new Set(found).size).toBe(found.length);
        expect(found.every((take) => takes.includes(take))).toBe(true);
        for (const wider of [{ words: '' }, { mode: null }, { project: null }, { kept: 'any' }, { rating: 0 }, { favourite: false }] as const) {
          const more = new Set(findTakes(takes, { ...query, ...wider }, NOW));
          expect(found.every((take) => more.has(take))).toBe(true);
        }
      }),
    );
  });

  it('shows the same order whatever order the takes came in', () => {
    fc.assert(
      fc.property(fc.array(anyTake, { maxLength: 30 }), fc.constantFrom(...TAKE_ORDERS), (takes, order) => {
        expect(find(takes.toReversed(), { order })).toEqual(find(takes, { order }));
      }),
    );
  });
});

describe('the address of the page', () => {
  it('tells every query, and tells nothing of what is as always', () => {
    expect(writeQuery(EVERY_TAKE)).toEqual([]);
    fc.assert(
      fc.property(anyQuery, (query) => {
        const address = new URLSearchParams(writeQuery(query)).toString();
        const params = new URLSearchParams(address);
        expect(readQuery((name) => params.get(name))).toEqual(query);
      }),
    );
  });

  it('is read whatever stands in it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('q', 'mode', 'project', 'kept', 'rating', 'favourite', 'tag', 'sort'), fc.string()), (given) => {
        const query = readQuery((name) => given[name] ?? null);
        expect(() => findTakes([someTake()], query, NOW)).not.toThrow();
      }),
    );
    expect(isNarrowed(readQuery((name) => (name === 'sort' ? 'oldest' : name === 'rating' ? '9' : null)))).toBe(false);
  });
});

it('offers what there is, the most frequent first', () => {
  const takes = [someTake({ tags: ['b', 'a'] }), someTake({ tags: ['b'] }), someTake({ ...recipe({ mode: 't2i' }) })];
  expect(facetsOf(takes)).toEqual({ models: ['tiny'], modes: ['t2v', 't2i'], engines: ['browser, wasm'], projects: [], tags: ['b', 'a'] });
});
