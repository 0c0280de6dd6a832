// When does a command of ours end early? On Ctrl-C, on a kill, and when the npm that started it is gone.

const forceAfterMilliseconds = 1_000;
const lookEveryMilliseconds = 500;

/**
 * Calls `stop` at the first signal, and `force` when a person asks again because it takes too long. npm passes Ctrl-C on to us
 * although the terminal has done so too, so a second signal within a second is the same one.
 */
export function stopOnSignals(stop, force) {
  let asked = 0;
  const hear = () => {
    if (asked === 0) {
      asked = performance.now();
      stop();
    } else if (performance.now() - asked > forceAfterMilliseconds) {
      force();
    }
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, hear);
  watchNpm(hear);
}

/** A killed npm tells nobody; its children are handed to another parent. Without npm the parent may come and go (nohup). */
function watchNpm(hear) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    hear();
  }, lookEveryMilliseconds);
  look.unref();
}
