import type { Description } from '../../schema/description.ts';
import type { Tag, Take } from '../../schema/take.ts';

/** One thing that a person changes on a take. */
export type Mark =
  /** An empty name: it goes by its prompt again. */
  | { readonly type: 'name'; readonly name: string }
  /** Null: nobody has said what it shows. */
  | { readonly type: 'description'; readonly description: Description | null }
  | { readonly type: 'favourite'; readonly favourite: boolean }
  /** 1 to 5; 0: not rated. */
  | { readonly type: 'rating'; readonly rating: number }
  /** `at`: its place among the others; the last one by default. */
  | { readonly type: 'tag'; readonly tag: Tag; readonly at?: number }
  | { readonly type: 'untag'; readonly tag: Tag }
  /** `at`: milliseconds since 1970. */
  | { readonly type: 'bin'; readonly at: number }
  | { readonly type: 'restore' };

/** As many tags as a take can bear. */
export const MOST_TAGS = 50;

/** The take with a mark; the very same take where that changes nothing. */
export function marked(take: Take, mark: Mark): Take {
  switch (mark.type) {
    case 'name': {
      const name = mark.name.trim().slice(0, 200).trim();
      if (name === (take.name ?? '')) return take;
      const { name: _name, ...rest } = take;
      return name === '' ? rest : { ...rest, name };
    }
    case 'description': {
      const { text, model } = take.description ?? {};
      if (text === mark.description?.text && model === mark.description?.model) return take;
      const { description: _description, ...rest } = take;
      return mark.description ? { ...rest, description: mark.description } : rest;
    }
    case 'favourite':
      return mark.favourite === take.favourite ? take : { ...take, favourite: mark.favourite };
    case 'rating':
      return mark.rating === take.rating ? take : { ...take, rating: mark.rating };
    case 'tag':
      if (take.tags.includes(mark.tag) || take.tags.length >= MOST_TAGS) return take;
      return { ...take, tags: take.tags.toSpliced(mark.at ?? take.tags.length, 0, mark.tag) };
    case 'untag':
      return take.tags.includes(mark.tag) ? { ...take, tags: take.tags.filter((tag) => tag !== mark.tag) } : take;
    case 'bin':
      return take.deletedAt === undefined ? { ...take, deletedAt: mark.at } : take;
    case 'restore': {
      if (take.deletedAt === undefined) return take;
      const { deletedAt: _deletedAt, ...rest } = take;
      return rest;
    }
  }
}

/** The mark that takes a mark back; undefined where it changes nothing. */
export function inverse(take: Take, mark: Mark): Mark | undefined {
  if (marked(take, mark) === take) return undefined;
  switch (mark.type) {
    case 'name':
      return { type: 'name', name: take.name ?? '' };
    case 'description':
      return { type: 'description', description: take.description ?? null };
    case 'favourite':
      return { type: 'favourite', favourite: take.favourite };
    case 'rating':
      return { type: 'rating', rating: take.rating };
    case 'tag':
      return { type: 'untag', tag: mark.tag };
    case 'untag':
      return { type: 'tag', tag: mark.tag, at: take.tags.indexOf(mark.tag) };
    case 'bin':
      return { type: 'restore' };
    case 'restore':
      return { type: 'bin', at: take.deletedAt! };
  }
}
