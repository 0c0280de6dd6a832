// Do counters in the database stop guessing, across processes and at once?
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openDatabase } from "#db/client.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";

import { consume, giveBack, limits, retrySentence } from "./rate-limit.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

const most = limits["sign-in-account"].times;

describe("rate limit", () => {
  test("many tries at once, from two processes: exactly as many pass as there are", async () => {
    const other = openDatabase(database.appUrl, { max: 4 });
    const tries = Array.from({ length: most + 15 }, (_, index) =>
      consume(index % 2 === 0 ? database.db : other, "sign-in-account", "ada@example.test"),
    );
    const answers = await Promise.all(tries);
    await other.$client.end();
    expect(answers.filter((answer) => answer.allowed)).toHaveLength(most);
    for (const answer of answers.filter((each) => !each.allowed)) {
      expect(answer.retryAfterSeconds).toBeGreaterThan(0);
      expect(answer.retryAfterSeconds).toBeLessThanOrEqual(limits["sign-in-account"].windowSeconds);
    }
  });

  test("keys and kinds do not share an allowance; letters' case does not make a new key", async () => {
    for (let times = 0; times < most; times++) await consume(database.db, "sign-in-account", "bob@example.test");
    expect((await consume(database.db, "sign-in-account", "BOB@example.test ")).allowed).toBe(false);
    expect((await consume(database.db, "sign-in-account", "carl@example.test")).allowed).toBe(true);
    expect((await consume(database.db, "owner-token", "bob@example.test")).allowed).toBe(true);
  });

  test("what was given back can be used again", async () => {
    for (let times = 0; times < most * 2; times++) {
      expect((await consume(database.db, "sign-in-account", "dora@example.test")).allowed).toBe(true);
      await giveBack(database.db, "sign-in-account", "dora@example.test");
    }
  });

  test("the sentence says when", () => {
    expect(retrySentence(40)).toBe("Try again in 40 seconds.");
    expect(retrySentence(600)).toBe("Try again in 10 minutes.");
  });
});
