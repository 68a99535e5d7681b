import { readFileSync } from 'node:fs';
import { HUB } from '#core/domain/models/hub.ts';
import { type HubStanding, HubToken } from '#core/schema/accelerator/shelf.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { HubTokenFile } from './hub-token.ts';
import type { HubDesk } from './ports.ts';

export interface HubAccessParts {
  readonly address: string | undefined;
  readonly proxy: string | undefined;
  readonly file: HubTokenFile;
  /** The token that the settings or the environment name. */
  readonly given: string | undefined;
}

/** How the hub is asked: where, and in whose name. What a person has entered counts before what the settings say. */
export class HubAccess implements HubDesk {
  readonly #parts: HubAccessParts;

  constructor(parts: HubAccessParts) {
    this.#parts = parts;
  }

  get token(): string | undefined {
    return this.#parts.file.token ?? this.#parts.given;
  }

  get standing(): HubStanding {
    const { address, proxy, file, given } = this.#parts;
    const token = file.token !== undefined ? ('studio' as const) : given !== undefined ? ('settings' as const) : undefined;
    return { address: address ?? HUB, proxy: proxy !== undefined, ...(token && { token }) };
  }

  setToken(token: string): void {
    this.#parts.file.set(token);
  }

  forgetToken(): boolean {
    return this.#parts.file.forget();
  }
}

/**
 * The token in a file, else in the environment; never on a command line, where everybody on the machine could read it.
 * Throws FaultError `option-invalid` where the file cannot be read or what is given is no token.
 */
export function givenToken(file: string | undefined, environment: string | undefined, option: string): string | undefined {
  const given = (file === undefined ? environment : textOf(file, option))?.trim();
  if (given === undefined || given === '') return undefined;
  if (HubToken.safeParse(given).success) return given;
  throw new FaultError('option-invalid', { option: file === undefined ? 'HF_TOKEN' : option, allowed: 'letters, digits and a few signs' });
}

function textOf(file: string, option: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new FaultError('option-invalid', { option, given: file, allowed: 'a file that can be read, with the token in it' }, { cause });
  }
}
