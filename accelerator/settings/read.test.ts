import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { printedSettings, settingsHelp } from './print.ts';
import { readSettings } from './read.ts';
import { flagOf, hostOf, kindOf, SETTING_NAMES, Settings, variableOf, wordsOf } from './schema.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-settings-'));
});
afterEach(() => rm(folder, { recursive: true }));

const read = (words: string[], env: Record<string, string> = {}) => readSettings(words, { KINORA_DATA: folder, ...env }, '/here');
const settingsOf = (words: string[], env: Record<string, string> = {}) => {
  const result = read(words, env);
  if (!result.ok) throw new Error(result.fault);
  return result.value;
};
const refusal = (words: string[], env: Record<string, string> = {}) => {
  const result = read(words, env);
  return result.ok ? 'taken' : result.fault;
};
const inFile = (content: unknown) => writeFile(path.join(folder, 'settings.json'), typeof content === 'string' ? content : JSON.stringify(content));

describe('settings', () => {
  it('count more from the environment than from the file, and more from a flag than from both', async () => {
    await inFile({ port: 1001, logLevel: 'warn', logSize: 20 });
    const { settings, sources } = settingsOf(['--port', '1003'], { KINORA_PORT: '1002', KINORA_LOG_LEVEL: 'debug' });
    expect(settings).toMatchObject({ port: 1003, logLevel: 'debug', logSize: 20, historyDays: 7 });
    const file = path.join(folder, 'settings.json');
    expect(['port', 'logLevel', 'logSize', 'historyDays'].map((name) => sources.get(name as 'port'))).toEqual(['--port', 'KINORA_LOG_LEVEL', file, 'default']);
  });

  it('come from the file that is named instead of that in the data folder', async () => {
    await inFile({ port: 1001 });
    const named = path.join(folder, 'other.json');
    await writeFile(named, '\uFEFF{"port": 1004, "data": "elsewhere"}');
    const env = { KINORA_CONFIG: named };
    const result = readSettings([], env, '/here');
    expect(result).toMatchObject({ ok: true, value: { data: path.join(folder, 'elsewhere'), settings: { port: 1004 } } });
    expect(settingsOf(['--config', named])).toMatchObject({ data: folder, settings: { port: 1004 } });
  });

  it('are read from the text of variables and flags', () => {
    const { settings } = settingsOf(['--comfyui', 'http://127.0.0.1:8188', '--comfyui', 'http://127.0.0.1:8189', '--no-lan', '--log-size', '20'], {
      KINORA_LAN: 'on',
      KINORA_ALLOWED_HOSTS: 'studio.home, box',
      KINORA_COMFYUI: 'http://127.0.0.1:1',
      KINORA_PROVIDER: '',
    });
    expect(settings).toMatchObject({
      comfyui: ['http://127.0.0.1:8188', 'http://127.0.0.1:8189'],
      lan: false,
      allowedHosts: ['studio.home', 'box'],
      logSize: 20,
      provider: 'auto',
    });
  });

  it('name places beside whatever names them, and programs by bare name as they are', async () => {
    await inFile({ models: ['models', '/far'], sdCli: 'bin/sd-cli' });
    expect(settingsOf(['--workflows', '../flows']).settings).toMatchObject({ models: [path.join(folder, 'models'), '/far'], sdCli: path.join(folder, 'bin/sd-cli'), workflows: '/flows' });
    expect(settingsOf(['--sd-cli', 'sd-cli']).settings.sdCli).toBe('sd-cli');
  });

  it.each([
    [['--port', '99999'], {}, '--port cannot be 99999. Allowed: whole numbers from 0 to 65535.'],
    [['--port', 'http'], {}, '--port cannot be http.'],
    [[], { KINORA_PORT: '1e3' }, 'KINORA_PORT cannot be 1e3.'],
    [[], { KINORA_LAN: 'perhaps' }, 'KINORA_LAN cannot be perhaps. Allowed: true or false.'],
    [[], { KINORA_PROT: '1' }, 'The environment says KINORA_PROT, and there is no such setting.'],
    [['--prot', '1'], {}, "Unknown option '--prot'."],
    [['stray'], {}, "Unexpected argument 'stray'."],
    [['--allowed-origins', 'https://a.example/path'], {}, '--allowed-origins cannot be https://a.example/path.'],
    [['--allowed-hosts', 'A B'], {}, '--allowed-hosts cannot be A B.'],
    [['--comfyui', 'file:///etc/passwd'], {}, '--comfyui cannot be file:///etc/passwd.'],
    [['--config', '/nowhere/settings.json'], {}, 'There is no file /nowhere/settings.json.'],
    [['--data', ' '], {}, '--data cannot be'],
  ] as const)('refuse %j %j', (words, env, sentence) => {
    expect(refusal([...words], env)).toContain(sentence);
  });

  it.each([
    [{ prot: 1 }, 'says "prot", and there is no such setting'],
    [{ port: '4717' }, '"port" in '],
    [{ __proto__: 1, port: null }, 'cannot be null'],
    ['{"port": 1', 'is no JSON'],
    ['[]', 'one JSON object'],
    [{ data: '/elsewhere' }, 'it lies in that folder itself'],
  ])('refuse the file %j', async (content, sentence) => {
    await inFile(content);
    expect(refusal([])).toContain(sentence);
    expect(refusal([])).toContain(folder);
  });

  it('never show the password in an address', () => {
    const sentence = refusal(['--comfyui', 'http://me:geheim@box:8188/?token=geheim']);
    expect(sentence).toContain('--comfyui cannot be http://…@box:8188/…');
    expect(sentence).not.toContain('geheim');
  });

  it('listen to this machine only unless the network is asked for', () => {
    const host = (...words: string[]) => hostOf(settingsOf(words).settings);
    expect([host(), host('--lan'), host('--lan', '--host', '192.168.0.7')]).toEqual(['127.0.0.1', '0.0.0.0', '192.168.0.7']);
  });

  it('are all explained, and each name has one flag and one variable', () => {
    expect(Object.keys(Settings.shape)).toEqual(SETTING_NAMES);
    for (const name of SETTING_NAMES) expect(wordsOf(name).help, name).not.toBe('');
    expect(new Set(SETTING_NAMES.map(flagOf)).size).toBe(SETTING_NAMES.length);
    expect([flagOf('historyDays'), variableOf('sdCli'), kindOf('sdCli'), kindOf('lan'), kindOf('port'), kindOf('models')]).toEqual([
      'history-days', 'KINORA_SD_CLI', 'text', 'switch', 'number', 'list',
    ]);
    expect(settingsHelp()).toContain('--log-level LEVEL');
  });

  it('are printed with their values and sources', () => {
    const printed = printedSettings(settingsOf(['--port', '5000']));
    expect(printed).toMatch(/^port +5000 +--port$/m);
    expect(printed).toMatch(/^comfyui +– +default$/m);
    expect(printed.split('\n')).toHaveLength(SETTING_NAMES.length);
  });
});
