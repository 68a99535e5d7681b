import type { PoolUse } from '#core/domain/pool/pool-uses.ts';
import { saidName } from '#core/domain/words/said-name.ts';
import type { AssetKind, PoolItem } from '#core/schema/pool-item.ts';
import { saidBytes } from '../ui/figures.ts';

export const KIND_WORDS: Record<AssetKind, { readonly one: string; readonly many: string }> = {
  image: { one: 'Picture', many: 'Pictures' },
  video: { one: 'Video', many: 'Videos' },
  audio: { one: 'Sound', many: 'Sounds' },
  lora: { one: 'LoRA', many: 'LoRAs' },
};

export const ORDER_WORDS = [
  { value: 'newest', label: 'Newest first' },
  { value: 'oldest', label: 'Oldest first' },
  { value: 'name', label: 'By name' },
  { value: 'kind', label: 'By kind' },
  { value: 'size', label: 'Largest first' },
] as const;

/** What an item is called; one that has lost its name goes by its kind. */
export const itemName = ({ name, kind }: Pick<PoolItem, 'name' | 'kind'>): string => name.trim() || `Unnamed ${KIND_WORDS[kind].one.toLowerCase()}`;

/** What an item is called within a sentence. */
export const saidItem = (item: Pick<PoolItem, 'name' | 'kind'>): string => saidName(itemName(item));

/** Microseconds as minutes and seconds, with tenths while it is short: `2.1 s`, `3:05`. */
export function saidPlayingTime(microseconds: number): string {
  const seconds = microseconds / 1e6;
  if (seconds < 10) return `${seconds.toFixed(1).replace(/\.0$/, '')} s`;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** What is to be known of an item at a glance: `Video · 2.1 s · 640 × 360 · 1.2 MB`. */
export function itemFacts({ kind, length, width, height, bytes, take }: Omit<PoolItem, 'id' | 'addedAt'>): string {
  return [
    take === null ? KIND_WORDS[kind].one : `${KIND_WORDS[kind].one} from a take`,
    length === null ? '' : saidPlayingTime(length),
    width === null || height === null ? '' : `${width} × ${height}`,
    bytes === null ? '' : saidBytes(bytes),
  ].filter(Boolean).join(' · ');
}

/** Where an item is in use: `Clip 1A starts on it`. */
export function saidUse(use: PoolUse): string {
  switch (use.kind) {
    case 'clip':
      return `Clip ${use.slate} ${CLIP_USE[use.as]}`;
    case 'brief':
      return use.as === 'song' ? 'The song of the film' : 'A picture of the brief';
    case 'narration':
      return `Narration ${saidName(use.name) || 'without a name'}`;
    case 'character':
      return `Character ${saidName(use.name) || 'without a name'}`;
    case 'style':
      return `Style ${saidName(use.name) || 'without a name'}`;
  }
}

const CLIP_USE = {
  shown: 'shows it',
  take: 'has it among its takes',
  'first keyframe': 'starts on it',
  'last keyframe': 'ends on it',
  keyframe: 'kept it as a keyframe',
} as const;
