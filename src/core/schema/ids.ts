import { z } from 'zod';

/** SHA-256 of some bytes, 64 lower-case hexadecimal digits: the name of an asset. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in lower-case hexadecimal')
  .brand<'Sha256'>();
export type Sha256 = z.infer<typeof Sha256>;

/** The id of a job: a UUID made by whoever first wanted the work, so that sending it twice is the same job. */
export const JobId = z.uuid().brand<'JobId'>();
export type JobId = z.infer<typeof JobId>;

/** The id of a take. */
export const TakeId = z.uuid().brand<'TakeId'>();
export type TakeId = z.infer<typeof TakeId>;

/** An unsigned 32-bit integer. One seed gives the same noise in every host. */
export const Seed = z.int().min(0).max(0xffff_ffff);
export type Seed = z.infer<typeof Seed>;

/** The id of a batch: the jobs of one action. */
export const BatchId = z.uuid().brand<'BatchId'>();
export type BatchId = z.infer<typeof BatchId>;

/** The id of a notice. */
export const NoticeId = z.uuid().brand<'NoticeId'>();
export type NoticeId = z.infer<typeof NoticeId>;
