import * as Y from 'yjs';
import { openLog, replay } from '../../src/core/document/log/open-log.ts';
import { unseal } from '../../src/core/document/log/sealed.ts';
import { sampleOrigin } from '../../src/core/document/sample-origin.ts';
import type { Kept } from './kept.ts';
import type { Ledger } from './ledger.ts';

/** What was lost of films, each in a sentence: a log that does not open whole, and changes that were kept and are not in it. */
export function* lostEdits({ projects, logs }: Pick<Kept, 'projects' | 'logs'>, ledger: Ledger): Iterable<string> {
  for (const { key, value } of ledger.all('projects')) {
    if (value !== undefined && !projects.includes(key)) yield `project ${key} is gone`;
  }
  const acknowledged = new Map<string, Uint8Array[]>();
  for (const { store, key, value } of ledger.writes) {
    if (store !== 'project-log' || value === undefined) continue;
    const [project] = key as unknown as [string, number];
    const entries = acknowledged.get(project) ?? [];
    entries.push(bytesOf((value as { bytes: string }).bytes));
    acknowledged.set(project, entries);
  }
  for (const project of projects) {
    const entries = (logs[project] ?? []).map(bytesOf);
    const opened = openLog(entries, sampleOrigin(1));
    if (!opened.ok) yield `project ${project} does not open: ${opened.fault.reason}`;
    else if (opened.value.setAside.length > 0) yield `project ${project} has ${opened.value.setAside.length} broken entries`;
    const doc = new Y.Doc();
    replay(doc, entries);
    const missing = (acknowledged.get(project) ?? []).filter((sealed) => changes(doc, unseal(sealed))).length;
    if (missing > 0) yield `project ${project} lacks ${missing} changes that were kept`;
    doc.destroy();
  }
}

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** Whether an update says anything that the document does not know. */
function changes(doc: Y.Doc, update: Uint8Array | undefined): boolean {
  if (!update) return true;
  let changed = false;
  const note = () => {
    changed = true;
  };
  doc.on('update', note);
  Y.applyUpdate(doc, update);
  doc.off('update', note);
  return changed;
}
