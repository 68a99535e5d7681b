/** Where something in a song begins and ends. Microseconds from the song's start. */
export interface SongSpan {
  readonly start: number;
  readonly end: number;
}

/** A part of a song that sounds like itself: verse, chorus, break. */
export interface SongSection extends SongSpan {
  /** A for the first kind of part, B for the second; parts that sound alike share their letter. */
  readonly label: string;
  /** How strong it sounds beside the rest of the song, 0 to 1. */
  readonly energy: number;
}

/** The song's outline at one zoom: the lowest and highest value of each `samples` samples, -127 to 127. */
export interface WaveLevel {
  /** Samples at `Waveform.rate` in one point. */
  readonly samples: number;
  readonly low: Int8Array<ArrayBuffer>;
  readonly high: Int8Array<ArrayBuffer>;
}

export interface Waveform {
  /** Samples a second. */
  readonly rate: number;
  /** Finest first. */
  readonly levels: readonly WaveLevel[];
}

/** What can be heard in a song. Times are whole microseconds from its start. */
export interface SongAnalysis {
  readonly length: number;
  /** Beats a minute, the middle of all; null where no beat is to be heard. */
  readonly tempo: number | null;
  readonly beats: readonly number[];
  /** The beats that begin a bar. */
  readonly bars: readonly number[];
  /** Beats in a bar; null without beats. */
  readonly meter: number | null;
  /** In order, without gaps, from the start to the end; one where nothing changes, none in silence. */
  readonly sections: readonly SongSection[];
  /** Integrated loudness in LUFS (ITU-R BS.1770-5); null where all is silent. */
  readonly loudness: number | null;
  /** The largest sample, 1 is full scale. */
  readonly peak: number;
  readonly waveform: Waveform;
}

export const microseconds = (seconds: number): number => Math.round(seconds * 1e6);
