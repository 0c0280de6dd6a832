// Is there one question a beat for all who listen to a company, and none when nobody does?
import { describe, expect, test } from "vitest";

import { LiveCompanies } from "./problem-live.ts";

type News = { readonly version: string };

/** A beat that only the test makes, and questions that only the test answers. */
function setUp() {
  const beats = new Set<() => void>();
  const errors: unknown[] = [];
  const asked: { answer: (version: string) => void; fail: (error: Error) => void }[] = [];
  const live = new LiveCompanies<News>(
    (work) => {
      beats.add(work);
      return () => void beats.delete(work);
    },
    (error) => errors.push(error),
  );
  const ask = () =>
    new Promise<News>((resolve, reject) => asked.push({ answer: (version) => resolve({ version }), fail: reject }));
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const beat = async () => {
    for (const work of beats) work();
    await settle();
  };
  const answer = async (version: string) => {
    asked.shift()?.answer(version);
    await settle();
  };
  return { live, beats, errors, asked, ask, beat, answer, settle };
}

describe("live counts", () => {
  test("two listen: one question, both hear; who comes later hears the latest at once", async () => {
    const { live, asked, ask, answer, beat } = setUp();
    const heard: string[] = [];
    live.listen("a", ask, ({ version }) => heard.push(`one ${version}`));
    live.listen("a", ask, ({ version }) => heard.push(`two ${version}`));
    expect(asked).toHaveLength(1);
    await answer("1");
    live.listen("a", ask, ({ version }) => heard.push(`three ${version}`));
    expect(heard).toEqual(["one 1", "two 1", "three 1"]);
    await beat();
    await answer("1");
    expect(heard).toHaveLength(3);
    await beat();
    await answer("2");
    expect(heard.slice(3)).toEqual(["one 2", "two 2", "three 2"]);
    expect(live.size).toBe(3);
  });

  test("another company is another question, and hears nothing of the first", async () => {
    const { live, ask, asked, answer } = setUp();
    const heard: string[] = [];
    live.listen("a", ask, () => heard.push("a"));
    live.listen("b", ask, () => heard.push("b"));
    expect(asked).toHaveLength(2);
    await answer("1");
    expect(heard).toEqual(["a"]);
  });

  test("an answer that takes long is waited for; a failure is told and asked again", async () => {
    const { live, ask, asked, errors, beat, answer, settle } = setUp();
    const heard: string[] = [];
    live.listen("a", ask, ({ version }) => heard.push(version));
    await beat();
    await beat();
    expect(asked).toHaveLength(1);
    asked.shift()?.fail(new Error("The database is away"));
    await settle();
    expect(errors).toHaveLength(1);
    await beat();
    await answer("1");
    expect(heard).toEqual(["1"]);
  });

  test("the last one leaves: no beat is left, and leaving twice harms nobody", async () => {
    const { live, ask, beats, answer } = setUp();
    const leaveOne = live.listen("a", ask, () => {});
    const leaveTwo = live.listen("a", ask, () => {});
    leaveOne();
    leaveOne();
    expect([live.size, beats.size]).toEqual([1, 1]);
    leaveTwo();
    expect([live.size, beats.size]).toEqual([0, 0]);
    const heard: string[] = [];
    live.listen("a", ask, ({ version }) => heard.push(version));
    leaveTwo();
    expect(live.size).toBe(1);
    // The answer to the first question, which nobody waits for any more, is no news to the new one.
    await answer("old");
    expect(heard).toEqual([]);
    await answer("new");
    expect(heard).toEqual(["new"]);
  });
});
