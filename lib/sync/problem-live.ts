// How does everybody who looks at a company hear of a change, with one question to the database for all of them?
import { z } from "zod";

import type { ShownLane } from "./problem-filter.ts";
import type { ProblemTab } from "./triage.ts";

export const WatchProblems = z.object({ companyFileId: z.uuid() });
export type WatchProblems = z.infer<typeof WatchProblems>;

/** What is told: another `version` says that rows or money moved, even where the counts are the same. */
export type LiveCounts = {
  readonly version: string;
  readonly lanes: Readonly<Record<ShownLane, number>>;
  /** Rows of each tab that need a person. */
  readonly tabs: Readonly<Record<ProblemTab, number>>;
  readonly checkedAt: string;
};

type Listener<T> = (news: T) => void;
type Watched<T> = { readonly listeners: Set<Listener<T>>; latest: T | null; isAsking: boolean; stop: () => void };

/** Calls `work` again and again until it is stopped. */
export type Every = (work: () => void) => () => void;

/**
 * Asks once a beat for each company somebody listens to, and tells all its listeners when the version is another one. Who
 * comes later hears the latest at once. A question that fails is asked again at the next beat; one that takes longer than a
 * beat is waited for.
 */
export class LiveCompanies<T extends { readonly version: string }> {
  readonly #every: Every;
  readonly #onError: (error: unknown) => void;
  readonly #watched = new Map<string, Watched<T>>();

  constructor(every: Every, onError: (error: unknown) => void) {
    this.#every = every;
    this.#onError = onError;
  }

  /** How many listen. */
  get size(): number {
    return [...this.#watched.values()].reduce((sum, { listeners }) => sum + listeners.size, 0);
  }

  /** Listens to a company until the returned function is called. `ask` is only used for the first listener. */
  listen(company: string, ask: () => Promise<T>, listener: Listener<T>): () => void {
    const watched = this.#watched.get(company) ?? this.#begin(company, ask);
    watched.listeners.add(listener);
    if (watched.latest) listener(watched.latest);
    return () => {
      watched.listeners.delete(listener);
      if (watched.listeners.size > 0 || this.#watched.get(company) !== watched) return;
      watched.stop();
      this.#watched.delete(company);
    };
  }

  #begin(company: string, ask: () => Promise<T>): Watched<T> {
    const watched: Watched<T> = { listeners: new Set(), latest: null, isAsking: false, stop: () => {} };
    const look = () => void this.#look(watched, ask);
    watched.stop = this.#every(look);
    this.#watched.set(company, watched);
    look();
    return watched;
  }

  async #look(watched: Watched<T>, ask: () => Promise<T>): Promise<void> {
    if (watched.isAsking) return;
    watched.isAsking = true;
    try {
      const news = await ask();
      if (news.version === watched.latest?.version) return;
      watched.latest = news;
      for (const listener of watched.listeners) listener(news);
    } catch (error) {
      this.#onError(error);
    } finally {
      watched.isAsking = false;
    }
  }
}
