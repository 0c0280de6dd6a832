// What does a person read when a command cannot go on? One sentence that says what to do; never a stack.

/** An expected end: its message is the whole output, `code` the exit code. Everything else that is thrown is a bug and keeps its stack. */
export class Sentence extends Error {
  constructor(message, code = 1) {
    super(message);
    this.name = "Sentence";
    this.code = code;
  }
}

/** Prints what was thrown the way a person wants to read it and returns the exit code. */
export function tell(thrown) {
  if (thrown instanceof Sentence) {
    console.error(thrown.message);
    return thrown.code;
  }
  console.error(thrown);
  return 1;
}

/** A duration in milliseconds as "0.6 s", "24 s" or "3 min 5 s". */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
