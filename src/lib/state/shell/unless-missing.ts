import { type Fault, FaultError } from '#core/schema/fault.ts';

/** For what comes behind the first page, which may stay out, as without a network: then it is null. Anything else is told. */
export const unlessMissing =
  (tell: (fault: Fault) => void) =>
  (error: unknown): null => {
    if (!(error instanceof FaultError)) reportError(error);
    else if (error.fault.reason !== 'part-missing') tell(error.fault);
    return null;
  };
