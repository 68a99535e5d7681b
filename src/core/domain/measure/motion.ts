import { type Flow, FLOW_SIDE, flowBetween } from './flow.ts';
import { type Frame, lumaOf, mean, type Plane, resized } from './frame.ts';

export interface Motion {
  /** Picture widths a second. */
  readonly motion: number;
  readonly smoothness: number;
  readonly flicker: number;
}

/** Changes of the way smaller than this are not seen. Picture widths from frame to frame. */
const UNSEEN = 0.002;

/** A frame's brightness at the size at which motion is measured. */
export function forFlow(frame: Frame): Plane {
  const scale = Math.min(1, FLOW_SIDE / Math.max(frame.width, frame.height));
  return resized(lumaOf(frame), Math.max(1, Math.round(frame.width * scale)), Math.max(1, Math.round(frame.height * scale)));
}

/** What moved from each plane to the next. */
export const flowsOf = (planes: readonly Plane[]): Flow[] => planes.slice(1).map((plane, i) => flowBetween(planes[i]!, plane));

/** `rate`: frames a second. */
export function motionOf(flows: readonly Flow[], rate: number): Motion {
  if (flows.length === 0) return { motion: 0, smoothness: 1, flicker: 0 };
  const distance = mean(flows.map((flow) => flow.distance));
  const turns = flows.slice(1).map((flow, i) => Math.hypot(flow.x - flows[i]!.x, flow.y - flows[i]!.y));
  return {
    motion: distance * rate,
    smoothness: Math.max(0, 1 - Math.max(0, mean(turns) - UNSEEN) / Math.max(UNSEEN, 2 * distance)),
    flicker: Math.min(1, flickerOf(flows.map((flow) => flow.brighter))),
  };
}

/** How much the changes of light differ from those around them: a steady fade is no flicker. */
function flickerOf(changes: readonly number[]): number {
  if (changes.length < 2) return Math.abs(changes[0] ?? 0);
  return mean(
    changes.map((own, i) => {
      const around = mean([changes[i - 1], changes[i + 1]].filter((one) => one !== undefined));
      return Math.abs(own - around) / 2;
    }),
  );
}
