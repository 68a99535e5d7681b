/** Two soft tones, the second a fifth above the first: hertz, and seconds from the start. */
const TONES = [
  { hertz: 523.25, at: 0 },
  { hertz: 783.99, at: 0.16 },
] as const;
/** Seconds until a tone has died away, and how loud it is at most, of 1. */
const RINGS = 0.7;
const LOUD = 0.12;

/** How long the sound lasts, in seconds. */
export const CHIME_SECONDS = TONES[1].at + RINGS;

/** Writes the sound into an audio context, beginning at `start` seconds of its clock. */
export function writeChime(context: BaseAudioContext, start: number): void {
  for (const { hertz, at } of TONES) {
    const tone = new OscillatorNode(context, { type: 'sine', frequency: hertz });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, start + at);
    volume.gain.linearRampToValueAtTime(LOUD, start + at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + at + RINGS);
    tone.connect(volume).connect(context.destination);
    tone.start(start + at);
    tone.stop(start + at + RINGS);
  }
}

/** How long a browser may take to let sound through, in milliseconds, before it counts as refused. */
const PERMIT_MS = 1_000;

/** Plays the sound; resolves with whether it was heard: browsers let no page sound that nobody has touched yet. */
export async function playChime(): Promise<boolean> {
  const context = new AudioContext();
  try {
    await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, PERMIT_MS))]);
    if (context.state !== 'running') return false;
    writeChime(context, context.currentTime + 0.02);
    await new Promise((resolve) => setTimeout(resolve, (CHIME_SECONDS + 0.1) * 1000));
    return true;
  } finally {
    await context.close();
  }
}
