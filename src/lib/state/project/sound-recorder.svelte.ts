/** Why nothing can be recorded. */
export type RecorderProblem = 'refused' | 'no-microphone' | 'not-supported' | 'broke-off' | 'nothing-heard';

/** What browsers record speech as, the one that all can play first. */
const TYPES = ['audio/mp4;codecs=mp4a.40.2', 'audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/webm', 'audio/mp4'];
const ENDINGS: Readonly<Record<string, string>> = { 'audio/mp4': 'm4a', 'audio/webm': 'webm', 'audio/ogg': 'ogg' };

/** Records a voice with the microphone. The browser asks for it only when a recording is begun. */
export class SoundRecorder {
  #state = $state<'idle' | 'asking' | 'recording'>('idle');
  #problem = $state<RecorderProblem>();
  #recorder: MediaRecorder | undefined;
  #done: PromiseWithResolvers<File | undefined> | undefined;

  get state(): 'idle' | 'asking' | 'recording' {
    return this.#state;
  }

  get problem(): RecorderProblem | undefined {
    return this.#problem;
  }

  /** Resolves with whether it records now. */
  async begin(): Promise<boolean> {
    if (this.#state !== 'idle') return false;
    this.#problem = undefined;
    const type = typeof MediaRecorder === 'undefined' ? undefined : TYPES.find((one) => MediaRecorder.isTypeSupported(one));
    if (!type || !navigator.mediaDevices) return this.#fail('not-supported');
    this.#state = 'asking';
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      // Given up while the browser was asking.
      if (this.#state !== 'asking') {
        release(stream);
        return false;
      }
      this.#record(stream, type);
      return true;
    } catch (error) {
      return this.#fail(error instanceof DOMException && ['NotAllowedError', 'SecurityError'].includes(error.name) ? 'refused' : 'no-microphone');
    }
  }

  /** Ends the recording; resolves with it, or with undefined where there is none. */
  async end(name: string): Promise<File | undefined> {
    const done = this.#done?.promise;
    if (this.#recorder?.state === 'recording') this.#recorder.stop();
    const file = await done;
    return file && new File([file], `${name}.${ENDINGS[file.type] ?? 'webm'}`, { type: file.type });
  }

  /** Ends without a recording. */
  cancel(): void {
    this.#done?.resolve(undefined);
    if (this.#recorder?.state === 'recording') this.#recorder.stop();
    this.#state = 'idle';
  }

  #record(stream: MediaStream, type: string): void {
    const recorder = new MediaRecorder(stream, { mimeType: type });
    const done = Promise.withResolvers<File | undefined>();
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.onerror = () => (this.#problem = 'broke-off');
    recorder.onstop = () => {
      release(stream);
      this.#state = 'idle';
      const [plain = type] = type.split(';');
      const file = new File(parts, 'voice', { type: plain });
      if (file.size === 0) this.#problem = 'nothing-heard';
      done.resolve(file.size > 0 ? file : undefined);
    };
    this.#recorder = recorder;
    this.#done = done;
    this.#state = 'recording';
    recorder.start(1_000);
  }

  #fail(problem: RecorderProblem): false {
    this.#problem = problem;
    this.#state = 'idle';
    return false;
  }
}

/** The light beside the camera goes out. */
const release = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};
