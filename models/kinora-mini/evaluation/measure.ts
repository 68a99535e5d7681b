import type { Session } from '#core/pipelines/runtime.ts';
import { frame, psnr, type Clip, type References, type Said } from './clip.ts';
import { HEADS, judge } from './judge.ts';
import { camera, direction } from './motion.ts';
import { lookAtTwo } from './standing.ts';
import { spread, Tally } from './tally.ts';

const DIRECTIONS = ['left', 'right', 'up', 'down'];
/** The slots that are measured, in the order of the table. */
export const MEASURED = ['place', 'time', 'weather', 'colour', 'subject', 'direction', 'camera', 'shot'] as const;
export type Measured = (typeof MEASURED)[number];

/** Makes clips: the model under test, behind the few calls that measuring needs. */
export interface Maker {
  /** A clip from a prompt, and from a first and last frame where given (RGB bytes of the clip's size). */
  make(asked: { prompt: string; width: number; height: number; seed: number; frames?: number; first?: Uint8Array; last?: Uint8Array }): Promise<Clip>;
  /** A clip through the autoencoder and back. */
  through(clip: Clip): Promise<Clip>;
}

export type Reader = (file: string) => Promise<Uint8Array>;

/** Adds to the tally whether the clip shows what was said. Every slot that was not said is passed over. */
async function look(session: Session, clip: Clip, said: Said, tally: Tally): Promise<void> {
  const verdict = await judge(session, clip);
  for (const head of HEADS) {
    if (said[head]) tally.add(head, verdict.words[head] === said[head]);
  }
  if (said.motion && DIRECTIONS.includes(said.motion)) tally.add('direction', direction(clip, verdict) === said.motion);
  if (said.camera) tally.add('camera', camera(clip, verdict.where) === said.camera);
}

/** What the probes say of drawn clips that nothing was trained on: as they are, and after the autoencoder has had them. */
export async function probeDrawn(session: Session, references: References, maker: Maker, read: Reader) {
  const drawn = new Tally();
  const kept = new Tally();
  const decibels: number[] = [];
  for (const reference of references.clips) {
    const clip = { ...reference, rgb: await read(reference.file) };
    const through = await maker.through(clip);
    await look(session, clip, reference.said, drawn);
    await look(session, through, reference.said, kept);
    decibels.push(psnr(through.rgb, clip.rgb));
  }
  return { drawn, kept, autoencoder: spread(decibels) };
}

/** What the model makes of the first of the unseen prompts in a clip of so many frames. */
export async function probeLength(session: Session, references: References, maker: Maker, frames: number, count: number): Promise<Tally> {
  const tally = new Tally();
  for (const asked of references.prompts.slice(0, count)) await look(session, await maker.make({ ...asked, frames }), asked.said, tally);
  return tally;
}

/** What the probes see of two subjects in drawn clips. */
export async function probeDrawnTwo(session: Session, references: References, read: Reader): Promise<Tally> {
  const tally = new Tally();
  for (const reference of references.two.clips) await lookAtTwo(session, { ...reference, rgb: await read(reference.file) }, reference.said, tally);
  return tally;
}

/** What the model makes of unseen prompts that name two subjects. */
export async function probeTwo(session: Session, references: References, maker: Maker, onClip: (clip: Clip, index: number) => Promise<void>): Promise<Tally> {
  const tally = new Tally();
  for (const [index, asked] of references.two.prompts.entries()) {
    const clip = await maker.make(asked);
    await lookAtTwo(session, clip, asked.said, tally);
    await onClip(clip, index);
  }
  return tally;
}

/** What the model makes of unseen prompts. */
export async function probePrompts(session: Session, references: References, maker: Maker, onClip: (clip: Clip, index: number) => Promise<void>): Promise<Tally> {
  const tally = new Tally();
  for (const [index, asked] of references.prompts.entries()) {
    const clip = await maker.make(asked);
    await look(session, clip, asked.said, tally);
    await onClip(clip, index);
  }
  return tally;
}

/** Decibels of the first and last frames to the pictures that were given, on unseen drawn clips. */
export async function probePictures(references: References, maker: Maker, read: Reader, count: number) {
  const first: number[] = [];
  const last: number[] = [];
  for (const [seed, drawn] of references.clips.slice(0, count).entries()) {
    const clip = { ...drawn, rgb: await read(drawn.file) };
    const given = { first: frame(clip, 0), last: frame(clip, clip.frames - 1) };
    const { prompt, width, height } = drawn;
    const started = await maker.make({ prompt, width, height, seed, first: given.first });
    first.push(psnr(frame(started, 0), given.first));
    const between = await maker.make({ prompt, width, height, seed, ...given });
    last.push(psnr(frame(between, between.frames - 1), given.last));
  }
  return { first: spread(first), last: spread(last) };
}

/** Pictures from outside the world: decibels of the first frame, and whether they move as the camera words say. */
export async function probeOutside(references: References, maker: Maker, read: Reader) {
  const values: number[] = [];
  const tally = new Tally();
  for (const [seed, picture] of references.pictures.entries()) {
    const { width, height } = picture;
    const first = (await read(picture.file)).subarray(0, width * height * 3);
    const clip = await maker.make({ prompt: picture.camera.replace('_', ' '), width, height, seed, first });
    values.push(psnr(frame(clip, 0), first));
    tally.add('camera', camera(clip, []) === picture.camera);
  }
  return { first: spread(values), camera: tally.share('camera')! };
}
