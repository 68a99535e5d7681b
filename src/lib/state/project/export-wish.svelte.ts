import { type FilmCut, filmCut } from '#core/film/compose/film-cut.ts';
import type { FilmQuality, FilmVideoCodec } from '#core/film/export/film-codecs.ts';
import { type CaptionsAs, type FilmFormat, type FilmOrder, takesTrack } from '#core/film/export/film-order.ts';
import { gainsOf } from '#core/film/export/gains.ts';
import { usualLines, usualRate } from '#core/film/export/usual-form.ts';
import { type SoundPlan, soundPlan } from '#core/film/sound/sound-plan.ts';
import type { FrameMode } from '#core/schema/frame-model.ts';
import type { FrameRate } from '#core/schema/film-time.ts';
import type { TakeId } from '#core/schema/ids.ts';
import type { Project } from '#core/schema/project.ts';
import type { Take } from '#core/schema/take.ts';
import type { ExportForm } from './export-form.ts';

/** What a person wants a film to become, and the order that follows from it. */
export class ExportWish {
  #format = $state<FilmFormat>('mp4');
  #video = $state<FilmVideoCodec>();
  #rate = $state.raw<FrameRate>();
  #captions = $state<CaptionsAs>('track');
  lines = $state(usualLines('mp4'));
  quality = $state<FilmQuality>('high');
  /** What is done to takes before they are drawn, as far as anything is gained by it. */
  enhance = $state.raw<readonly FrameMode[]>([]);
  readonly #film: () => Project;
  readonly #takes: (id: TakeId) => Take | undefined;
  readonly #cut: FilmCut = $derived.by(() => filmCut(this.#film(), (id) => this.#takes(id)));
  readonly #sound: SoundPlan = $derived.by(() => soundPlan(this.#film(), this.#takes, this.#cut.length));
  readonly #order: FilmOrder = $derived.by(() => {
    const { cut, format, lines, rate, quality, captions, gains } = this;
    const enhance = this.enhance.filter((mode) => gains.includes(mode));
    return { cut, format, lines, rate, quality, captions, ...(this.#video && { video: this.#video }), ...(enhance.length > 0 && { enhance }) };
  });

  readonly #gains: readonly FrameMode[] = $derived.by(() => gainsOf(this.#film(), this.#cut, this.lines, this.#takes));

  /** `kept`: what was chosen for this film before. */
  constructor(film: () => Project, takes: (id: TakeId) => Take | undefined, kept?: ExportForm) {
    this.#film = film;
    this.#takes = takes;
    if (!kept) return;
    this.#format = kept.format;
    this.#video = kept.video;
    this.#rate = kept.rate;
    this.#captions = kept.captions;
    this.lines = kept.lines;
    this.quality = kept.quality;
    this.enhance = kept.enhance;
  }

  /** What was chosen, to be kept. */
  get form(): ExportForm {
    const { lines, quality, enhance } = this;
    return {
      ...{ format: this.#format, lines, quality, captions: this.#captions, enhance: [...enhance] },
      ...(this.#video && { video: this.#video }),
      ...(this.#rate && { rate: this.#rate }),
    };
  }

  get cut(): FilmCut {
    return this.#cut;
  }

  /** What takes would gain by: there are some smaller than the film, or slower. */
  get gains(): readonly FrameMode[] {
    return this.#gains;
  }

  get sound(): SoundPlan {
    return this.#sound;
  }

  get order(): FilmOrder {
    return this.#order;
  }

  get format(): FilmFormat {
    return this.#format;
  }

  /** Another format: its size follows where it was the usual one, its codec is chosen anew. */
  set format(next: FilmFormat) {
    if (this.lines === usualLines(this.#format)) this.lines = usualLines(next);
    this.#format = next;
    this.#video = undefined;
  }

  /** The codec that was asked for. */
  get video(): FilmVideoCodec | undefined {
    return this.#video;
  }

  set video(next: FilmVideoCodec | undefined) {
    this.#video = next;
  }

  get rate(): FrameRate {
    return this.#rate ?? usualRate(this.#cut.rate, this.#format);
  }

  set rate(next: FrameRate) {
    this.#rate = next;
  }

  get captions(): CaptionsAs {
    return this.#captions === 'track' && !takesTrack(this.#format) ? 'burned' : this.#captions;
  }

  set captions(next: CaptionsAs) {
    this.#captions = next;
  }
}
