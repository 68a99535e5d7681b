import type { IndexedThing, ShelvedThing } from '../../schema/project-summary.ts';
import type { Project } from '../../schema/project.ts';
import { clipInCut, sceneInCut } from '../timeline/cut.ts';
import { clipSlate, sceneSlate } from '../timeline/slate.ts';

/** The longest name and the longest words that an index keeps of a thing, in UTF-16 code units. */
const LONGEST_NAME = 120;
const LONGEST_WORDS = 160;

/** The scenes of the cut and their clips, as they are called and found: by name, and by prompt or description. */
export const thingsIn = ({ scenes }: Pick<Project, 'scenes'>): readonly IndexedThing[] =>
  scenes.flatMap((stack, i) => {
    const scene = sceneInCut(stack);
    const slate = `Scene ${sceneSlate(i + 1, scene.alternate)}`;
    const clips = scene.clips.map((one, index): IndexedThing => {
      const { id, name, prompt, alternate } = clipInCut(one);
      return { kind: 'clip', id, name: called(`Clip ${clipSlate(i + 1, index, alternate)}`, name), words: prompt, about: scene.name.trim() || slate };
    });
    return [{ kind: 'scene', id: scene.id, name: called(slate, scene.name), words: scene.description, about: 'Scene' }, ...clips];
  });

/** The characters, the styles and what lies in the pool, as they are called and found. */
export const shelfOf = ({ characters, styles, pool }: Pick<Project, 'characters' | 'styles' | 'pool'>): readonly ShelvedThing[] => [
  ...characters.map(({ id, name, description, triggerWords }): ShelvedThing => ({ kind: 'character', id, name: name.trim() || 'Character without a name', words: `${description}\n${triggerWords}`, about: 'Character' })),
  ...styles.map(({ id, name, category, prompt }): ShelvedThing => ({ kind: 'style', id, name: name.trim() || 'Style without a name', words: `${category}\n${prompt}`, about: 'Style' })),
  ...pool.map(({ id, name, description, tags }): ShelvedThing => ({ kind: 'pool-item', id, name: name.trim() || 'Without a name', words: `${tags.join('\n')}\n${description}`, about: 'Pool' })),
];

/** Things short enough to be kept beside a project and looked through without opening it. */
export const indexOf = <Thing extends IndexedThing | ShelvedThing>(things: readonly Thing[]): Thing[] =>
  things.map((thing) => ({
    ...thing,
    name: begun(thing.name, LONGEST_NAME),
    about: begun(thing.about, LONGEST_NAME),
    words: begun(thing.words, LONGEST_WORDS),
  }));

const called = (slate: string, name: string): string => (name.trim() ? `${slate}: ${name.trim()}` : slate);
const begun = (text: string, most: number): string => (text.length > most ? text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '') : text);
