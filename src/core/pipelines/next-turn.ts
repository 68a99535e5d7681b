/** Every host has timers; only the types of ES2023, which core is checked against, do not know them. */
const { setTimeout } = globalThis as unknown as { setTimeout: (then: () => void, milliseconds: number) => void };

/** Resolves when the event loop has turned once. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
