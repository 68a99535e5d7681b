import type { Kept, TakeOrder } from '#core/domain/takes/take-query.ts';

export const ORDERS: readonly { readonly value: TakeOrder; readonly label: string }[] = [
  { value: 'newest', label: 'Newest first' },
  { value: 'oldest', label: 'Oldest first' },
  { value: 'rating', label: 'Best rated' },
  { value: 'name', label: 'Name' },
  { value: 'length', label: 'Longest' },
];

export const DAYS: readonly { readonly value: string; readonly label: string }[] = [
  { value: 'today', label: 'Today' },
  { value: 'week', label: 'Last 7 days' },
  { value: 'month', label: 'Last 30 days' },
  { value: 'range', label: 'From … to …' },
];

/** Which of `DAYS` it is; nothing for any day. */
export function daysChoice(kept: Kept): string {
  if (kept === 'any') return '';
  return typeof kept === 'string' ? kept : 'range';
}

export function keptFrom(choice: string): Kept {
  if (choice === 'today' || choice === 'week' || choice === 'month') return choice;
  return choice === 'range' ? { from: '', to: '' } : 'any';
}
