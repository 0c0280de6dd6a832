// Each row of the fault table against a recorded answer.
import { describe, expect, it } from "vitest";

import type { LedgerDocument } from "#lib/documents/document.ts";
import type { Verdict } from "#lib/ledgers/ledger.ts";
import { singleAnswer } from "./answer.ts";
import { faultTable } from "./faults.ts";
import { readResponse } from "./read.ts";
import { recordedFaults as recorded, uneven } from "./recorded-faults.ts";
import { invoice, push, recordedFault } from "./samples.ts";

/** A name push that was looked for already, as it is when it writes. */
const asked = (document: LedgerDocument) => push(document, { memory: { lookedUp: true } });

describe("a fault of QuickBooks", () => {
  it.each(recorded)("%s %s (%s)", (code, message, detail, element, document, expected) => {
    const answer = singleAnswer(400, recordedFault(code, message, detail, element));
    expect(readResponse(asked(document), answer)).toMatchObject(expected);
  });

  it("is recorded for each row of the table", () => {
    const withoutSample = faultTable.filter(
      (row) => !recorded.some(([code, , detail]) => code === row.code && (!row.text || row.text.test(detail))),
    );
    expect(withoutSample).toEqual([]);
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
    const verdict = readResponse(push(uneven), answer);
    expect(verdict).toMatchObject({ problem: { detail: "LH: 3 × 33.33 is 99.99, not 100.00." } });
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
});
