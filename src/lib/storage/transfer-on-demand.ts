import { loadPart } from '#core/domain/load-part.ts';
import type { Connection } from './connection.ts';
import type { TransferStore } from './ports.ts';

/** Records as backups take and bring them, loaded with the first of these. Throws FaultError `part-missing`, too. */
export class TransferOnDemand implements TransferStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async snapshot(): ReturnType<TransferStore['snapshot']> {
    return (await this.#store()).snapshot();
  }

  async snapshotWithLogs(...asked: Parameters<TransferStore['snapshotWithLogs']>): ReturnType<TransferStore['snapshotWithLogs']> {
    return (await this.#store()).snapshotWithLogs(...asked);
  }

  async merge(...asked: Parameters<TransferStore['merge']>): ReturnType<TransferStore['merge']> {
    return (await this.#store()).merge(...asked);
  }

  async unmerge(...asked: Parameters<TransferStore['unmerge']>): ReturnType<TransferStore['unmerge']> {
    return (await this.#store()).unmerge(...asked);
  }

  async #store(): Promise<TransferStore> {
    const { IdbTransferStore } = await loadPart(() => import('./transfer-store.ts'));
    return new IdbTransferStore(this.#connection);
  }
}
