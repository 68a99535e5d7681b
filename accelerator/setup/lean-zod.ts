import type { Plugin } from 'vite';

const SCHEMAS = /\/zod\/v4\/classic\/schemas\.js$/;
const ENGLISH = /\/zod\/v4\/locales\/en\.js$/;
/** How English calls the forms of strings that the studio has none of; without it, a form goes by its own name. */
const FORM_NAME = /^ {8}(?:email|emoji|uuidv\d|nanoid|guid|cuid2?|ulid|xid|ksuid|datetime|date|time|duration|ipv\d|mac|cidrv\d|base64(?:url)?|json_string|e164|currency_code|credit_card|iban|jwt): ".*",\n/gm;

/** How Zod hands each kind of schema its writer of JSON Schema. */
const OWN_WRITER = /^\s*inst\._zod\.processJSONSchema = .*;$/gm;
/** Kinds of schemas that Zod has at least: fewer found means that it is written otherwise now. */
const LEAST = 30;
const LEAST_NAMES = 20;
/** What every schema and every string tells of itself by way of that writer. */
const STANDARD = /^ {4}get "~standard"\(\) \{\n(?: {8}.*\n)+? {4}\},\n {4}set "~standard"\(value\) \{\n.*\n {4}\},$/m;
const FACTS = /^\/\*@__PURE__\*\/ util\.derived\(\{\n(?: {4}.*\n)+?\}, \{$/m;
/** Code that is written while it runs, which the policy of the studio's pages forbids: Zod would find that out and read without it. */
const WRITTEN_CODE = 'core.$ZodObjectJIT.init(inst, def);';

/** What finds values that hold themselves, which nothing that is read here can: it all comes from JSON or from the store as it was read. */
const MEMORY_OF_CIRCLES = /^ {4}if \(!core\.globalConfig\.memoizer\)\n.*$/m;

/** Methods of every schema that the studio calls on none. */
const OF_SCHEMAS = [
  ...['with', 'register', 'overwrite', 'exactOptional', 'nonoptional', 'or', 'and', 'prefault', 'describe', 'meta', 'isOptional', 'isNullable', 'apply'],
  ...['parseAsync', 'safeParseAsync', 'validate', 'validateAsync', 'toJSONSchema'],
  ...['encode', 'decode', 'encodeAsync', 'decodeAsync', 'safeEncode', 'safeDecode', 'safeEncodeAsync', 'safeDecodeAsync'],
];
/** Methods of every string, number and object that the studio calls on none; `z.url()` and its like are functions of their own, and stay. */
const OF_STRINGS = ['includes', 'endsWith', 'nonempty', 'lowercase', 'uppercase', 'normalize', 'toLowerCase', 'toUpperCase', 'slugify'];
const OF_NUMBERS = ['safe', 'negative', 'nonpositive', 'multipleOf', 'step', 'finite'];
const OF_OBJECTS = ['keyof', 'catchall', 'passthrough', 'loose', 'strict', 'strip', 'safeExtend', 'merge', 'partial', 'exactPartial', 'required'];
const FORMS_OF_STRINGS = [
  ...['email', 'url', 'jwt', 'emoji', 'guid', 'uuid', 'uuidv4', 'uuidv6', 'uuidv7', 'nanoid', 'cuid', 'cuid2', 'ulid', 'base64', 'base64url', 'xid', 'ksuid'],
  ...['ipv4', 'ipv6', 'cidrv4', 'cidrv6', 'e164', 'datetime', 'date', 'time', 'duration'],
];

/** A method as Zod writes it: `name(…) {`, `async name(…) {` or `name: function …(…) {`, up to its end. */
const method = (name: string): RegExp => new RegExp(`^ {4}(?:async )?${name}(?:\\(|: (?:async )?function ).*\\{\\n(?: {8}.*\\n)+? {4}\\},$`, 'm');

/**
 * Keeps out of the studio what Zod brings along and nobody here calls: the writer of JSON Schema, which each schema that
 * is read would bring its part of, forms of strings, and ways to read that are not used. What was taken out is not there
 * in the build; where Zod is written otherwise, the build stops.
 */
export function leanZod(): Plugin {
  return {
    name: 'kinora-lean-zod',
    apply: 'build',
    transform: {
      filter: { id: [SCHEMAS, ENGLISH] },
      handler(code, id) {
        if (ENGLISH.test(id)) {
          if ((code.match(FORM_NAME)?.length ?? 0) < LEAST_NAMES) throw otherwise('what English calls forms of strings');
          return { code: code.replace(FORM_NAME, ''), map: null };
        }
        if ((code.match(OWN_WRITER)?.length ?? 0) < LEAST) throw otherwise('its writers of JSON Schema');
        let lean = code.replace(OWN_WRITER, '');
        const drop = (what: RegExp, name: string, by = '') => {
          if (!what.test(lean)) throw otherwise(name);
          lean = lean.replace(what, by);
        };
        if (!lean.includes(WRITTEN_CODE)) throw otherwise('how objects are read');
        lean = lean.replace(WRITTEN_CODE, 'core.$ZodObject.init(inst, def);');
        drop(MEMORY_OF_CIRCLES, 'the memory of circles');
        drop(STANDARD, '~standard');
        for (const kind of ['strings', 'numbers']) drop(FACTS, `the facts of ${kind}`, 'util.derived({}, {');
        // The same name may stand in several kinds of schemas: each list is looked for behind the beginning of its own.
        const within = (beginning: string, names: readonly string[]) => {
          const at = lean.indexOf(beginning);
          if (at < 0) throw otherwise(beginning);
          const before = lean.slice(0, at);
          lean = lean.slice(at);
          for (const name of names) drop(method(name), name);
          lean = before + lean;
        };
        within('export const ZodType = ', OF_SCHEMAS);
        within('export const _ZodString = ', OF_STRINGS);
        within('export const ZodString = ', FORMS_OF_STRINGS);
        within('export const ZodNumber = ', OF_NUMBERS);
        within('export const ZodObject = ', OF_OBJECTS);
        return { code: lean, map: null };
      },
    },
  };
}

const otherwise = (what: string): Error => new Error(`Zod is written otherwise than accelerator/setup/lean-zod.ts expects: ${what}. Look how its schemas are put together now.`);
