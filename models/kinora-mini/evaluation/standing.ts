import type { Session } from '#core/pipelines/runtime.ts';
import { cut, type Clip, type Region, type Said } from './clip.ts';
import { judge } from './judge.ts';
import type { Tally } from './tally.ts';

/** The rows for two subjects, in the order of the table. */
export const STANDING = ['subject', 'colour', 'second', 'second_colour', 'both', 'left_of', 'above', 'behind', 'chasing'] as const;
export type Standing = (typeof STANDING)[number];

/** The row of each way to stand; of all others one chases the other. */
const ROW: Readonly<Record<string, Standing>> = { left_of: 'left_of', right_of: 'left_of', above: 'above', below: 'above', behind: 'behind', in_front_of: 'behind' };

/** The halves of a frame beside each other, or one over the other. */
function halves({ width, height }: Clip, direction: 'across' | 'down'): readonly [Region, Region] {
  if (direction === 'down') {
    const half = { left: 0, width, height: Math.floor(height / 2) };
    return [{ ...half, top: 0 }, { ...half, top: height - half.height }];
  }
  const half = { top: 0, height, width: Math.floor(width / 2) };
  return [{ ...half, left: 0 }, { ...half, left: width - half.width }];
}

/** Where the first and the second should be seen: one way, or either where the prompt leaves it open. */
function ways(clip: Clip, { relation }: Said): readonly (readonly [Region, Region])[] {
  const across = halves(clip, 'across');
  const turned = [across[1], across[0]] as const;
  const down = halves(clip, 'down');
  if (relation === 'above') return [down];
  if (relation === 'below') return [[down[1], down[0]]];
  if (relation === 'behind' || relation === 'in_front_of') return [across, turned];
  return [['left_of', 'chasing', 'chased_by_left'].includes(relation!) ? across : turned];
}

/**
 * Adds to the tally whether two subjects are seen as was said: what the judge, which knows one, sees in the half of the
 * frame where each should be. `both`, and the row of the relation: each half shows the colour that belongs there.
 */
export async function lookAtTwo(session: Session, clip: Clip, said: Said, tally: Tally): Promise<void> {
  let best: Record<'subject' | 'colour' | 'second' | 'second_colour', boolean> | undefined;
  let most = -1;
  for (const [here, there] of ways(clip, said)) {
    const first = (await judge(session, cut(clip, here))).words;
    const second = (await judge(session, cut(clip, there))).words;
    const found = {
      subject: first.subject === said.subject,
      colour: first.colour === said.colour,
      second: second.subject === said.second,
      second_colour: second.colour === said.second_colour,
    };
    const count = Object.values(found).filter(Boolean).length;
    if (count > most) [best, most] = [found, count];
  }
  for (const [name, isRight] of Object.entries(best!)) tally.add(name, isRight);
  const stands = best!.colour && best!.second_colour;
  tally.add('both', stands);
  tally.add(ROW[said.relation!] ?? 'chasing', stands);
}
