import type { Migration } from './migration.ts';

export const firstStores: Migration = {
  name: 'takes, jobs, single records and what could not be read',
  run(db) {
    db.createObjectStore('takes', { keyPath: 'id' });
    db.createObjectStore('jobs', { keyPath: 'id' });
    db.createObjectStore('singles');
    db.createObjectStore('aside', { autoIncrement: true });
  },
};
