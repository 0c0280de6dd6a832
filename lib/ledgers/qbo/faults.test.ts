// Each row of the fault table against a recorded answer.
import { describe, expect, it } from "vitest";

import type { Verdict } from "#lib/ledgers/ledger.ts";
import { singleAnswer } from "./answer.ts";
import { faultTable, fits } from "./faults.ts";
import { readResponse } from "./read.ts";
import { recordedFaults as recorded } from "./recorded-faults.ts";
import { unevenInvoice } from "./recorded.ts";
import { invoice, payment, push, recordedFault } from "./samples.ts";

const faultOf = ([code, message, detail, element]: (typeof recorded)[number]) => ({ code, message, detail, element });

describe("a fault of QuickBooks", () => {
  it.each(recorded)("%s %s (%s)", (code, message, detail, element, refused, expected) => {
    const answer = singleAnswer(400, recordedFault(code, message, detail, element));
    expect(readResponse(refused, answer)).toMatchObject(expected);
  });

  it("is recorded for each row of the table, at both ends of a range", () => {
    // The first row that fits is the one a sample shows.
    const shown = new Set(recorded.map((sample) => faultTable.find((row) => fits(row, faultOf(sample)))));
    expect(faultTable.filter((row) => !shown.has(row))).toEqual([]);
    const ends = faultTable.flatMap(({ code, to }) => (to === undefined ? [] : [code, to]));
    expect(ends.filter((end) => !recorded.some(([code]) => code === end))).toEqual([]);
  });

  it("is recorded for each code of Intuit's table", () => {
    const intuits =
      "100 110 120 130 140 150 500 600 610 620 630 700 800 900 1000 1010 1020 1040 2000 2010 2020 2030 2040 2050 " +
      "2060 2070 2080 2090 2100 2110 2140 2150 2160 2170 2200 2210 2220 2250 2290 2300 2500 3000 3001 3100 3200 3201 " +
      "3202 4000 4001 5000 5010 5020 5030 6000 6030 6070 6080 6090 6100 6140 6150 6160 6180 6190 6200 6210 6220 6230 " +
      "6240 6250 6420 6450 6470 6480 6530 6540 10000 10100 10200";
    expect(intuits.split(" ").filter((code) => !recorded.some(([known]) => known === code))).toEqual([]);
  });

  it("with a number the table does not know is a problem of its own, with the raw answer", () => {
    const raw = recordedFault("7777", "A new thing", "Something new : It is new.");
    const verdict = readResponse(push(invoice), singleAnswer(400, raw));
    expect(verdict).toEqual({
      is: "problem",
      problem: { code: "unknown", about: "QuickBooks error 7777", detail: "It is new.", raw },
    } satisfies Verdict);
  });

  it("names the line that does not multiply", () => {
    const answer = singleAnswer(400, recordedFault("6070", "Amount is not equal to UnitPrice * Qty", "…"));
    const verdict = readResponse(push(unevenInvoice), answer);
    expect(verdict).toMatchObject({ problem: { detail: "LH: 3 × 33.33 is $99.99, not $100.00." } });
  });

  it("from the gateway has small letters and means the same", () => {
    const gateway = {
      warnings: null,
      intuitObject: null,
      fault: {
        error: [
          {
            message: "message=ThrottleExceeded; errorCode=003001; statusCode=429",
            detail: "The request limit was reached.  Try again later",
            code: "3001",
            element: null,
          },
        ],
        type: "SERVICE",
      },
      time: 1601391072830,
    };
    const answer = singleAnswer(403, JSON.stringify(gateway));
    expect(readResponse(push(invoice), answer)).toEqual({ is: "later", because: "throttled" });
  });

  it("never shows the token it refuses", () => {
    const raw = recordedFault("3202", "Authorization failure", "Token revoked: eyJlbmMiOiJBMTI4Q0JD.secret");
    expect(JSON.stringify(readResponse(push(invoice), singleAnswer(403, raw)))).not.toContain("secret");
  });

  it("without a code of its own is read by the gateway's message", () => {
    const error = { message: "message=ThrottleExceeded; errorCode=003001; statusCode=429", detail: "" };
    const answer = singleAnswer(400, JSON.stringify({ fault: { error: [error], type: "SERVICE" } }));
    expect(readResponse(push(invoice), answer)).toEqual({ is: "later", because: "throttled" });
  });

  it("nobody knows, with the status of a refused token, is a matter of the token", () => {
    const answer = singleAnswer(401, recordedFault("999", "A new thing", ""));
    expect(readResponse(push(invoice), answer)).toEqual({ is: "later", because: "unauthorized" });
  });
});

describe("several faults in one answer", () => {
  const both = (...faults: readonly { code: string; Detail: string }[]) =>
    JSON.stringify({ Fault: { type: "ValidationFault", Error: faults.map((each) => ({ Message: "", ...each })) } });
  const tooFast = { code: "3001", Detail: "" };
  const busy = { code: "10000", Detail: "" };
  const closed = { code: "6210", Detail: "The account period has closed." };
  const unknown = { code: "7777", Detail: "" };
  const gone = { code: "2500", Detail: "Invalid Reference Id : Items element id 75 not found" };

  it.each([
    ["what a person must solve, before what would pass", [busy, closed], { problem: { code: "period-closed" } }],
    ["what a person must solve, before what nobody knows", [unknown, closed], { problem: { code: "period-closed" } }],
    ["what can be asked for, before what nobody knows", [unknown, gone], { memory: { ask: "items" } }],
    ["being too fast, before anything else", [closed, tooFast], { because: "throttled" }],
  ])("are decided by %s", (_what, faults, expected) => {
    expect(readResponse(push(invoice), singleAnswer(400, both(...faults)))).toMatchObject(expected);
  });

  it("are all kept in the raw answer", () => {
    const verdict = readResponse(push(payment), singleAnswer(400, both(unknown, closed)));
    expect(verdict).toMatchObject({ problem: { raw: expect.stringMatching(/7777[\s\S]*6210/) } });
  });
});
