/** A time of day, as a light to film in. */
export type DayTime = 'dawn' | 'morning' | 'noon' | 'afternoon' | 'dusk' | 'night';
export type Weather = 'clear' | 'rain' | 'snow' | 'fog' | 'storm' | 'wind';

const TIMES: readonly (readonly [DayTime, RegExp])[] = [
  ['dawn', /\b(dawn|daybreak|sunrise|first light)\b/i],
  ['dusk', /\b(dusk|sunset|twilight|golden hour|evening)\b/i],
  ['night', /\b(night|nights|nightly|midnight|moonlight|moonlit|nocturnal|starlit|stars|3 ?am|2 ?am|4 ?am)\b/i],
  ['morning', /\b(mornings?|breakfast)\b/i],
  ['noon', /\b(noon|midday|lunch(time)?)\b/i],
  ['afternoon', /\bafternoons?\b/i],
];
const WEATHERS: readonly (readonly [Weather, RegExp])[] = [
  ['storm', /\b(storm|stormy|thunder|thunderstorm|lightning|hurricane)\b/i],
  ['rain', /\b(rain|rains|raining|rainy|drizzle|downpour)\b/i],
  ['snow', /\b(snow|snows|snowing|snowy|snowfall|blizzard)\b/i],
  ['fog', /\b(fog|foggy|mist|misty|haze)\b/i],
  ['wind', /\b(wind|windy|breeze|gale)\b/i],
  ['clear', /\b(sunny|clear sky|blue sky|cloudless|sunlit)\b/i],
];

const firstOf = <Value>(table: readonly (readonly [Value, RegExp])[], text: string): Value | null => table.find(([, words]) => words.test(text))?.[0] ?? null;

/** The time of day that a text names first in order of the table; null where none. */
export const timeIn = (text: string): DayTime | null => firstOf(TIMES, text);
export const weatherIn = (text: string): Weather | null => firstOf(WEATHERS, text);

/** How a time of day is said of a place, and its light. */
export const LIGHTS: Record<DayTime, readonly (readonly [when: string, light: string])[]> = {
  dawn: [['at dawn', 'pale light, long soft shadows'], ['at dawn', 'the first light low over everything'], ['at sunrise', 'pink and grey sky']],
  morning: [['in the morning', 'clear fresh light'], ['in the morning', 'low sun, soft shadows']],
  noon: [['at midday', 'bright light from above'], ['by day', 'even daylight, strong colours']],
  afternoon: [['in the afternoon', 'warm light from the side'], ['in the late afternoon', 'long warm shadows']],
  dusk: [['at sunset', 'golden light, long shadows'], ['at dusk', 'blue light, the first lamps lit']],
  night: [['at night', 'small warm lights in the dark'], ['at night', 'cool moonlight, deep shadows']],
};

export const WEATHER_WORDS: Record<Weather, string> = { clear: 'clear sky', rain: 'rain', snow: 'falling snow', fog: 'fog', storm: 'storm and rain', wind: 'strong wind' };
