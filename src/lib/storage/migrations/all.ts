import { firstStores } from './0001-first-stores.ts';
import { marksAndOrder } from './0002-marks-and-order.ts';
import { projects } from './0003-projects.ts';
import type { Migration } from './migration.ts';

/** Each step that the database has ever taken, in order. Its version is their number. */
export const MIGRATIONS: readonly Migration[] = [firstStores, marksAndOrder, projects];
