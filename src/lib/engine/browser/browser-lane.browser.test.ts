import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeEngine } from '../../../../tests/contract/fake-engine.ts';
import type { EngineControl, EngineEvent, ModelStatus } from '../status.ts';
import { BrowserLane } from './browser-lane.ts';

afterEach(() => vi.restoreAllMocks());

class Host extends FakeEngine implements EngineControl {
  readonly fetchModel = vi.fn(async () => {});
  #listener: (event: EngineEvent) => void = () => {};
  async choose() {}
  async readFile() {
    return new Uint8Array();
  }
  subscribe(listener: (event: EngineEvent) => void) {
    this.#listener = listener;
    this.model('absent');
    return () => {};
  }
  model(status: ModelStatus['status']) {
    this.#listener({ kind: 'model', model: { status, fraction: 0, bytes: 0, kept: false }, manifest: null });
  }
}

describe('the lane of the browser', () => {
  it('is away until the model is here, and says when that changes', () => {
    const host = new Host();
    const lane = new BrowserLane(host);
    const changed = vi.fn();
    lane.subscribe(changed);
    expect(lane.awaits).toBe('model');
    host.model('fetching');
    expect(lane.awaits).toBe('model');
    expect(changed).not.toHaveBeenCalled();
    host.model('ready');
    expect(lane.awaits).toBeUndefined();
    expect(changed).toHaveBeenCalledTimes(1);
    lane.dispose();
    host.model('broken');
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('waits for the network where that is what is missing, also while it tries again', () => {
    const host = new Host();
    const lane = new BrowserLane(host);
    const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    host.model('broken');
    expect(lane.awaits).toBe('network');
    host.model('fetching');
    expect(lane.awaits).toBe('network');
    online.mockReturnValue(true);
    host.model('broken');
    expect(lane.awaits).toBe('model');
    lane.dispose();
  });

  it('fetches the model when it is asked to look, unless it is here', () => {
    const host = new Host();
    const lane = new BrowserLane(host);
    lane.look();
    expect(host.fetchModel).toHaveBeenCalledTimes(1);
    host.model('ready');
    lane.look();
    expect(host.fetchModel).toHaveBeenCalledTimes(1);
    lane.dispose();
  });
});
