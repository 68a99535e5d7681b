import type { AcceleratorLink } from '../remote/ports.ts';
import { RemoteModels } from '../remote/remote-models.ts';
import type { Peer } from '#lib/workers/models/peer-hub.ts';

/** The paired accelerator as one that may have a model already. Away or not paired, it has none. */
export function acceleratorPeer(link: AcceleratorLink): Peer {
  return {
    async models() {
      if (link.state.kind !== 'connected') return [];
      const { standings } = await new RemoteModels(link).look();
      return standings.filter(({ status }) => status === 'ready').map(({ model }) => model);
    },
    async read(model, sha256, start, length) {
      const answer = await link.ask(`/shelf/${model}/files/${sha256}`, { headers: { Range: `bytes=${start}-${start + length - 1}` } });
      if (!answer.ok || (answer.value.status !== 206 && answer.value.status !== 200)) return undefined;
      const bytes = await answer.value.arrayBuffer().catch(() => undefined);
      return answer.value.status === 200 ? bytes?.slice(start, start + length) : bytes;
    },
  };
}
