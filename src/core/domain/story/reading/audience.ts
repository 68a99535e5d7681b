import { plainEnd } from './phrasing.ts';

const MADE_FOR =
  /\b(?:explain(?:ed)? (?:it|this|that) to|aimed at|targeted at|targeting|target audience is|made for|designed for|perfect for|for)\s+((?:(?:[\p{L}'’-]+)\s+){0,3}?(?:people|parents|families|kids|children|women|men|students|runners|gamers|commuters|travellers|travelers|beginners|professionals|teams|teenagers|teens|adults|seniors|freelancers|developers|founders|cooks|gardeners|musicians|cyclists|owners|lovers|couples|teachers|athletes|hikers|girls|boys)(?:\s+(?:who|over|under|aged|between|in|from)\s+[^.,;!?]+)?)/iu;

/** "aimed at young parents", "for people who run": whom a sentence says the film is for; empty where it does not. */
export function audienceIn(said: string): string {
  const found = MADE_FOR.exec(said);
  return found ? plainEnd(found[1] as string) : '';
}
