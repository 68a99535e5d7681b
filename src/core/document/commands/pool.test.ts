import { describe, expect, it } from 'vitest';
import { findClip, firstKeyframe } from '../../domain/timeline/cut.ts';
import { poolUses } from '../../domain/pool/pool-uses.ts';
import { summarise } from '../../domain/project/project-summary.ts';
import { Sha256, TakeId } from '../../schema/ids.ts';
import { NO_FACTS } from '../../schema/pool-item.ts';
import { sampleFilm, take } from '../sample-film.test-support.ts';
import { addToPool, describePoolItems, editPoolItem, type NewPoolItem, tagPoolItems } from './pool.ts';
import { removeFromShelf } from './shelf.ts';
import { putTakeOnClip, startOrEndOn } from './use-asset.ts';

const hash = (letter: string): Sha256 => Sha256.parse(letter.repeat(64));
const TAKE = TakeId.parse('00000000-0000-4000-8000-000000000001');
const picture = (letter: string, changes: Partial<NewPoolItem> = {}): NewPoolItem => ({
  ...{ ...NO_FACTS, kind: 'image', asset: hash(letter), type: 'image/png', name: letter, description: '', tags: [], take: null },
  ...changes,
});

describe('the pool', () => {
  it('takes several at once, in order, each once, as one change', () => {
    const { document } = sampleFilm();
    const first = take(document.run(addToPool([picture('a')])));
    const more = take(document.run(addToPool([picture('b'), picture('a', { name: 'again' }), picture('b'), picture('c')])));
    expect(more.added).toHaveLength(2);
    expect(more.present).toEqual(first.added);
    expect(document.project.pool.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(document.undoName).toBe('add 2 assets to the pool');
    document.undo();
    expect(document.project.pool.map(({ name }) => name)).toEqual(['a']);
    document.redo();
    expect(document.project.pool.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  it('keeps what is known of a file, and reads as unknown what is none', () => {
    const { document } = sampleFilm();
    const facts = { bytes: 12, width: 3, height: 4, length: 5, poster: { asset: hash('e'), type: 'image/webp' } };
    take(document.run(addToPool([picture('a', facts)])));
    expect(document.project.pool[0]).toMatchObject(facts);
    expect(document.run(addToPool([picture('b', { bytes: 0 })]))).toEqual({ ok: false, fault: { reason: 'value-invalid', field: 'bytes' } });
    expect(document.project.pool).toHaveLength(1);
  });

  it('leaves no step to undo where all was there', () => {
    const { document } = sampleFilm();
    take(document.run(addToPool([picture('a')])));
    take(document.run(addToPool([picture('a')])));
    expect(document.undo()).toBe('add an asset to the pool');
  });

  it('tags many as one change, and refuses where one is gone', () => {
    const { document } = sampleFilm();
    const { added } = take(document.run(addToPool([picture('a', { tags: ['sea'] }), picture('b')])));
    take(document.run(tagPoolItems(added, 'Aurora', true)));
    expect(document.project.pool.map(({ tags }) => tags)).toEqual([['Aurora', 'sea'], ['Aurora']]);
    document.undo();
    expect(document.project.pool.map(({ tags }) => tags)).toEqual([['sea'], []]);
    take(document.run(removeFromShelf('pool', [added[1]!])));
    expect(document.run(tagPoolItems(added, 'x', true))).toMatchObject({ fault: { reason: 'not-found' } });
    expect(document.run(editPoolItem(added[1]!, { name: 'x' }))).toMatchObject({ fault: { reason: 'not-found' } });
  });

  it('has its bytes and its posters named by the summary, also from the bin', () => {
    const { document } = sampleFilm();
    const { added } = take(document.run(addToPool([picture('a', { poster: { asset: hash('b'), type: 'image/webp' } })])));
    take(document.run(removeFromShelf('pool', added)));
    expect(summarise(document.project).assets.toSorted()).toEqual([hash('a'), hash('b')]);
  });
});

describe('what a model says of what lies in the pool', () => {
  it('is kept and told apart, and gives way to a person’s words', () => {
    const document = sampleFilm().document;
    const { added } = take(document.run(addToPool([picture('a'), picture('b', { description: 'My boat' })])));
    const said = new Map(added.map((id) => [id, { text: 'A boat.', model: 'Eye' }]));
    take(document.settle(describePoolItems(said)));
    const told = () => document.project.pool.map(({ description, describedBy }) => [description, describedBy]);
    expect(told()).toEqual([['A boat.', 'Eye'], ['My boat', undefined]]);
    // It is nothing that a person did.
    expect(document.undoName).toBe('add 2 assets to the pool');
    take(document.settle(describePoolItems(new Map([[added[0]!, { text: 'A red boat.', model: 'Other' }]]))));
    expect(told()[0]).toEqual(['A red boat.', 'Other']);
    take(document.run(editPoolItem(added[0]!, { description: 'The boat of my aunt' })));
    take(document.settle(describePoolItems(said)));
    expect(told()[0]).toEqual(['The boat of my aunt', undefined]);
    take(document.run(editPoolItem(added[0]!, { description: '' })));
    take(document.settle(describePoolItems(said)));
    expect(told()[0]).toEqual(['A boat.', 'Eye']);
    take(document.run(editPoolItem(added[0]!, { name: 'Boat' })));
    expect(told()[0]).toEqual(['A boat.', 'Eye']);
  });
});

describe('what lies in the pool, put to use', () => {
  it('is shown on a clip as a take of it, in one change', () => {
    const { document, clips } = sampleFilm();
    take(document.run(putTakeOnClip(clips[1], TAKE)));
    expect(findClip(document.project, clips[1])!.clip).toMatchObject({ selected: TAKE, takes: [{ id: TAKE }] });
    expect(document.undoName).toBe('put a take on clip 2');
    expect(poolUses(document.project, { asset: hash('a'), take: TAKE })).toEqual([{ kind: 'clip', clip: clips[1], slate: '1B', as: 'shown' }]);
    document.undo();
    expect(findClip(document.project, clips[1])!.clip.takes).toEqual([]);
    expect(poolUses(document.project, { asset: hash('a'), take: TAKE })).toEqual([]);
  });

  it('is what a clip starts or ends on: a picture by its bytes, a take with its recipe', () => {
    const { document, clips } = sampleFilm();
    const still = { kind: 'picture', asset: hash('a'), type: 'image/png', name: 'a.png' } as const;
    take(document.run(startOrEndOn(clips[0], 'first', still)));
    expect(firstKeyframe(document.project, findClip(document.project, clips[0])!)!.still).toEqual(still);
    take(document.run(startOrEndOn(clips[2], 'last', { kind: 'take', take: TAKE })));
    expect(findClip(document.project, clips[2])!.clip.keyframes[0]).toMatchObject({ still: { kind: 'take', take: TAKE }, takes: [{ id: TAKE }] });
    expect(poolUses(document.project, { asset: hash('a'), take: TAKE }).map((use) => ('slate' in use ? [use.slate, use.as] : []))).toEqual([
      ['1A', 'first keyframe'],
      ['1C', 'last keyframe'],
    ]);
    expect(document.undo()).toBe('set the last keyframe of clip 3');
    expect(document.run(startOrEndOn('gone' as never, 'first', still))).toMatchObject({ fault: { reason: 'not-found', what: 'clip' } });
  });
});
