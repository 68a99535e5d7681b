import type { TemplateId } from '../../schema/brief.ts';
import type { ClipRole } from '../../schema/clip.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import type { AspectRatio } from '../../schema/project-settings.ts';
import type { CameraMove, ShotSize } from '../../schema/shot.ts';
import type { Transition } from '../../schema/transition.ts';

export interface TemplateClip {
  readonly name: string;
  readonly prompt: string;
  /** Frames at 24 a second. */
  readonly length: number;
  readonly shot: ShotSize;
  readonly cameraMove: CameraMove;
  readonly role?: ClipRole;
  /** A cut where absent. */
  readonly transition?: Transition;
}

export interface TemplateScene {
  readonly name: string;
  readonly description: string;
  /** Inherited by the scene's clips. */
  readonly prompt: string;
  readonly clips: readonly TemplateClip[];
}

/** A project to start from. */
export interface Template {
  readonly id: TemplateId;
  readonly name: string;
  readonly description: string;
  readonly aspect: AspectRatio;
  /** The whole film in frames at 24 a second, transitions taken off. */
  readonly length: number;
  readonly scenes: readonly TemplateScene[];
}

/** The rate that all templates are counted in. */
export const TEMPLATE_RATE: FrameRate = { numerator: 24, denominator: 1 };
