import type { Migration } from './migration.ts';

/** Projects: what the list shows of each, the log of its document, and the moments of its past. */
export const projects: Migration = {
  name: 'projects and their logs',
  run(db) {
    db.createObjectStore('projects', { keyPath: 'id' });
    db.createObjectStore('project-log');
    db.createObjectStore('project-points');
  },
};
