import { expect, it } from 'vitest';
import type { ProjectId } from '../../schema/project-ids.ts';
import { findProjects, type ListedProject } from './project-query.ts';

const FILM = { frameRate: { numerator: 24, denominator: 1 }, length: 24, createdAt: 0, changedAt: 0 };
const listed = (id: string, values: Partial<ListedProject> & { name: string }): ListedProject => ({ ...FILM, id: id as ProjectId, ...values });
const ids = (projects: readonly ListedProject[], typed = '', order: Parameters<typeof findProjects>[2] = 'changed') =>
  findProjects(projects, typed, order).map(({ id }) => id);

it('finds names by the beginnings of their words, in any script', () => {
  const films = [listed('a', { name: 'Salt and Light' }), listed('b', { name: 'Élan vital' }), listed('c', { name: 'مشهد البحر' }), listed('d', { name: '海の夜' })];
  expect([ids(films, 'li sal'), ids(films, 'ELAN'), ids(films, 'البحر'), ids(films, '夜'), ids(films, 'alt')]).toEqual([['a'], ['b'], ['c'], ['d'], []]);
});

it('puts them in each order', () => {
  const films = [
    listed('a', { name: 'Film 10', changedAt: 1, createdAt: 3, length: 100, frameRate: { numerator: 50, denominator: 1 } }),
    listed('b', { name: 'film 9', changedAt: 2, createdAt: 1, length: 72 }),
    listed('c', { name: ' Äpfel', changedAt: 3, createdAt: 2 }),
  ];
  expect(ids(films)).toEqual(['c', 'b', 'a']);
  expect(ids(films, '', 'name')).toEqual(['c', 'b', 'a']);
  expect(ids(films, '', 'newest')).toEqual(['a', 'c', 'b']);
  expect(ids(films, '', 'longest')).toEqual(['b', 'a', 'c']);
});

it('lists branches right behind their project, also branches of branches, and alone where it is not shown', () => {
  const films = [
    listed('film', { name: 'Sea', changedAt: 1 }),
    listed('other', { name: 'Other', changedAt: 5 }),
    listed('branch', { name: 'Sea by night', changedAt: 9, branchOf: 'film' as ProjectId }),
    listed('inner', { name: 'Night, again', changedAt: 8, branchOf: 'branch' as ProjectId }),
    listed('lost', { name: 'Lost', changedAt: 2, branchOf: 'gone' as ProjectId }),
  ];
  expect(ids(films)).toEqual(['other', 'lost', 'film', 'branch', 'inner']);
  expect(ids(films, 'night')).toEqual(['branch', 'inner']);
  expect(ids([listed('a', { name: 'A', branchOf: 'b' as ProjectId }), listed('b', { name: 'B', branchOf: 'a' as ProjectId })])).toEqual(['a', 'b']);
});
