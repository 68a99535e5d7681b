/** Keeps the screen lit until the function that it returns is called; does nothing where a browser cannot. */
export function keepAwake(): () => void {
  const stop = new AbortController();
  let lock: WakeLockSentinel | undefined;
  const ask = async () => {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    try {
      const given = await navigator.wakeLock.request('screen');
      if (stop.signal.aborted) await given.release();
      else lock = given;
    } catch {
      // Refused, as by a machine that saves its battery: then the screen goes dark when it always does.
    }
  };
  // A page that was hidden has lost it.
  document.addEventListener('visibilitychange', () => void ask(), { signal: stop.signal });
  void ask();
  return () => {
    stop.abort();
    void lock?.release();
  };
}
