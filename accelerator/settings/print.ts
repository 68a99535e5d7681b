import type { Configuration } from './read.ts';
import { flagOf, kindOf, SETTING_NAMES, wordsOf } from './schema.ts';

/** What `--print-config` shows: each setting, its value and where that came from. None of them is a secret. */
export function printedSettings({ settings, sources }: Configuration): string {
  const rows = SETTING_NAMES.map((name) => {
    const value = settings[name];
    const isNone = value === undefined || (Array.isArray(value) && value.length === 0);
    return [name, isNone ? '–' : Array.isArray(value) ? value.join(', ') : String(value), sources.get(name) ?? 'default'] as const;
  });
  const wide = (column: 0 | 1) => Math.min(48, Math.max(...rows.map((row) => row[column].length)));
  return rows.map(([name, value, source]) => `${name.padEnd(wide(0))}  ${value.padEnd(wide(1))}  ${source}`).join('\n');
}

/** The lines of the help for all settings. */
export function settingsHelp(): string {
  return SETTING_NAMES.map((name) => {
    const { value, help } = wordsOf(name);
    const flag = `--${flagOf(name)}${value === undefined ? '' : ` ${value}`}`;
    return `  ${flag.padEnd(26)} ${help}${kindOf(name) === 'list' ? '; may be given several times' : ''}`;
  }).join('\n');
}
