/** An expected outcome as a value: success carries data, failure a reason from a documented union. */
export type Result<Value, Fault> = { ok: true; value: Value } | { ok: false; fault: Fault };

export const ok = <Value>(value: Value): { ok: true; value: Value } => ({ ok: true, value });
export const fail = <Fault>(fault: Fault): { ok: false; fault: Fault } => ({ ok: false, fault });
