// How does the browser hear that something moved? Server-sent events: at most one a second, and a sign of life in between.
import { LiveCompanies, type LiveCounts } from "#lib/sync/problem-live.ts";
import { log } from "#lib/log.ts";

const BEAT_MS = 1_000;
/** So often a sign of life goes out and the session is looked at. Proxies end what is silent for half a minute. */
const ALIVE_MS = 5_000;
/** After this the browser comes again by itself: no answer lasts for ever. */
const LIFETIME_MS = 15 * 60_000;
/** The browser waits so long before it comes again. */
const AGAIN_MS = 3_000;
const LISTENERS_MAX = 1_000;

const kept = globalThis as typeof globalThis & { tieoutLive?: LiveCompanies<LiveCounts> };

/** One for the process, kept across the development server's reloads. */
function companies(): LiveCompanies<LiveCounts> {
  kept.tieoutLive ??= new LiveCompanies(
    (work) => {
      const timer = setInterval(work, BEAT_MS);
      return () => clearInterval(timer);
    },
    (err) => log.warn({ err }, "the counts of problems could not be read"),
  );
  return kept.tieoutLive;
}

export type Listening = {
  /** Tenant and company: everybody of the same shares one question. */
  readonly company: string;
  readonly ask: () => Promise<LiveCounts>;
  /** Is the session still open, and the person still of this tenant? */
  readonly isOpen: () => Promise<boolean>;
  readonly signal: AbortSignal;
};

/** The answer that lasts; null when too many listen already. */
export function liveAnswer(listening: Listening): Response | null {
  if (companies().size >= LISTENERS_MAX) return null;
  return new Response(streamOf(listening), {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      // no-transform: compressed, an event would wait until a block is full. The other one is nginx's word for the same.
      "Cache-Control": "no-store, no-transform",
      "X-Accel-Buffering": "no",
    },
  });
}

function streamOf({ company, ask, isOpen, signal }: Listening): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop = () => {};
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => {
        // Somebody who does not read gets no more; the next news holds everything.
        if ((controller.desiredSize ?? 0) > -8) controller.enqueue(encoder.encode(text));
      };
      const end = (event?: string) => {
        if (event) controller.enqueue(encoder.encode(`event: ${event}\ndata: {}\n\n`));
        stop();
        controller.close();
      };
      send(`retry: ${AGAIN_MS}\n\n`);
      const leave = companies().listen(company, ask, (counts) =>
        send(`event: counts\ndata: ${JSON.stringify(counts)}\n\n`),
      );
      const alive = setInterval(() => {
        send(": alive\n\n");
        isOpen().then(
          (still) => (still || isStopped ? undefined : end("ended")),
          (err: unknown) => log.warn({ err }, "a session could not be looked at"),
        );
      }, ALIVE_MS);
      const life = setTimeout(() => end(), LIFETIME_MS);
      let isStopped = false;
      stop = () => {
        isStopped = true;
        leave();
        clearInterval(alive);
        clearTimeout(life);
      };
      signal.addEventListener("abort", () => stop(), { once: true });
      // Gone before anybody listened: then nothing tells it any more.
      if (signal.aborted) stop();
    },
    cancel: () => stop(),
  });
}
