import type { CameraMove, ShotSize } from '../../schema/shot.ts';

/** A shot as a person's script has it. */
export interface ScriptShot {
  /** The line of the script on which it begins, from 1. */
  readonly line: number;
  /** Empty where the script gives it none. */
  name: string;
  prompt: string;
  readonly shot: ShotSize | null;
  readonly cameraMove: CameraMove | null;
  /** In frames; null where the script does not say. */
  readonly length: number | null;
  /** What is said while it is seen: "ADA: Come in." */
  readonly dialogue: string[];
}

export interface ScriptScene {
  readonly name: string;
  /** Where it is and in what light, as the script says it. */
  readonly place: string;
  /** What is sung in it, line by line. */
  readonly lyrics: string[];
  readonly shots: ScriptShot[];
}

/** Why something of a script stands nowhere in the storyboard. */
export type ScriptNoteReason = 'before-first-shot' | 'length-unreadable' | 'column-unknown' | 'row-empty' | 'row-total' | 'quote-open' | 'shortened' | 'no-shots-in-scene' | 'transition-left-out';

/** Something of a script that was not understood, and where it stands. */
export interface ScriptNote {
  readonly line: number;
  readonly reason: ScriptNoteReason;
  /** What stands there, at most 60 characters. */
  readonly text: string;
}

/** A script as it was read, before its shots are given lengths. */
export interface ReadPages {
  readonly title: string;
  readonly scenes: readonly ScriptScene[];
  /** Names of those who speak, in order. */
  readonly cast: readonly string[];
  readonly notes: readonly ScriptNote[];
}

/** More shots than this are no film for one board. */
export const MOST_SHOTS = 2_000;
/** A prompt is cut off here. Characters. */
const LONGEST_PROMPT = 1_000;

/** Gathers scenes, shots and notes while a script is read; full when there are more shots than are taken. */
export class ScriptPages {
  title = '';
  readonly scenes: ScriptScene[] = [];
  readonly cast: string[] = [];
  readonly notes: ScriptNote[] = [];
  #shots = 0;

  get isFull(): boolean {
    return this.#shots > MOST_SHOTS;
  }

  get lastShot(): ScriptShot | undefined {
    return this.scenes.at(-1)?.shots.at(-1);
  }

  beginScene(name: string, place = ''): void {
    this.scenes.push({ name: name.slice(0, 200), place: place.slice(0, 400), lyrics: [], shots: [] });
  }

  sing(lines: readonly string[]): void {
    if (this.scenes.length === 0) this.beginScene('');
    this.scenes.at(-1)!.lyrics.push(...lines.filter((line) => line !== ''));
  }

  addShot(shot: ScriptShot): void {
    if (this.scenes.length === 0) this.beginScene('');
    if (shot.prompt.length > LONGEST_PROMPT) {
      this.note(shot.line, 'shortened', shot.prompt);
      shot.prompt = shot.prompt.slice(0, LONGEST_PROMPT).replace(/\p{Cs}$/u, '');
    }
    this.scenes.at(-1)!.shots.push(shot);
    this.#shots += 1;
  }

  note(line: number, reason: ScriptNoteReason, text: string): void {
    if (this.notes.length < MOST_NOTES) this.notes.push({ line, reason, text: text.length > 60 ? `${text.slice(0, 59).replace(/\p{Cs}$/u, '')}…` : text });
  }

  read(): ReadPages {
    return { title: this.title, scenes: this.scenes.filter(({ shots }) => shots.length > 0), cast: this.cast, notes: this.notes };
  }
}

/** Nobody reads more. */
const MOST_NOTES = 200;
