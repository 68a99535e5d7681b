/** The stand-in as a process of its own. Its first argument is the port; faults and questions come over the channel to its parent. */
import { StandIn } from './stand-in.ts';
import type { StandInFaults } from './faults.ts';

export interface Command {
  readonly id: number;
  readonly faults: Partial<StandInFaults>;
  /** First forget everything, as a server that was just installed. */
  readonly isFresh: boolean;
}

const standIn = new StandIn();
process.on('message', async ({ id, faults, isFresh }: Command) => {
  if (isFresh) await standIn.reset();
  Object.assign(standIn.faults, faults);
  process.send?.({ id, log: standIn.log });
});
// Its parent is gone: nobody would end it.
process.on('disconnect', () => process.exit());
process.send?.({ port: await standIn.listen(Number(process.argv[2] ?? 0)) });
