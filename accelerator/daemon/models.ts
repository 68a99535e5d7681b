import path from 'node:path';
import type { Logger } from 'pino';
import { LocalModels } from '../models/local-models.ts';
import { ModelWishes } from '../models/model-wishes.ts';
import { openModels } from '../models/open-models.ts';
import type { Settings } from '../settings/schema.ts';

/** The models of this accelerator, fetched in the background. Throws FaultError where the settings name a token that is none. */
export function openModelDesk({ settings, data, log }: { readonly settings: Settings; readonly data: string; readonly log: Logger }) {
  const { models, shelf, access, hub } = openModels({
    settings,
    data,
    token: process.env['HF_TOKEN'],
    onLostToken: () => log.error('the token of the hub cannot be opened: enter it again'),
  });
  const wishes = new ModelWishes(path.join(data, 'model-wishes.json'), (aside) => log.error({ aside }, 'the list of models to be fetched was damaged and put aside'));
  const desk = new LocalModels({ models, shelf, wishes, log: log.child({ part: 'models' }) });
  return {
    models: desk,
    hub: access,
    async close() {
      await desk.close();
      await hub.close();
    },
  };
}
