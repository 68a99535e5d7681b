import type { FilmOffer } from '../../schema/accelerator/offer.ts';
import type { LaneWish } from '../../schema/lane-wish.ts';
import { type FilmOrder, framesOf, sizeOf } from './film-order.ts';

/** Where a film is made: in this browser, or by the paired accelerator. */
export type FilmPlace = 'here' | 'there';

export interface PlaceQuestion {
  readonly order: FilmOrder;
  readonly wish: LaneWish;
  /** Whether this browser writes what was asked for. */
  readonly canHere: boolean;
  /** How the accelerator makes films; undefined where none is connected that does. */
  readonly offer: FilmOffer | undefined;
  /** Pixels of finished frames a second, where they are known of films with as much done to their takes. */
  readonly speed: { readonly here: number | undefined; readonly there: number | undefined };
}

export interface PlaceChoice {
  readonly place: FilmPlace;
  readonly canThere: boolean;
  /** About how long it takes, in milliseconds; undefined where nothing is known. */
  readonly here: number | undefined;
  readonly there: number | undefined;
}

/** How much faster the accelerator has to be before a film goes there by itself. */
const WORTH_GOING = 0.8;

/** Where a film is made as a person wishes, and where they let Kinora choose: there when that is faster, or the only way. */
export function whereToMake({ order, wish, canHere, offer, speed }: PlaceQuestion): PlaceChoice {
  const { width, height } = sizeOf(order);
  const pixels = width * height * framesOf(order).count;
  const takes = (perSecond: number | undefined): number | undefined => (perSecond === undefined ? undefined : (pixels * 1000) / perSecond);
  const canThere = offer !== undefined && offer.formats.includes(order.format) && (order.video === undefined || offer.video.includes(order.video)) && (order.enhance ?? []).every((mode) => offer.enhances?.includes(mode));
  const [here, there] = [canHere ? takes(speed.here) : undefined, canThere ? takes(speed.there ?? (order.enhance ? undefined : offer.speed)) : undefined];
  const isFaster = here !== undefined && there !== undefined && there < here * WORTH_GOING;
  const goes = wish === 'accelerator' || (wish === 'auto' && (isFaster || !canHere));
  return { place: canThere && goes ? 'there' : 'here', canThere, here, there };
}
