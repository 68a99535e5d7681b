import { formatTimecode } from '#core/domain/timeline/timecode.ts';
import type { CutPlan } from '#core/domain/timeline/beat-cuts.ts';
import type { VoiceHere } from '#core/domain/voice/voice-files.ts';
import type { SongAnalysis } from '#core/domain/music/song-analysis.ts';
import type { FrameRate } from '#core/schema/film-time.ts';
import type { SpokenRecipe } from '#core/schema/sound.ts';
import type { RecorderProblem } from '#lib/state/project/sound-recorder.svelte.ts';
import type { SoundRoom } from '#lib/state/project/sound-room.svelte.ts';
import { counted } from '../ui/figures.ts';

/** The playhead's place: timecode, the bar and beat of the song, and its part. */
export function saidPlace(frame: number, { grid, rate }: Pick<SoundRoom, 'grid' | 'rate'>): string {
  const parts = [formatTimecode(frame, rate)];
  const bar = grid?.bars.findLastIndex((one) => one <= frame) ?? -1;
  if (grid && bar >= 0) parts.push(`bar ${bar + 1}, beat ${grid.beats.filter((beat) => beat >= grid.bars[bar]! && beat <= frame).length}`);
  const section = grid?.sections.find(({ start, end }) => start <= frame && frame < end);
  if (section) parts.push(`part ${section.label}`);
  return parts.join(', ');
}

/** What is heard in a song, in one line. */
export function saidSong({ tempo, bars, meter, sections, loudness, peak }: SongAnalysis): string {
  if (loudness === null) return 'Silent from start to end: there is nothing to cut on.';
  const beat = tempo === null ? 'No steady beat' : `${tempo.toFixed(1).replace(/\.0$/, '')} beats a minute, ${counted(bars.length, 'bar')} of ${meter}`;
  const clipped = peak >= 1 ? ', at full scale' : '';
  return `${beat} · ${counted(sections.length, 'part')} · ${loudness.toFixed(1)} LUFS${clipped}`;
}

/** What snapping would do, before it is done. */
export function saidCutPlan({ moves, onBeat, outOfReach }: CutPlan, { numerator, denominator }: FrameRate): string {
  if (moves.length + onBeat + outOfReach === 0) return 'The film has no cuts yet.';
  const rest = [...(onBeat > 0 ? [`${onBeat} on a beat already`] : []), ...(outOfReach > 0 ? [`${outOfReach} without one in reach`] : [])].join(', ');
  if (moves.length === 0) return `No cut moves: ${rest}.`;
  const far = Math.max(...moves.map(({ from, to }) => Math.abs(to - from)));
  const seconds = ((far * denominator) / numerator).toFixed(2);
  return `${counted(moves.length, 'cut')} ${moves.length === 1 ? 'moves' : 'move'} by up to ${counted(far, 'frame')} (${seconds} s)${rest ? `; ${rest}` : ''}. The film stays as long as it is.`;
}

export const saidRecorderProblem: Record<RecorderProblem, string> = {
  refused: 'The browser does not let Kinora use the microphone. Nothing was recorded. Allow it in the browser’s settings for this page, or add a file.',
  'no-microphone': 'No microphone was found, or another program holds it. Nothing was recorded. Plug one in and try again, or add a file.',
  'not-supported': 'This browser cannot record here. Add a file that was recorded elsewhere.',
  'broke-off': 'The recording broke off. What was heard until then is kept.',
  'nothing-heard': 'Nothing was recorded. Try again, a little longer.',
};

/** What a browser may have no name for. */
const RARE: Readonly<Record<string, string>> = { ba: 'Bashkir', bo: 'Tibetan' };

/** A language by its code, in words: English. */
export function languageName(code: string): string {
  const name = new Intl.DisplayNames(['en'], { type: 'language' }).of(code);
  return name === undefined || name === code ? (RARE[code] ?? code) : name;
}

/** A voice by its name and how it speaks English. */
export const saidVoice = ({ name, accent }: VoiceHere): string => `${name}, ${accent === 'british' ? 'British' : 'American'}`;

/** How long something sounds: 4.2 s, or 1:05 min. */
export const saidLength = (seconds: number): string => (seconds < 59.95 ? `${seconds.toFixed(1)} s` : `${Math.floor(Math.round(seconds) / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')} min`);

/** Who read a narration from text, and on what terms. */
export const saidSpoken = ({ model, voice, speed, licence, revision }: SpokenRecipe): string =>
  `Read from text by ${model}${revision === undefined ? '' : ` (${revision})`}, voice ${voice}, at ${Math.round(speed * 100)} %. Licence: ${licence}.`;
