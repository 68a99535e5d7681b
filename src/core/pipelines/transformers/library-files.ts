/** The settings of @huggingface/transformers that say where files come from. */
export interface LibrarySettings {
  allowRemoteModels: boolean;
  allowLocalModels: boolean;
  localModelPath: string;
  remoteHost: string;
  remotePathTemplate: string;
  useFS: boolean;
  useFSCache: boolean;
  useBrowserCache: boolean;
  useWasmCache: boolean;
  useCustomCache: boolean;
  customCache: unknown;
  fetch: unknown;
}

export interface LibrarySource {
  /** A file of a model as the library takes it (a Response, or a path in Node), or undefined where it is not among those that were verified. */
  find(model: string, path: string): Promise<unknown>;
  /** The answer that there is no such file: a Response of status 404. */
  absent(): unknown;
}

/** Names under which the library looks for files; nothing lies there. */
const ROOT = '/models/';

/** Has the library take every file from the source, and none from anywhere else: no request leaves, nothing is kept twice. */
export function serveFiles(settings: LibrarySettings, { find, absent }: LibrarySource): void {
  Object.assign(settings, {
    allowRemoteModels: false,
    allowLocalModels: true,
    localModelPath: ROOT,
    // Some files are asked for by the name that they would have on the hub: it is the same one.
    ...{ remoteHost: ROOT, remotePathTemplate: '{model}/' },
    ...{ useFS: false, useFSCache: false, useBrowserCache: false, useWasmCache: false },
    useCustomCache: true,
    customCache: {
      match: async (name: string) => {
        if (!name.startsWith(ROOT)) return undefined;
        const [model = '', ...path] = name.slice(ROOT.length).split('/').filter((part) => part !== '');
        return find(model, path.join('/'));
      },
      put: async () => {},
    },
    // What the source does not have is nowhere.
    fetch: async () => absent(),
  } satisfies LibrarySettings);
}
