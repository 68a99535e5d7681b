import path from 'node:path';
import type { Settings } from '../settings/schema.ts';
import { AskHub } from './ask-hub.ts';
import { FolderShelf } from './folder-shelf.ts';
import { givenToken, HubAccess } from './hub-access.ts';
import { HubTokenFile } from './hub-token.ts';
import { type NodeModels, nodeModels } from './node-models.ts';
import { readCatalogue } from './read-catalogue.ts';

export interface ModelsOptions {
  readonly settings: Pick<Settings, 'hubMirror' | 'hubProxy' | 'hubTokenFile'>;
  /** The data folder. */
  readonly data: string;
  /** The token in the environment. */
  readonly token: string | undefined;
  /** Whether a person names the file of the token right now: then it counts before the one that was entered. */
  readonly isTokenNamed?: boolean;
  /** Hears that the token which a person has entered cannot be opened. */
  onLostToken(): void;
}

export interface OpenedModels {
  readonly models: NodeModels;
  readonly shelf: FolderShelf;
  /** The folder of the shelf. */
  readonly folder: string;
  readonly access: HubAccess;
  readonly hub: AskHub;
}

/** The models of a data folder and the way to the hub, for the accelerator and for the command line. Throws FaultError `option-invalid` where a token is none. */
export function openModels({ settings, data, token, isTokenNamed = false, onLostToken }: ModelsOptions): OpenedModels {
  const { hubMirror: address, hubProxy: proxy, hubTokenFile } = settings;
  const file = new HubTokenFile(path.join(data, 'hub-token'), onLostToken);
  const given = givenToken(hubTokenFile, token, 'hubTokenFile');
  const access = new HubAccess({ address, proxy, file, given });
  const hub = new AskHub({ ...(address !== undefined && { hub: address }), ...(proxy !== undefined && { proxy }), token: () => (isTokenNamed ? given : access.token) });
  const folder = path.join(data, 'models');
  const shelf = new FolderShelf(folder);
  const models = nodeModels({ shelf, hub, ...(address !== undefined && { address }), catalogue: readCatalogue() });
  return { models, shelf, folder, access, hub };
}
