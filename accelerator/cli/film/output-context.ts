import type { ProjectDocument } from '#core/document/project-document.ts';
import type { CancelSignal } from '#core/domain/generate/engine.ts';
import type { WorkFolder } from './work-folder.ts';

/** The film that every output is written from, and who hears how far it is, 0 to 1. */
export interface OutputContext {
  readonly work: WorkFolder;
  readonly document: ProjectDocument;
  readonly lines: number | undefined;
  readonly signal: CancelSignal;
  onProgress(fraction: number): void;
}
