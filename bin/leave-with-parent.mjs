// Preload of every process we start: who tells a child to leave when its parent was killed without a word? The child itself.
import { isMainThread } from "node:worker_threads";

const lookEveryMilliseconds = 250;
const leaveMillisecondsMax = 3_000;

/** Signal 0 only asks; one that may not be signalled lives too. */
function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

if (isMainThread) {
  const parent = process.ppid;
  // TIEOUT_PARENT is who started us first. It tells what the parent cannot: that it died before this line, or that it sits
  // above a process in between which goes on (node --watch runs no preload in its own process).
  const first = Number(process.env.TIEOUT_PARENT ?? 0);
  const look = setInterval(() => {
    if (process.ppid === parent && (first === 0 || lives(first))) return;
    clearInterval(look);
    // First the polite way, so that a worker can finish what it has in hand; then for sure.
    setTimeout(() => process.exit(1), leaveMillisecondsMax).unref();
    if (process.env.TIEOUT_WATCHED === "1" && process.ppid === parent) process.kill(parent, "SIGTERM");
    process.kill(process.pid, "SIGTERM");
  }, lookEveryMilliseconds);
  look.unref();
}
