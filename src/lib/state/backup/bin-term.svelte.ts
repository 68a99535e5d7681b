import { daysInBin, isOverdue } from '#core/domain/project/bin-term.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Take } from '#core/schema/take.ts';
import type { SettingsStore, TakeStore } from '#lib/storage/ports.ts';
import type { Settings } from '#lib/storage/records.ts';

/** How long takes stay in the bin. */
export class BinTerm {
  #days = $state(30);
  readonly #settings: SettingsStore;

  constructor(settings: SettingsStore, days: number) {
    this.#settings = settings;
    this.#days = days;
  }

  get days(): number {
    return this.#days;
  }
  set days(days: number) {
    this.#days = days;
    void this.#settings.write({ binDays: days });
  }

  /** Shows settings that were made elsewhere. */
  follow({ binDays }: Settings): void {
    this.#days = binDays;
  }

  /** Days that a take may still lie in the bin. */
  left(take: Take): number {
    return daysInBin(take, this.#days, Date.now()) ?? this.#days;
  }

  /**
   * Deletes for good what has lain its time, as it stands in the store now; resolves with what went.
   * `shown` spares the look where nothing can be due.
   */
  async expire(takes: TakeStore, shown: readonly Take[]): Promise<readonly Take[]> {
    const now = Date.now();
    const isOver = (take: Take) => isOverdue(take, this.#days, now);
    if (!shown.some(isOver)) return [];
    try {
      return await takes.deleteWhere(isOver);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return [];
    }
  }
}
