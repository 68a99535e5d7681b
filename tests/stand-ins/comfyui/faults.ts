/** What goes wrong, on command. All of it off: a server that works. Milliseconds. */
export interface StandInFaults {
  /** How long a step of a sampler takes. */
  stepMs: number;
  /** How long a model takes to load. */
  loadMs: number;
  /** What happens in the first sampler of a prompt, after two steps: an error of this kind, or nothing ever again. */
  inSampler: 'nothing' | 'out-of-memory' | 'out-of-memory-unless-tiled' | 'error' | 'device-lost' | 'hang';
  /** No message about prompts goes out over sockets. */
  silent: boolean;
  /** Sockets are refused. */
  noSockets: boolean;
  /** All sockets are closed after so many steps of a prompt; 0: never. */
  dropSocketsAfter: number;
  /** How long after its end is told a prompt is in the history. */
  historyMs: number;
  /** How long every HTTP answer takes. */
  answerMs: number;
  /** Routes (their first part) that answer with something that is no JSON. */
  garbage: readonly string[];
  /** Routes that answer 500. */
  broken: readonly string[];
  /** As servers before late 2025: it chooses the prompt's id itself, interrupts whatever runs, and sends previews of the old kind. */
  old: boolean;
  /** Folders of models that are empty, and classes that it does not have. */
  withoutModels: readonly string[];
  withoutClasses: readonly string[];
  /** Files that are there beside the usual ones. */
  moreModels: Readonly<Record<string, readonly string[]>>;
  /** What it has made cannot be fetched any more. */
  losesFiles: boolean;
  /** Frames that it leaves out of what it saves. */
  leavesOut: number;
  /** Bytes that are free on its card. */
  vramFree: number;
  /** Bytes that are free while it works on something. */
  vramFreeAtWork: number;
  /** It ends, as when it is killed, after so many steps; 0: never. */
  diesAfter: number;
}

export const NO_FAULTS: StandInFaults = {
  stepMs: 4,
  loadMs: 2,
  inSampler: 'nothing',
  silent: false,
  noSockets: false,
  dropSocketsAfter: 0,
  historyMs: 5,
  answerMs: 0,
  garbage: [],
  broken: [],
  old: false,
  withoutModels: [],
  withoutClasses: [],
  moreModels: {},
  losesFiles: false,
  leavesOut: 0,
  vramFree: 80e9,
  vramFreeAtWork: 80e9,
  diesAfter: 0,
};
