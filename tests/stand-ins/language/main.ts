/** The stand-in as a process of its own; what it does otherwise and what it was asked go over the channel to its parent. */
import { type Manners, StandIn } from './stand-in.ts';

export interface Command {
  readonly id: number;
  readonly manners: Partial<Manners>;
  /** First forget everything. */
  readonly isFresh: boolean;
}

const standIn = new StandIn();
process.on('message', ({ id, manners, isFresh }: Command) => {
  if (isFresh) standIn.reset();
  standIn.manners = { ...standIn.manners, ...manners };
  process.send?.({ id, log: standIn.log });
});
// Its parent is gone: nobody would end it.
process.on('disconnect', () => process.exit());
process.send?.({ port: await standIn.listen() });
