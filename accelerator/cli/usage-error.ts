/** Something about the command line that cannot be meant; the message is a sentence for the person. */
export class UsageError extends Error {}
