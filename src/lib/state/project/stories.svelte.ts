import { removeFromShelf, restoreToShelf } from '#core/document/commands/shelf.ts';
import { addStories, chooseStory, editStory } from '#core/document/commands/story.ts';
import { editKeyMoment, editSegment, rewriteStory, setKeyMoments, setSegments } from '#core/document/commands/story-parts.ts';
import type { Command } from '#core/document/project-document.ts';
import { readBrief } from '#core/domain/project/brief-reading.ts';
import { explainRefusal } from '#core/domain/words/explain-refusal.ts';
import { storyBriefOf, type StoryBrief } from '#core/domain/story/story-brief.ts';
import { quotedName } from '#core/domain/words/said-name.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { StoryId } from '#core/schema/project-ids.ts';
import type { Result } from '#core/schema/result.ts';
import type { NewStory, Story, StoryContent, StorySegment } from '#core/schema/story.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import type { Editor } from './board-actions.ts';
import type { BriefFactsReader } from './brief-facts.svelte.ts';

/** So many proposals stand side by side. */
export const PROPOSALS = 3;

export interface StoryOrder {
  readonly count: number;
  readonly seed: number;
  /** Stories that the new ones must not be like. */
  readonly unlike: readonly NewStory[];
  readonly signal: AbortSignal;
  /** How many tokens are written, where a model tells. */
  readonly onWritten?: (tokens: number) => void;
}

/** Somebody who writes stories from a brief. `cancelled` where it was stopped. */
export interface StoryWriter {
  readonly id: string;
  readonly name: string;
  write(brief: StoryBrief, order: StoryOrder): Promise<Result<readonly NewStory[], Fault>>;
}

interface Parts {
  readonly editor: Editor;
  readonly shell: Pick<ShellState, 'announce' | 'toast'>;
  readonly facts: Pick<BriefFactsReader, 'of' | 'settled'>;
  readonly writer: () => StoryWriter;
  /** Who can always write, where another one failed. */
  readonly stand: StoryWriter;
  readonly seed: () => number;
}

/** What is asked for. */
interface Writing {
  readonly instead: StoryId | null;
  readonly count: number;
  readonly unlike: readonly NewStory[];
  readonly writer: StoryWriter;
  readonly again: (writer?: StoryWriter) => Promise<boolean>;
}

/** The proposals for a film: written, rewritten, edited, chosen, put away and brought back. */
export class Stories {
  #writing = $state.raw<{ readonly instead: StoryId | null; readonly stop: AbortController; readonly writer: StoryWriter; readonly again: (writer?: StoryWriter) => Promise<boolean>; readonly since: number }>();
  #failed = $state.raw<{ readonly fault: Fault; readonly writer: StoryWriter; readonly again: (writer?: StoryWriter) => Promise<boolean> }>();
  #written = $state(0);
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get all(): readonly Story[] {
    return this.#film.stories;
  }

  get chosen(): Story | undefined {
    return this.all.find(({ id }) => id === this.#film.brief.story);
  }

  /** Those in the bin, the newest first. */
  get earlier(): readonly Story[] {
    return this.#film.bin.stories.toReversed();
  }

  /** What is being written: all of them, or another one instead of this one. */
  get writing(): StoryId | 'all' | undefined {
    return this.#writing && (this.#writing.instead ?? 'all');
  }

  /** Who writes now, and since when, in milliseconds since 1970. */
  get writer(): { readonly name: string; readonly since: number; readonly canBeStoodInFor: boolean } | undefined {
    const now = this.#writing;
    return now && { name: now.writer.name, since: now.since, canBeStoodInFor: now.writer.id !== this.#parts.stand.id };
  }

  /** Tokens that a model has written so far; 0 where none tells. */
  get written(): number {
    return this.#written;
  }

  /** Why the last ones were not written. */
  get fault(): Fault | undefined {
    return this.#failed?.fault;
  }

  /** Whether somebody else can write what was not written. */
  get canStandIn(): boolean {
    return this.#failed !== undefined && this.#failed.writer.id !== this.#parts.stand.id;
  }

  /** Asks anew for what was not written. */
  async again(): Promise<boolean> {
    return (await this.#failed?.again()) ?? false;
  }

  /** Has the one who can always write do it, this time: instead of one who failed, or who takes too long. */
  async standIn(): Promise<boolean> {
    return (await (this.#writing ?? this.#failed)?.again(this.#parts.stand)) ?? false;
  }

  /** The brief as stories are written from it. */
  get brief(): StoryBrief {
    return storyBriefOf(this.#film, this.#parts.facts.of(this.#film));
  }

  /** Why nothing can be written yet. */
  get hindrance(): string | undefined {
    const { words } = readBrief(this.#film.brief.text);
    return words === 0 ? 'The brief has no words yet. One is enough.' : undefined;
  }

  /** Writes three; those that stand there go into the bin. Resolves with whether they were written. */
  async write(writer = this.#parts.writer()): Promise<boolean> {
    const before = this.all;
    const again = (next?: StoryWriter) => this.write(next);
    return this.#write({ instead: null, count: PROPOSALS, unlike: before, writer, again }, (stories) => {
      const stay = before.map(({ id }) => id).filter((id) => this.all.some((one) => one.id === id));
      if (!this.#run(addStories(stories, stay))) return false;
      this.#parts.shell.announce(stay.length > 0 ? `${PROPOSALS} other stories are written. The ones before are in the bin.` : `${PROPOSALS} stories are written.`);
      return true;
    });
  }

  /** Writes another one instead of this one, unlike all others. */
  async rewrite(before: Story, writer = this.#parts.writer()): Promise<boolean> {
    const { id, title } = before;
    const again = (next?: StoryWriter) => this.rewrite(before, next);
    return this.#write({ instead: id, count: 1, unlike: this.all, writer, again }, ([story]) => {
      if (!story || !this.#run(rewriteStory(id, story))) return false;
      this.#parts.shell.announce(`${quotedName(story.title)} stands instead of ${quotedName(title)}, which is in the bin.`);
      return true;
    });
  }

  async #write({ instead, count, unlike, writer, again }: Writing, keep: (stories: readonly NewStory[]) => boolean): Promise<boolean> {
    this.cancel();
    const { facts, seed } = this.#parts;
    const stop = new AbortController();
    this.#writing = { instead, stop, writer, again, since: Date.now() };
    this.#failed = undefined;
    this.#written = 0;
    // Whoever needs no model is done at once.
    if (writer.id !== this.#parts.stand.id) this.#parts.shell.announce(`${writer.name} writes.`);
    const onWritten = (tokens: number) => {
      if (this.#writing?.stop === stop) this.#written = tokens;
    };
    try {
      await facts.settled();
      const written = await writer.write(this.brief, { count, seed: seed(), unlike, signal: stop.signal, onWritten });
      if (stop.signal.aborted) return false;
      if (written.ok) return keep(written.value);
      if (written.fault.reason !== 'cancelled') this.#failed = { fault: written.fault, writer, again };
      return false;
    } finally {
      if (this.#writing?.stop === stop) this.#writing = undefined;
    }
  }

  /** Stops the writing; everything stays as it was. */
  cancel(): void {
    this.#writing?.stop.abort();
    this.#writing = undefined;
  }

  choose({ id, title }: Story): void {
    if (this.#run(chooseStory(id))) this.#parts.shell.announce(`${quotedName(title)} is the story of the film.`);
  }

  chooseNone(): void {
    if (this.#run(chooseStory(null))) this.#parts.shell.announce('No story is chosen.');
  }

  remove({ id, title }: Story): void {
    if (!this.#run(removeFromShelf('stories', [id]))) return;
    this.#parts.shell.toast('info', `${quotedName(title)} is in the bin.`, { label: 'Undo', run: () => this.restore(id) });
  }

  restore(id: StoryId): void {
    if (this.#run(restoreToShelf('stories', id))) this.#parts.shell.announce(`${quotedName(this.all.find((one) => one.id === id)?.title ?? '')} is back.`);
  }

  /** While a person types, too. Answers whether it was taken: a story without a title is none. */
  edit({ id }: Story, changes: Partial<StoryContent>): boolean {
    return this.#parts.editor.run(editStory(id, changes)).ok;
  }

  editSegment({ id }: Story, index: number, changes: Partial<StorySegment>): boolean {
    return this.#parts.editor.run(editSegment(id, index, changes)).ok;
  }

  setSegments({ id }: Story, segments: readonly StorySegment[]): boolean {
    return this.#run(setSegments(id, segments));
  }

  moveSegment(story: Story, from: number, to: number): boolean {
    const isMoved = this.setSegments(story, story.segments.toSpliced(from, 1).toSpliced(to, 0, story.segments[from]!));
    if (isMoved) this.#parts.shell.announce(`Segment ${to + 1} of ${story.segments.length}.`);
    return isMoved;
  }

  editKeyMoment({ id }: Story, index: number, text: string): boolean {
    return this.#parts.editor.run(editKeyMoment(id, index, text)).ok;
  }

  setKeyMoments({ id }: Story, moments: readonly string[]): boolean {
    return this.#run(setKeyMoments(id, moments));
  }

  get #film() {
    return this.#parts.editor.film;
  }

  #run(command: Command<unknown>): boolean {
    const result = this.#parts.editor.run(command);
    if (!result.ok) this.#parts.shell.toast('warn', explainRefusal(result.fault));
    return result.ok;
  }
}
