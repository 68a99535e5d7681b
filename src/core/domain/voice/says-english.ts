import { languageOf, scriptOf } from '../language/same-language.ts';

/** What language a text seems to be in where it is not English; undefined where it is, or is too short to tell. */
export function foreignLanguage(text: string): string | undefined {
  const script = scriptOf(text);
  if (script !== undefined && script !== 'Latin') return script;
  const language = languageOf(text, 3);
  return language === 'English' ? undefined : language;
}
