// Do, wait, do again: never two at once, and its own errors do not end it.

export type Loop = { stop(): Promise<void>; wake(): void };

/**
 * Runs `step` again and again. `step` says how many milliseconds to wait before the next time; an error is reported and
 * waits a second. `stop` lets the running step finish; `wake` ends a wait early.
 */
export function startLoop(step: () => Promise<number>, onError: (error: unknown) => void): Loop {
  let isStopping = false;
  let wake = () => {};
  const run = async () => {
    while (!isStopping) {
      const waitMs = await step().catch((error: unknown) => {
        onError(error);
        return 1_000;
      });
      if (isStopping || waitMs <= 0) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const running = run();
  return {
    wake: () => wake(),
    stop: async () => {
      isStopping = true;
      wake();
      await running;
    },
  };
}
