import { describe, expect, it } from 'vitest';
import { ownerOf } from './claimed-keys.ts';
import { type CommandId, COMMANDS, commandOf, hearTogether } from './commands.ts';
import { refusalOf } from './key-refusal.ts';
import { assigned, givenBack, keysOf, takenOver } from './own-keys.ts';

const keys = (own: Parameters<typeof keysOf>[0], id: CommandId) => keysOf(own, commandOf(id));

describe('the keys as they are from the beginning', () => {
  it('never mean two things at one time', () => {
    const twice = COMMANDS.flatMap((one) => COMMANDS.filter((other) => one.id < other.id && hearTogether(one.place, other.place) && one.keys.some((key) => other.keys.includes(key))).map((other) => `${one.id} ${other.id}`));
    expect(twice).toEqual([]);
  });

  it('are never a screen reader’s own alone', () => {
    for (const { id, keys } of COMMANDS) expect(keys.length > 0 && keys.every((key) => ownerOf(key) === 'screen-reader'), id).toBe(false);
  });

  it('can be given again to what has them', () => {
    for (const { id, keys } of COMMANDS) for (const key of keys) expect(refusalOf({}, id, key), `${id} ${key}`).toBeUndefined();
  });
});

describe('a key of one’s own', () => {
  it.each([
    ['Insert', 'screen-reader'],
    ['Mod+Alt+M', 'screen-reader'],
    ['Mod+Alt+ArrowUp', 'screen-reader'],
    ['Shift+CapsLock', 'screen-reader'],
    ['Mod+W', 'browser'],
    ['Mod+T', 'browser'],
    ['F5', 'browser'],
    ['Mod++', 'browser'],
    ['Alt+F4', 'system'],
    ['Tab', 'page'],
    ['Enter', 'page'],
    ['ArrowLeft', 'page'],
  ] as const)('is refused where %s belongs to another', (key, owner) => {
    expect(refusalOf({}, 'board.generate', key)).toEqual({ reason: 'claimed', owner });
  });

  it('is refused where the page itself uses it, and where it means something else at the same time', () => {
    expect(refusalOf({}, 'takes.favourite', '3')).toMatchObject({ reason: 'fixed', place: 'takes' });
    expect(refusalOf({}, 'board.generate', 'N')).toMatchObject({ reason: 'taken', others: [{ id: 'board.new-clip' }] });
    expect(refusalOf({}, 'board.generate', 'Mod+K')).toMatchObject({ reason: 'taken', others: [{ id: 'everywhere.palette' }] });
    expect(refusalOf({}, 'timeline.closer', 'Q')).toMatchObject({ reason: 'taken', others: [{ id: 'timeline-clip.start-here' }] });
  });

  it('may mean another thing at another place', () => {
    expect(refusalOf({}, 'board.generate', 'Q')).toBeUndefined();
  });

  it('is taken over from what had it, and given back', () => {
    const own = takenOver({}, 'board.generate', 'N');
    expect([keys(own, 'board.generate'), keys(own, 'board.new-clip')]).toEqual([['N'], []]);
    expect(refusalOf(own, 'board.new-clip', 'G')).toBeUndefined();
    const back = givenBack(own, 'board.new-clip');
    expect([keys(back, 'board.new-clip'), keys(back, 'board.generate')]).toEqual([['N'], []]);
    expect(givenBack(back, 'board.generate')).toEqual({});
  });

  it('is not kept where it is what it was from the beginning', () => {
    expect(assigned({ 'board.swap': ['X'] }, 'board.swap', ['A'])).toEqual({});
    expect(assigned({}, 'project.redo', ['Mod+Y'])).toEqual({ 'project.redo': ['Mod+Y'] });
  });

  it('leaves what a newer version knows alone', () => {
    expect(takenOver({ 'moon.land': ['M'] }, 'board.swap', 'M')).toEqual({ 'moon.land': ['M'], 'board.swap': ['M'] });
  });
});

