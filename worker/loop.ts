// Do, wait, do again: never two at once, and its own errors do not end it.

export type Loop = { stop(): Promise<void>; wake(): void };

/**
 * Runs `step` again and again. `step` says how many milliseconds to wait before the next time; an error is reported and
 * waits a second. `stop` lets the running step finish; `wake` ends a wait early.
 */
export function startLoop(step: () => Promise<number>, onError: (error: unknown) => void): Loop {
  let isStopping = false;
  // A wake in the middle of a step counts too: the step may have looked just before.
  let isWoken = false;
  let endWait = () => {};
  const run = async () => {
    while (!isStopping) {
      isWoken = false;
      const waitMs = await step().catch((error: unknown) => {
        onError(error);
        return 1_000;
      });
      if (isStopping || isWoken || waitMs <= 0) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs);
        endWait = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const wake = () => {
    isWoken = true;
    endWait();
  };
  const running = run();
  return {
    wake,
    stop: async () => {
      isStopping = true;
      wake();
      await running;
    },
  };
}
