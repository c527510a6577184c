/** A failed start whose message is one line that says what to do about it. */
export class StartError extends Error {}
