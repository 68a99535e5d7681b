import { describe, expect, it } from 'vitest';
import { Sha256 } from '../../schema/ids.ts';
import { NO_FACTS } from '../../schema/pool-item.ts';
import { sampleFilm, take } from '../sample-film.test-support.ts';
import { addBriefPictures, markBriefPicture } from './brief.ts';
import { addCharacter } from './character.ts';
import { addCutOutToBrief, addCutOutToCharacter, addCutOutToPool } from './cut-out.ts';
import { addToPool, type NewPoolItem } from './pool.ts';

const hash = (letter: string) => Sha256.parse(letter.repeat(64));
const [ORIGINAL, OTHER, CUT] = [hash('a'), hash('b'), hash('c')];
const picture = (asset: Sha256) => ({ asset, type: 'image/png', name: `Picture ${asset[0]}` });
const cut = { ...picture(CUT), cutOut: { asset: ORIGINAL, name: 'Bottle', by: 'MODNet', ground: 'none' } } as const;
const item = (one: ReturnType<typeof picture>): NewPoolItem => ({ ...NO_FACTS, ...one, kind: 'image', description: '', tags: [], take: null });

describe('a cut-out', () => {
  it('lies in the pool beside its original, says where it comes from, and is undone by name', () => {
    const { document } = sampleFilm();
    take(document.run(addToPool([item(picture(ORIGINAL))])));
    const { added } = take(document.run(addCutOutToPool({ ...item(cut), cutOut: cut.cutOut })));
    expect(document.project.pool.map(({ asset }) => asset)).toEqual([ORIGINAL, CUT]);
    expect(document.project.pool[1]).toMatchObject({ id: added[0], cutOut: cut.cutOut });
    expect(document.undoName).toBe('cut out Bottle');
    document.undo();
    expect(document.project.pool.map(({ asset }) => asset)).toEqual([ORIGINAL]);
  });

  it('stands behind its original among the pictures of a character', () => {
    const { document } = sampleFilm();
    const id = take(document.run(addCharacter({ name: 'Ada', references: [picture(ORIGINAL), picture(OTHER)] })));
    take(document.run(addCutOutToCharacter(id, cut)));
    const { references } = document.project.characters[0]!;
    expect(references).toEqual([picture(ORIGINAL), cut, picture(OTHER)]);
    expect(document.undoName).toBe('cut out Bottle');
    // Cut out once more, it is there once.
    take(document.run(addCutOutToCharacter(id, cut)));
    expect(document.project.characters[0]!.references).toEqual(references);
  });

  it('stands behind its original among those of the brief, and keeps its origin when it is marked otherwise', () => {
    const { document } = sampleFilm();
    take(document.run(addBriefPictures([picture(ORIGINAL), picture(OTHER)].map((one) => ({ ...one, shows: 'product' as const })))));
    take(document.run(addCutOutToBrief({ ...cut, shows: 'product' })));
    take(document.run(markBriefPicture(CUT, 'reference')));
    expect(document.project.brief.pictures.map(({ asset, shows, cutOut }) => [asset, shows, cutOut?.by])).toEqual([[ORIGINAL, 'product', undefined], [CUT, 'reference', 'MODNet'], [OTHER, 'product', undefined]]);
  });

  it('is not taken with an origin that is none, nor into a brief that is full', () => {
    const { document } = sampleFilm();
    expect(document.run(addCutOutToPool({ ...item(cut), cutOut: { ...cut.cutOut, by: '' } })).ok).toBe(false);
    take(document.run(addBriefPictures([...'0123456789'].map((letter) => ({ ...picture(hash(letter)), shows: 'reference' as const })))));
    expect(document.run(addCutOutToBrief({ ...cut, shows: 'product' }))).toMatchObject({ ok: false, fault: { reason: 'too-many-pictures' } });
  });
});
