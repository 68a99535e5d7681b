import { expect, it } from 'vitest';
import { setBrief } from '../../document/commands/brief.ts';
import { addCharacter } from '../../document/commands/character.ts';
import { addKeyframe } from '../../document/commands/keyframe.ts';
import { addToPool } from '../../document/commands/pool.ts';
import { removeFromShelf } from '../../document/commands/shelf.ts';
import { addNarration } from '../../document/commands/sound.ts';
import { addStyle } from '../../document/commands/style.ts';
import { addTakes } from '../../document/commands/take.ts';
import { sampleFilm, take } from '../../document/sample-film.test-support.ts';
import { Sha256, TakeId } from '../../schema/ids.ts';
import { NO_FACTS } from '../../schema/pool-item.ts';
import type { Take } from '../../schema/take.ts';
import { namedAssets } from './named-assets.ts';

const hash = (letter: string): Sha256 => Sha256.parse(letter.repeat(64));
const [HERE, GONE] = [1, 2].map((n) => TakeId.parse(`00000000-0000-4000-8000-00000000000${n}`)) as [TakeId, TakeId];
const kept = { media: { sha256: hash('1'), type: 'video/mp4' }, recipe: { prompt: 'a gull' } } as unknown as Take;

it('names pool, keyframes, characters, styles, song, narration, brief and takes, each once with all its places', () => {
  const { document, clips } = sampleFilm();
  const picture = { type: 'image/png', name: 'Ada' };
  take(document.run(setBrief({ song: { asset: hash('a'), type: 'audio/mpeg', name: 'Tide' } })));
  take(document.run(addKeyframe(clips[1], 'first', { still: { kind: 'picture', asset: hash('b'), ...picture } })));
  take(document.run(addTakes({ kind: 'clip', id: clips[0] }, [HERE, GONE])));
  take(document.run(addCharacter({ name: 'Ada', references: [{ asset: hash('b'), ...picture }], lora: { asset: hash('c'), name: 'ink', weight: 1 } })));
  take(document.run(addStyle({ name: '', loras: [{ asset: hash('c'), name: 'ink', weight: 1 }] })));
  const item = { ...NO_FACTS, kind: 'image' as const, ...picture, description: '', tags: [], take: null };
  take(document.run(addToPool([{ ...item, asset: hash('b') }, { ...item, asset: hash('d') }])));
  take(document.run(removeFromShelf('pool', [document.project.pool[1]!.id])));
  take(document.run(addNarration({ asset: hash('e'), type: 'audio/wav', name: 'Words', at: 0, length: 24, from: 0, gain: 1, text: '' })));
  const named = namedAssets(document.project, (id) => (id === HERE ? kept : undefined));
  expect(named.map(({ asset, name, where }) => [asset.charAt(0), name, where])).toEqual([
    ['a', 'Tide', ['the song']],
    ['1', 'a gull', ['a take of clip 1A']],
    ['b', 'Ada', ['a keyframe of clip 1B', 'a picture of “Ada”', 'the pool']],
    ['c', 'ink', ['the LoRA of “Ada”', 'a LoRA of a style']],
    ['e', 'Words', ['the narration']],
  ]);
});
