import { clipsInStyle, clipsWithCharacter, type SlatedClip } from '#core/domain/pool/cast-uses.ts';
import type { Project } from '#core/schema/project.ts';
import type { CastMember } from '#lib/state/project/cast-actions.ts';
import { counted } from '../ui/figures.ts';

/** The clips that have it. */
export const clipsOfMember = (film: Project, { kind, one }: CastMember): SlatedClip[] => (kind === 'character' ? clipsWithCharacter(film, one.id) : clipsInStyle(film, one.id));

/** What a card says under the name. */
export function factsOf(film: Project, member: CastMember): string {
  const clips = clipsOfMember(film, member).length;
  const used = clips === 0 ? 'in no clip yet' : `in ${counted(clips, 'clip')}`;
  const loras = member.kind === 'character' ? (member.one.lora ? 1 : 0) : member.one.loras.length;
  const pictures = member.kind === 'character' ? member.one.references.length : 0;
  return [used, pictures > 0 ? counted(pictures, 'picture') : '', loras > 0 ? counted(loras, 'LoRA') : ''].filter((part) => part !== '').join(' · ');
}

/** Styles by category, in the order in which the categories come first; those without one last. */
export function byCategory<Styled extends { readonly category: string }>(styles: readonly Styled[]): (readonly [category: string, styles: readonly Styled[]])[] {
  const groups = new Map<string, Styled[]>();
  for (const style of styles) {
    const category = style.category.trim();
    groups.set(category, [...(groups.get(category) ?? []), style]);
  }
  return [...groups].sort(([a], [b]) => Number(a === '') - Number(b === ''));
}
