import type { FaultReason } from '../../schema/fault.ts';
import { type Explanation, type Facts, REQUEST_KEPT, said } from './explanation.ts';

const JOBS_WAIT = 'Jobs for it wait, and go out when it is back.';

type AcceleratorReason = Extract<FaultReason, `accelerator-${string}` | `engine-${string}` | 'address-not-allowed'>;

/** What a person reads when the accelerator, or an engine of it, does not do its part. */
export const ACCELERATOR_TABLE: Record<AcceleratorReason, (facts: Facts) => Explanation> = {
  'accelerator-away': ({ address }) => ({
    title: 'The accelerator does not answer',
    happened: `Nothing answers at ${said(address, 'its address')}.`,
    kept: JOBS_WAIT,
    next: 'See that its machine is on and in the same network, and that `npm run accelerator` runs there.',
  }),
  'accelerator-refused': ({ detail }) => ({
    title: 'The accelerator refuses this browser',
    happened: said(detail, 'It does not know this browser any more.'),
    kept: JOBS_WAIT,
    next: 'Pair this browser with it again.',
  }),
  'accelerator-other-key': ({ address }) => ({
    title: 'This is another accelerator',
    happened: `What answers at ${said(address, 'this address')} is not the accelerator that you paired. Nothing was sent to it.`,
    kept: JOBS_WAIT,
    next: 'If you have set it up anew, pair it again. If not, find out what runs there.',
  }),
  'accelerator-too-old': ({ version }) => ({
    title: 'The accelerator is too old',
    happened: `It speaks an older language than this studio${version === undefined ? '' : ` (its version is ${version})`}.`,
    kept: JOBS_WAIT,
    next: 'Update Kinora on the machine with the accelerator.',
  }),
  'accelerator-too-new': ({ version }) => ({
    title: 'The studio is too old',
    happened: `The accelerator speaks a newer language than this studio${version === undefined ? '' : ` (its version is ${version})`}.`,
    kept: JOBS_WAIT,
    next: 'Update the studio: take the new version that it offers, or load this page again.',
  }),
  'accelerator-data-newer': ({ file }) => ({
    title: 'A newer Kinora was here',
    happened: `${said(file, 'What the accelerator keeps')} was written by a newer version of Kinora than this one.`,
    kept: 'It was not touched.',
    next: 'Start the newer version again, or let the accelerator keep its data in another folder (--data).',
  }),
  'accelerator-data-damaged': ({ file, detail }) => ({
    title: 'The accelerator’s jobs cannot be read',
    happened: `${said(file, 'The file with its jobs')} is damaged.${detail === undefined ? '' : ` ${detail}`}`,
    kept: 'It was not touched. Finished clips lie beside it in the folder media.',
    next: 'Put back a copy of the file, or move it away: the accelerator then begins a new one, and paired browsers send their jobs again.',
  }),
  'accelerator-data-in-use': ({ file }) => ({
    title: 'Another accelerator runs already',
    happened: `${said(file, 'The file with its jobs')} is in use by another process on this machine.`,
    kept: 'It was not touched.',
    next: 'Use the one that runs, stop it first, or start this one with a data folder of its own (--data).',
  }),
  'engine-away': ({ engine, detail }) => ({
    title: 'The engine is not there',
    happened: `${said(engine, 'The engine')} cannot be reached.${detail === undefined ? '' : ` ${detail}`}`,
    kept: REQUEST_KEPT,
    next: 'Install it where it is missing, start it where it does not run, or choose another engine.',
  }),
  'engine-died': ({ engine, detail }) => ({
    title: 'The engine ended in the middle',
    happened: `${said(engine, 'The engine')} stopped before the clip was made.${detail === undefined ? '' : ` It said: ${detail}`}`,
    kept: REQUEST_KEPT,
    next: 'Try again. If it happens again, look into its own log.',
  }),
  'engine-refused': ({ engine, detail }) => ({
    title: 'The engine refused the work',
    happened: `${said(engine, 'The engine')} did not take it.${detail === undefined ? '' : ` It said: ${detail}`}`,
    kept: REQUEST_KEPT,
    next: 'Put right what it names, then try again.',
  }),
  // `allowed`: what may be asked, where that is not the open network.
  'address-not-allowed': ({ address, allowed }) => ({
    title: 'This address is not allowed',
    happened: `${said(address, 'The address')} leads to a machine that must not be asked from here.`,
    kept: REQUEST_KEPT,
    next: `Use an address in ${said(allowed, 'the open network')}, or one that you have allowed in the settings.`,
  }),
};
