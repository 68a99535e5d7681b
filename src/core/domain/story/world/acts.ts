import { ANIMALS, singularOf } from '../english/nouns.ts';
import { wordSet } from '../english/word-set.ts';
import type { Hero, HeroKind } from '../reading/hero.ts';

/**
 * What a hero of each kind can be seen to do at a turn of a story. Marks: {A} {a} when first seen, {The} {the}
 * {Short} {short} later, {X} {x} as it is seen, {far} a goal, {way} a way there, [look] a verb that agrees with the hero.
 */
export type Act = 'meet' | 'habit' | 'want' | 'leave' | 'strive' | 'low' | 'turn' | 'peak' | 'rest' | 'back' | 'alone' | 'other' | 'near' | 'last';

const SOMEONE: Record<Act, readonly string[]> = {
  meet: ['{A} [come] into the picture and [look] around.', '{A} [stand] alone, small in the wide picture.', 'Out of the shadow {a} [step] into the light.'],
  habit: ['{The} [do] what every day asks for, without a look to the side.', '{The} [go] the same way as always.', '{The} [go] through the same small gestures as always.'],
  want: ['{The} [look] up and [see] {far}.', '{The} [stop] and [listen]: something calls.', '{The} [look] towards {far} for a long time.'],
  leave: ['{The} [set] off, {way}.', '{The} [take] one last look around and [go].', '{The} [go] {way}, without turning back.'],
  strive: ['{The} [push] on, {way}, step by step.', '{The} [try], [fail] and [try] again.', '{The} [go] faster, {way}.'],
  low: ['{The} [stop]. Nothing moves any more.', '{The} [sit] on the ground and [look] at nothing.', '{The} [stand] still while everything else goes on.'],
  turn: ['Then {the} [look] closely and [see] what was there all along.', 'A small light appears, and {the} [turn] towards it.', '{The} [stand] up again.'],
  peak: ['{The} [run], and the whole picture runs along.', '{The} [reach] {far}.', '{The} [stand] there at last, with the light all around.'],
  rest: ['{The} [sit] down and [breathe] out.', '{The} [smile] for the first time.', '{The} [stay] in the picture, quiet and changed.'],
  back: ['{The} [come] back to where everything began.', '{The} [walk] home, {way}.', 'The same place, the same hour, and {the} [see] it with other eyes.'],
  alone: ['{The} [stand] at the edge of the picture, alone.', '{The} [look] out, with nobody near.'],
  other: ['Somebody else stands there and looks back at {the}.', 'A second figure comes into the picture, from the other side.'],
  near: ['{The}, very near, face to face with us.', 'The eyes of {the}: something has changed in them.'],
  last: ['{The} [grow] small in the wide picture, and the light fades.', '{The} [look] straight at us, and then away.'],
};

const SOMETHING: Record<Act, readonly string[]> = {
  meet: ['{A} [come] into the light, alone in the picture.', 'The camera moves slowly and finds {a}.', '{A} [wait] in the middle of an empty picture.'],
  habit: ['Day after day {the} [stay] in the same place, and nobody looks.', 'Light comes and goes over {the}.', 'People pass by, and {the} [stay].'],
  want: ['Far off, behind {the}: {far}.', 'A beam of light points from {the} to {far}.', 'A breath of wind touches {the}.'],
  leave: ['A hand takes {the} along, {way}.', 'The camera follows {the}, {way}.', 'Somebody carries {the} away, {way}.'],
  strive: ['The light around {the} changes, faster and faster.', 'Wind and shadow pull at {the}.', 'Hands, feet and shadows pass, and {the} [stay] in the middle of it all.'],
  low: ['{The} [lie] in the shadow, and nothing moves.', 'The light goes, and {the} almost [disappear].', 'Everything stands still around {the}.'],
  turn: ['One ray of light falls on {the}.', 'The camera moves around {the}, and the other side is a surprise.', 'The shadow passes, and {the} [shine] again.'],
  peak: ['Light fills the picture, with {the} in the middle of it.', 'The light opens, and there {the} [be].', 'All at once everything turns around {the}.'],
  rest: ['{The} [come] to rest in warm light.', 'Everything is quiet around {the}.', '{The} [stay] in the picture after everything else has gone.'],
  back: ['The camera returns to where it began, and there {the} [wait].', 'The same picture as at the beginning, and {the} [look] new in it.'],
  alone: ['{The}, alone in a wide and empty picture.', 'Nothing but {the} and a long shadow.'],
  other: ['A hand comes into the picture and stops just before {the}.', 'Somebody stands still before {the} and looks.'],
  near: ['The surface of {the}, so near that it becomes a landscape.', 'The edge of {the}, and light that runs along it.'],
  last: ['{The} [grow] small in the wide picture, and the light fades.', 'The light narrows until only {the} [be] left.'],
};

const SOMEWHERE: Record<Act, readonly string[]> = {
  meet: ['{The}, wide and still, before anybody is awake.', 'From high above the camera comes down to {the}.', 'A single light goes on, and {the} can be guessed at.'],
  habit: ['The same steps on the same stones: {the} on a day like any other.', 'Shutters open, one after the other.', 'Shadows move slowly over {the}.'],
  want: ['From {the} the view goes out to {far}.', 'A child stops and points to {far}.', 'Somebody at a window looks towards {far}.'],
  leave: ['The camera sets off, {way}.', 'A figure goes {way}, and we follow.', 'We leave the known corners behind, {way}.'],
  strive: ['More and more people, faster and faster, {way}.', 'The wind goes through {the} and takes everything loose along.', 'Light and shadow chase each other over {the}.'],
  low: ['{The}, empty. A sheet of paper drifts by.', 'The last light goes out in {the}.', 'Everything stands still.'],
  turn: ['One window lights up.', 'Light breaks through and runs over {the}.', 'A sound, and heads turn, one after the other.'],
  peak: ['{The}, full of light and people.', 'The camera rises until all of {the} can be seen.', 'Everything that was still begins to move at once.'],
  rest: ['The people go home, and the lamps stay lit.', 'A bench, still warm, and nobody on it.', 'Evening settles over {the}.'],
  back: ['The same view as at the beginning, in another light.', 'Back to the first corner: now we know what lies behind it.'],
  alone: ['One figure crosses the wide and empty picture.', 'Nobody but a cat on a wall.'],
  other: ['Two strangers meet in the middle of the picture and stop.', 'A face at a window looks back at us.'],
  near: ['A hand strokes along an old wall.', 'One corner of {the}, very near, and the light on it.'],
  last: ['{The} [grow] small below us, and the light fades.', 'The lamps go out, one by one.'],
};

const SERVICE: Record<Act, readonly string[]> = {
  meet: ['In the dark a small screen lights up.', 'A hand puts {x} on the table.', 'Very near: {x}.'],
  habit: ['Paper, keys, coins: a table that is full every day.', 'The same queue, the same clock, the same sigh.'],
  want: ['A finger stops above the glass.', 'Through the window: {far}.'],
  leave: ['One touch, and the picture begins to move.', 'The camera dives into the light of the screen.'],
  strive: ['Faces, lit by screens, one after the other.', 'Hands type, sort and pass things on.'],
  low: ['The screen goes dark, and the room with it.', 'Everything is too much, and nothing moves.'],
  turn: ['One touch on the glass, and the mess on the table parts.', 'The screen lights up, and a face with it.'],
  peak: ['Windows light up all over the city.', 'Everything falls into place, from one edge of the picture to the other.'],
  rest: ['The phone lies on the table, face down, and outside it is still day.', 'The table is empty, and a cup of tea steams on it.'],
  back: ['The same table as at the beginning, now with room on it.'],
  alone: ['One lit window in a dark house.'],
  other: ['Two heads bend over one screen.', 'Somebody looks over a shoulder and nods.'],
  near: ['A fingertip touches the glass, and a ring of light spreads.', 'Light of a screen, mirrored in an eye.'],
  last: ['The light of the screen shrinks to a point.', 'The camera moves back through the window, out into the evening.'],
};

const ACTS: Record<HeroKind, Record<Act, readonly string[]>> = { someone: SOMEONE, something: SOMETHING, somewhere: SOMEWHERE, service: SERVICE };

/** What animals do not do, and what those without a leg to stand on do not do either. */
const ONLY_PEOPLE = /\[smile\]|\[breathe\]|small gestures|every day asks/;
const ON_FEET = /\[(?:stand|sit|walk|run|step)\]|step by step/;
const WITHOUT_FEET = wordSet(`bee bumblebee butterfly moth firefly hummingbird fish goldfish salmon trout shark whale dolphin octopus squid jellyfish
  snake snail worm seal mermaid ghost phoenix`);

/** What a hero can be seen to do at a turn of a story. */
export function actsOf({ kind, head, what }: Pick<Hero, 'kind' | 'head' | 'what'>, act: Act): readonly string[] {
  const all = ACTS[kind][act];
  const one = singularOf(head || (what.split(' ').at(-1) ?? ''));
  const footless = WITHOUT_FEET.has(one);
  if (kind !== 'someone' || !(footless || ANIMALS.has(one))) return all;
  const fit = all.filter((told) => !ONLY_PEOPLE.test(told) && !(footless && ON_FEET.test(told)));
  return fit.length > 0 ? fit : all;
}
