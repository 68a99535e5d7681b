import { loadPart } from '#core/domain/load-part.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { Picture } from '#core/schema/request.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { Focus } from '#core/schema/take.ts';
import type { PictureFacts } from '#lib/engine/browser/read-picture.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import type { GivenPicture } from '#lib/storage/records.ts';

/** A picture that stands in the form. */
export interface PictureInput {
  /** A blob URL, good as long as the picture stands there. */
  readonly url: string;
  readonly name: string;
  readonly type: string;
  readonly width: number;
  readonly height: number;
  readonly sha256: Sha256;
  /** What stays in sight when it is cropped to the film's shape. */
  readonly crop: Focus;
}

// What decodes pictures is loaded with the first.
const reading = () => loadPart(() => import('#lib/engine/browser/read-picture.ts'));

const CENTRE: Focus = { x: 0.5, y: 0.5 };

/** One place for a picture: what stands there, and why what was offered last could not be taken. */
export class PictureSlot {
  #picture = $state.raw<PictureInput | null>(null);
  #fault = $state.raw<Fault | null>(null);
  readonly #blobs: BlobStore;
  readonly #changed: () => void;
  /** Grows with every change, so that a slow file does not replace a later one. */
  #turn = 0;

  constructor(blobs: BlobStore, changed: () => void) {
    this.#blobs = blobs;
    this.#changed = changed;
  }

  get picture(): PictureInput | null {
    return this.#picture;
  }

  /** Why the picture offered last was refused; null once one was taken. */
  get fault(): Fault | null {
    return this.#fault;
  }

  /** Takes a picture, or says why not and leaves what stood there. */
  async add(file: Blob, name: string, crop: Focus = CENTRE): Promise<void> {
    const turn = ++this.#turn;
    const facts = await inspected(file, name);
    if (turn !== this.#turn) return;
    if (!facts.ok) {
      this.#fault = facts.fault;
      return;
    }
    const kept = await this.#keep(file);
    if (turn !== this.#turn) return;
    if (!kept.ok) {
      this.#fault = kept.fault;
      return;
    }
    const sha256 = kept.value;
    this.#put({ url: URL.createObjectURL(file), name, type: file.type, ...facts.value, sha256, crop });
    this.#changed();
  }

  /** Says why the picture cannot be used after all; it stays. */
  refuse(fault: Fault): void {
    this.#fault = fault;
  }

  remove(): void {
    this.#turn++;
    this.#put(null);
    this.#changed();
  }

  setCrop(focus: Focus): void {
    if (!this.#picture) return;
    this.#picture = { ...this.#picture, crop: { x: clamp(focus.x), y: clamp(focus.y) } };
    this.#changed();
  }

  /** Puts back a picture whose file is in the blob store. */
  async restore(given: GivenPicture): Promise<void> {
    const turn = ++this.#turn;
    const file = await this.#blobs.get(given.sha256, given.type);
    if (turn !== this.#turn) return;
    if (!file) this.#fault = { reason: 'picture-unreadable', facts: { file: given.name } };
    else this.#put({ ...given, url: URL.createObjectURL(file) });
  }

  /** The same, where only the file's hash is known. */
  async restoreBytes(sha256: Sha256, name: string, crop: Focus = CENTRE): Promise<void> {
    const file = await this.#blobs.get(sha256);
    if (file) return this.add(file, name, crop);
    this.#put(null);
    this.#fault = { reason: 'picture-unreadable', facts: { file: name } };
  }

  /** What the draft keeps of it. */
  get given(): GivenPicture | undefined {
    if (!this.#picture) return undefined;
    const { url: _url, ...given } = this.#picture;
    return given;
  }

  /** The picture cropped and scaled to a size, for a request. Throws FaultError `picture-unreadable`, `part-missing`. */
  async cropped(shape: PictureFacts): Promise<Picture | undefined> {
    const picture = this.#picture;
    if (!picture) return undefined;
    const file = (await this.#blobs.get(picture.sha256, picture.type)) ?? new Blob();
    const { cropPicture } = await reading();
    return cropPicture(file, picture.name, picture.sha256, shape, picture.crop);
  }

  async #keep(file: Blob): Promise<Result<Sha256, Fault>> {
    try {
      return ok(await this.#blobs.put(new Uint8Array(await file.arrayBuffer())));
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return fail(error.fault);
    }
  }

  #put(picture: PictureInput | null): void {
    if (this.#picture) URL.revokeObjectURL(this.#picture.url);
    this.#picture = picture;
    this.#fault = null;
  }
}

function clamp(part: number): number {
  return Math.min(1, Math.max(0, part));
}

async function inspected(file: Blob, name: string): Promise<Result<PictureFacts, Fault>> {
  try {
    return await (await reading()).inspectPicture(file, name);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return fail(error.fault);
  }
}
