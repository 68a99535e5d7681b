import { SDCPP } from '#core/domain/memory/memory-plan-figures.ts';
import { correctionKey, learn, type Measured } from '#core/domain/memory/memory-plan-learn.ts';
import type { MachineRoom } from '#core/domain/memory/memory-plan-types.ts';
import type { LearntMemory } from '../learnt-memory.ts';
import { chooseMemory, type MemoryChoice } from './memory-flags.ts';

type Ways = Parameters<typeof chooseMemory>[1];
type Asked = Parameters<typeof chooseMemory>[2];

/** How often it is looked what is free, in milliseconds: the machine is read every two seconds. */
const LOOK_MS = 1_000;

/** A run that is being watched for the most memory that it takes. */
export interface WatchedRun {
  /** It has made its clip in so many seconds. */
  made(seconds: number): void;
  /** The memory ran out on it. */
  ranOut(): void;
  /** It is over, however. */
  stop(): void;
}

/** Chooses how a model is loaded by what is free, and by what earlier runs have shown of this machine. */
export class SdMemory {
  readonly #room: () => MachineRoom | undefined;
  readonly #learnt: LearntMemory;
  readonly #lookMs: number;
  #running = 0;

  constructor(room: () => MachineRoom | undefined, learnt: LearntMemory, lookMs = LOOK_MS) {
    this.#room = room;
    this.#learnt = learnt;
    this.#lookMs = lookMs;
  }

  choose(model: Parameters<typeof chooseMemory>[0], ways: Ways, asked: Asked): MemoryChoice {
    const room = this.#room();
    return chooseMemory(model, ways, asked, room, this.#learnt.at(placeOf(room)));
  }

  /** From before the program is started. Beside another run neither has a peak of its own: then only time and shortage teach anything. */
  watch({ planned }: MemoryChoice): WatchedRun {
    const before = this.#room();
    this.#running += 1;
    let isAlone = this.#running === 1;
    let least = freeIn(before);
    const timer = setInterval(() => {
      isAlone &&= this.#running === 1;
      least = Math.min(least, freeIn(this.#room()));
    }, this.#lookMs).unref();
    const note = (measured: Measured) => {
      if (!planned || !before) return;
      const { figures, plan } = planned;
      const key = correctionKey(figures, SDCPP, plan.preset);
      const place = placeOf(before);
      this.#learnt.note(place, key, learn(this.#learnt.at(place)[key], plan.need, before.card !== undefined, measured));
    };
    return {
      made: (seconds) => {
        const peak = freeIn(before) - least;
        note({ seconds, ...(isAlone && peak > 0 && Number.isFinite(peak) && { peak }) });
      },
      ranOut: () => note({ ranOutAt: freeIn(before) }),
      stop: () => {
        clearInterval(timer);
        this.#running -= 1;
      },
    };
  }
}

const placeOf = (room: MachineRoom | undefined): string => `sd-cli on ${room?.card?.name ?? 'the processor'}`;
const freeIn = (room: MachineRoom | undefined): number => (room ? (room.card ?? room.memory).free : Infinity);
