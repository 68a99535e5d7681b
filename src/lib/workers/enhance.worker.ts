import * as Comlink from 'comlink';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { enhanceFile, type EnhancedFile, type EnhanceListener, type EnhanceOrder } from './enhance-file.ts';

const api = {
  /** Works on the frames of a file. There is no cancel: whoever wants it no more ends the worker. */
  async enhance(order: EnhanceOrder, listener: EnhanceListener): Promise<Result<EnhancedFile, Fault>> {
    try {
      return ok(await enhanceFile(order, listener));
    } catch (error) {
      if (error instanceof FaultError) return fail(error.fault);
      throw error;
    }
  },
};
export type EnhanceApi = typeof api;

Comlink.expose(api);
