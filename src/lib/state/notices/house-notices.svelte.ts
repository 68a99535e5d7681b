import { explain } from '#core/domain/words/explain.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { UpdateStanding } from '../shell/app-update.svelte.ts';
import { noticeId } from './notice-id.ts';
import type { News } from './notices.svelte.ts';
import { heldWords } from '../store/held-words.ts';

/** What is told of the house itself, as the screens' state has it. Times are milliseconds since 1970. */
export interface House {
  readonly notices: { tell(news: News): Promise<unknown> };
  readonly update: { readonly standing: UpdateStanding };
  readonly store: {
    readonly unwritten: { readonly fault: Fault | null };
    readonly watch: { readonly vanished: { readonly takes: number; readonly projects: number; readonly at: number } | null };
  };
  readonly backup: {
    readonly folder?:
      | {
          readonly name: string;
          readonly standing: {
            readonly lastInFolderAt?: number | undefined;
            readonly lastFailedAt?: number | undefined;
            readonly lastProblem?: string | undefined;
          };
        }
      | null
      | undefined;
  };
}

/** Ids that begin like this belong to one kind of event each. */
const UPDATE = '6b696e6f-7261-8000-8000-';
const VANISHED = '6b696e6f-7261-8001-8000-';
const BACKUP = '6b696e6f-7261-8002-8000-';
const BACKUP_FAILED = '6b696e6f-7261-8003-8000-';
const DAY_MS = 24 * 3_600_000;

/**
 * Turns what happens to the app and to what it keeps into notices: a new version, no room, data that vanished,
 * backups. Returns the way to stop.
 */
export function tellOfTheHouse({ notices, update, store, backup }: House): () => void {
  const begun = Date.now();
  return $effect.root(() => {
    $effect(() => {
      if (update.standing !== 'offered') return;
      const today = Math.floor(begun / DAY_MS) * DAY_MS;
      void notices.tell({ id: noticeId(UPDATE, today), kind: 'info', text: 'A new version of Kinora is here. It comes when you say so.' });
    });

    $effect(() => {
      const { fault } = store.unwritten;
      if (fault?.reason !== 'no-room-on-disk') return;
      const { happened, kept, next } = explain(fault);
      void notices.tell({ kind: 'bad', text: `${happened} ${kept} ${next}`, path: '/settings' });
    });

    $effect(() => {
      const { vanished } = store.watch;
      if (!vanished) return;
      const text = `This browser no longer has what was kept here: ${heldWords(vanished)}. If there is a backup, Settings brings it back.`;
      void notices.tell({ id: noticeId(VANISHED, vanished.at), kind: 'bad', text, path: '/settings' });
    });

    $effect(() => {
      if (!backup.folder) return;
      const { name, standing } = backup.folder;
      const { lastInFolderAt = 0, lastFailedAt = 0, lastProblem } = standing;
      // What was made before this page was opened has been told, or cleared.
      if (lastInFolderAt > begun) {
        const text = `A backup was written into “${name}”.`;
        void notices.tell({ id: noticeId(BACKUP, lastInFolderAt), kind: 'info', text, at: lastInFolderAt, read: true });
      }
      if (lastFailedAt > begun) {
        const text = `The backup into “${name}” could not be written. ${lastProblem ?? ''} What is in the studio is all there.`;
        void notices.tell({ id: noticeId(BACKUP_FAILED, lastFailedAt), kind: 'bad', text, path: '/settings', at: lastFailedAt });
      }
    });
  });
}
