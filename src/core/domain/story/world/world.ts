/**
 * A corner of life and what can be filmed in it. In its sentences stand marks that are filled in:
 * {u} and {U} "the nurse", {x} what the film is about as it is seen, {the} what it is about. They never
 * begin a sentence with {x} or {the}, so one or many read alike.
 */
export interface Trade {
  readonly id: string;
  /** Words of a brief that speak for it. */
  readonly words: string;
  /** Where it is at home, and where else. */
  readonly places: readonly string[];
  /** People in whose hands it is, one each. */
  readonly users: readonly string[];
  /** Life without it. */
  readonly problems: readonly string[];
  /** What can be seen of it from very near. */
  readonly details: readonly string[];
  /** What somebody does with it: goes on after "the nurse". */
  readonly uses: readonly string[];
  /** How it does somebody good: goes on after "the nurse". */
  readonly joys: readonly string[];
}

/** A kind of place, what moves in it, and what can happen to it. */
export interface Scenery {
  readonly id: string;
  readonly words: string;
  readonly places: readonly string[];
  /** Small things that move there: whole sentences. */
  readonly details: readonly string[];
  /** A goal that can be seen from there. */
  readonly far: readonly string[];
  /** How it turns against those who are there. */
  readonly turns: readonly string[];
  /** A way through it, as "along …". */
  readonly way: readonly string[];
}
