import type { FilmKind } from '../reading/read-brief.ts';

/** How a story sounds. */
export interface Tone {
  readonly id: string;
  /** As it is shown to people. */
  readonly words: string;
}

export const TONES: readonly Tone[] = [
  { id: 'warm', words: 'warm and close' },
  { id: 'playful', words: 'playful' },
  { id: 'calm', words: 'calm and clear' },
  { id: 'bold', words: 'bold and direct' },
  { id: 'dreamy', words: 'dreamlike' },
  { id: 'elegant', words: 'quiet and elegant' },
  { id: 'epic', words: 'grand' },
  { id: 'honest', words: 'plain and honest' },
  { id: 'melancholy', words: 'wistful' },
  { id: 'dark', words: 'tense' },
  { id: 'curious', words: 'curious' },
  { id: 'hopeful', words: 'hopeful' },
  { id: 'proud', words: 'proud' },
  { id: 'tender', words: 'tender' },
];

/** How the pictures of a story look. */
export interface Look {
  readonly name: string;
  /** Goes into every prompt. */
  readonly prompt: string;
  readonly tones: readonly string[];
  /** Where it fits; everywhere where absent. */
  readonly kinds?: readonly FilmKind[];
}

export const LOOKS: readonly Look[] = [
  { name: 'Warm documentary', prompt: 'warm documentary, natural light, 35 mm, soft grain', tones: ['warm', 'honest', 'hopeful', 'tender'] },
  { name: 'Bright studio', prompt: 'bright studio, one clear colour behind, soft shadows', tones: ['playful', 'bold', 'curious', 'elegant'], kinds: ['product', 'explainer'] },
  { name: 'Dark studio', prompt: 'dark studio, one narrow light, glossy reflections, macro', tones: ['elegant', 'bold', 'dark', 'proud'], kinds: ['product'] },
  { name: 'Flat illustration', prompt: 'flat illustration, clear shapes, few strong colours', tones: ['playful', 'curious', 'calm', 'hopeful'] },
  { name: 'Picture book', prompt: 'hand-painted picture book, soft edges, paper texture', tones: ['dreamy', 'tender', 'warm', 'curious', 'melancholy'] },
  { name: 'Wide and cinematic', prompt: 'cinematic, wide lens, deep focus, strong contrast of light', tones: ['epic', 'proud', 'dark', 'hopeful'] },
  { name: 'Soft film', prompt: 'soft film look, shallow depth of field, pastel colours', tones: ['tender', 'dreamy', 'calm', 'melancholy', 'elegant'] },
  { name: 'Handheld', prompt: 'handheld, available light, close to the people', tones: ['honest', 'bold', 'warm', 'dark'] },
  { name: 'Graphic colour', prompt: 'graphic compositions, saturated colours, hard light', tones: ['bold', 'playful', 'proud'] },
  { name: 'Misty and muted', prompt: 'muted colours, haze, soft light from behind', tones: ['melancholy', 'calm', 'dreamy', 'dark'] },
  { name: 'Neon night', prompt: 'deep blacks, coloured lamps, wet reflections', tones: ['bold', 'dark', 'dreamy'], kinds: ['song', 'short'] },
  { name: 'Stage light', prompt: 'strong backlight, haze, silhouettes, light beams', tones: ['bold', 'epic', 'proud', 'melancholy'], kinds: ['song'] },
  { name: 'Clean and minimal', prompt: 'minimal sets, much empty space, even light', tones: ['calm', 'elegant', 'curious', 'honest'] },
  { name: 'Old photographs', prompt: 'faded colours, film grain, light leaks', tones: ['melancholy', 'warm', 'tender', 'honest'], kinds: ['song', 'short'] },
];
