import type { ModelManifest } from '../../schema/manifest.ts';

/** What a form needs to know of a model: the browser's own by its manifest, or one that an accelerator offers. */
export type ModelFacts = Pick<ModelManifest, 'id' | 'name' | 'version' | 'license' | 'modes' | 'adapters' | 'size' | 'frames' | 'frameRate' | 'defaults'>;
