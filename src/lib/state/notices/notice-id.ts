import { NoticeId } from '#core/schema/ids.ts';

/**
 * The id of the notice of one event, the same in every tab and after every reload: the id of what it happened to,
 * a UUID, with its last twelve digits replaced by the moment (milliseconds since 1970).
 */
export function noticeId(subject: string, at: number): NoticeId {
  return NoticeId.parse(subject.slice(0, 24) + at.toString(16).padStart(12, '0').slice(-12));
}
