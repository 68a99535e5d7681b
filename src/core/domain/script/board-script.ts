import type { FrameRate } from '../../schema/film-time.ts';
import type { PlannedCharacter, Storyboard } from '../../schema/storyboard.ts';
import { CUT } from '../../schema/transition.ts';
import { toFrames } from '../timeline/frame-rate.ts';
import { clipName } from '../story/board/clip-names.ts';
import { shareOut } from '../story/board/share-out.ts';
import type { ReadPages, ScriptShot } from './script-shot.ts';

/** How long a shot is where nobody says. Seconds. */
const USUAL = 3;
/** How fast people speak: letters in a second. */
const SPOKEN = 15;

/** A script's shots as clips, one each: cuts between them, and lengths for those that have none. */
export function boardScript({ title, scenes, cast }: ReadPages, fileName: string, rate: FrameRate, targetLength: number | null): Storyboard {
  const shots = scenes.flatMap((scene) => scene.shots);
  const lengths = lengthsOf(shots, rate, targetLength);
  const names = cast.map((name) => ({ name, word: new RegExp(`(?<![\\p{L}\\p{N}])${name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'iu') }));
  let at = 0;
  return {
    scenes: scenes.map((scene, s) => ({
      name: scene.name || (scenes.length === 1 ? title || stemOf(fileName) || 'Shots' : `Scene ${s + 1}`),
      description: scene.shots.flatMap(({ dialogue }) => dialogue).join('\n'),
      prompt: scene.place,
      lyrics: scene.lyrics.join('\n'),
      title: '',
      clips: scene.shots.map((shot) => {
        const length = lengths[at] as number;
        at += 1;
        const characters = names.flatMap(({ word }, i) => (word.test(shot.prompt) ? [i] : []));
        return { name: shot.name || clipName(shot.prompt), prompt: shot.prompt, role: null, shot: shot.shot, cameraMove: shot.cameraMove, length, transition: CUT, characters, says: shot.dialogue };
      }),
    })),
    characters: names.map(({ name }): PlannedCharacter => ({ name, description: '', triggerWords: '', references: [] })),
    style: null,
  };
}

/** Lengths as the script says them; the others share what is left of the target, where that is a second each, else they last as long as what is said. */
function lengthsOf(shots: readonly ScriptShot[], rate: FrameRate, targetLength: number | null): number[] {
  const open = shots.filter(({ length }) => length === null).length;
  const left = (targetLength ?? 0) - shots.reduce((sum, { length }) => sum + (length ?? 0), 0);
  const shares = left >= open * Math.max(1, toFrames(1, rate)) ? shareOut(left, Array.from({ length: open }, () => 1)).values() : null;
  const usual = ({ dialogue }: ScriptShot): number => Math.max(1, toFrames(Math.max(USUAL, dialogue.join(' ').length / SPOKEN), rate));
  return shots.map((shot) => shot.length ?? (shares?.next().value as number | undefined) ?? usual(shot));
}

const stemOf = (fileName: string): string => fileName.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '').slice(0, 80);
