/** The child process of the tests. */
import { FaultError } from '#core/schema/fault.ts';
import { type OrderContext, serveOrders } from './serve-orders.ts';
import { SOME } from './some-work.test-support.ts';

let before: OrderContext<number> | undefined;

serveOrders(SOME, async (order, context) => {
  // What is told of an order that is done concerns nobody any more.
  before?.tell(-1);
  before = context;
  context.tell(0);
  switch (order) {
    case 'answer':
      return `process ${process.pid}`;
    case 'steps':
      for (let step = 1; ; step += 1) {
        if (context.signal.aborted) throw new FaultError('cancelled');
        context.tell(step);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    case 'fault':
      throw new FaultError('model-not-found', { model: 'nobody' });
    case 'bug':
      throw new Error('nobody thought of this');
    case 'die':
      console.error('Error: the card caught fire\n    at 0x00000000');
      return process.exit(3);
    case 'die-silently':
      return process.exit(3);
    case 'hang':
      // As a graph that does not end: nothing is heard, no timer runs. What was told before is let out first.
      await new Promise((resolve) => setTimeout(resolve, 50));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      return '';
    case 'fill-memory':
      for (const all: number[][] = []; ; ) {
        for (let some = 0; some < 100; some += 1) all.push(Array.from({ length: 10_000 }, Math.random));
        context.tell(all.length);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    case 'nonsense':
      process.send?.('mumble');
      return new Promise(() => {});
    case 'wrong-answer':
      return 42 as unknown as string;
    case 'wrong-news':
      context.tell('mumble' as unknown as number);
      return new Promise(() => {});
  }
});
