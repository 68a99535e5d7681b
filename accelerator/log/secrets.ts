/** What lets somebody in, and what somebody has written: none of it is to be read in a log. */
const ENDS = 'token|secret|password|signature|proof|prompt|privateKey|apiKey|authorization|cookie';
const SECRET = new RegExp(`^(code|key|fragment)$|(${ENDS})$`, 'i');
const HIDDEN = '[hidden]';
/** Deeper than this nothing of ours is nested. */
const DEPTH = 12;

/** The same without secrets, however deep they lie. Errors stay as they are: the logger writes them out itself. */
export function withoutSecrets<Value>(value: Value, depth = DEPTH): Value {
  if (typeof value !== 'object' || value === null || value instanceof Error) return value;
  if (depth === 0) return HIDDEN as Value;
  if (Array.isArray(value)) return value.map((part: unknown) => withoutSecrets(part, depth - 1)) as Value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, SECRET.test(key) ? HIDDEN : withoutSecrets(part as unknown, depth - 1)])) as Value;
}

/** Fields in a line of JSON, and in JSON that stands in a text of that line with its quotes escaped. */
const FIELD = new RegExp(String.raw`"([\w-]*(?:${ENDS}))":"(?:[^"\\]|\\.)*"`, 'gi');
const FIELD_IN_TEXT = new RegExp(String.raw`\\"([\w-]*(?:${ENDS}))\\":\s*\\"(?:[^"\\]|\\\\(?:\\["\\]|[^"\\]))*\\"`, 'gi');

/** A line of the log without secrets in its texts: such fields, what stands behind `Bearer` or in an address. */
export function veiled(line: string): string {
  return line
    .replace(FIELD, `"$1":"${HIDDEN}"`)
    .replace(FIELD_IN_TEXT, String.raw`\"$1\":\"${HIDDEN}\"`)
    .replace(/\bBearer\s+[\w.~+/=-]+/gi, `Bearer ${HIDDEN}`)
    .replace(/([?&#](?:access_)?(?:token|code|key|pair)=)[^&\s"'\\]+/gi, `$1${HIDDEN}`)
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^/\s@"'\\]+@/gi, `$1${HIDDEN}@`);
}
