import type { ReturnFault } from './returned-cut.ts';

type Sentences = { [Reason in ReturnFault['reason']]: (fault: Extract<ReturnFault, { reason: Reason }>) => string };

/** What happened and what to do. The project stays as it was. */
const SENTENCES: Sentences = {
  'too-large': ({ limit }) => `The file is larger than ${limit / 1024 ** 2} MB. Export the one timeline that belongs to this film.`,
  empty: () => 'The file is empty. Export the timeline again.',
  'not-xml': ({ line }) => `The file is no whole XML document${line === undefined ? '' : `: it breaks off or goes wrong at line ${line}`}. Export it again.`,
  'not-json': () => 'The file is no whole JSON document. It may have broken off: export it again.',
  entities: () => 'The file defines words of its own that stand for other text. No editor writes that, so it is not read.',
  'too-deep': () => 'Things in the file stand inside each other deeper than any timeline does, so it is not read.',
  'other-format': ({ found }) => `The file holds ${found}. Choose an FCPXML or an OpenTimelineIO file.`,
  'other-version': ({ found }) => `The file is of version ${found}, which is not known here. Export it as FCPXML 1.5 or later, or as OpenTimelineIO.`,
  'no-timeline': () => 'There is no timeline in the file. Export the project itself, not its clips or events.',
  'no-clips': () => 'The timeline in the file has no clips of a picture on its main track.',
  'too-many': ({ limit }) => `The timeline has more than ${limit} clips. Export a shorter part of it.`,
  'bad-time': ({ found, where }) => `“${found}” is no time, at ${where}. Export the timeline again.`,
  'too-long': () => 'The timeline is longer than a thousand hours. It is not from this film.',
};

export const explainReturn = <Fault extends ReturnFault>(fault: Fault): string => (SENTENCES[fault.reason] as (fault: Fault) => string)(fault);
