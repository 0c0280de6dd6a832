// Answers of single calls, batches and gateways, as they were recorded.
import { describe, expect, it } from "vitest";

import { batchAnswers, isOutcomeUnknown, keptText, singleAnswer } from "./answer.ts";
import { readResponse } from "./read.ts";
import { invoice, push, recordedFault, recordedInvoice, recordedRows } from "./samples.ts";
import { batchHttp, singleHttp, type BatchItem } from "./wire.ts";

describe("the answer to a batch", () => {
  const items = [{ bId: "1" }, { bId: "2" }, { bId: "3" }];

  it("is one answer per item, a refusal of one leaving the others alone", () => {
    const text = JSON.stringify({
      BatchItemResponse: [
        { Fault: { type: "ValidationFault", Error: [{ Message: "Duplicate", Detail: "…", code: "6140" }] }, bId: "2" },
        { Invoice: { Id: "155", SyncToken: "0", TotalAmt: 505.75 }, bId: "1" },
      ],
      time: "2026-05-05T02:08:54.543-07:00",
    });
    const answers = batchAnswers(items, 200, text);
    expect([...answers.keys()].toSorted()).toEqual(["1", "2"]);
    expect(answers.get("1")).toMatchObject({ status: 200, body: { is: "entity", type: "Invoice" } });
    expect(answers.get("2")).toMatchObject({ status: 400, body: { is: "fault", faults: [{ code: "6140" }] } });
  });

  it("that refuses the batch as a whole holds for every item", () => {
    const answers = batchAnswers(items, 429, recordedFault("3001", "ThrottleExceeded", ""));
    expect([...answers.values()].map((answer) => readResponse(push(invoice), answer))).toEqual(
      items.map(() => ({ is: "later", because: "throttled" })),
    );
  });
});

describe("what nobody can be sure of", () => {
  it.each([
    ["a page of HTML with status 200", 200, "<html><body>Gateway</body></html>", true],
    ["a text that was cut off", 200, recordedInvoice().slice(0, 40), true],
    [
      "a server that broke down",
      500,
      recordedFault("10000", "An application error has occurred", "System Failure Error"),
      true,
    ],
    ["a gateway without a word", 502, "", true],
    ["a refusal", 400, recordedFault("6140", "Duplicate", "…"), false],
    ["a document", 200, recordedInvoice(), false],
    ["an empty list", 200, recordedRows("Invoice", []), false],
    ["a refusal nobody can read", 404, "<html>Not here</html>", false],
  ])("%s", (_what, status, text, unknown) => {
    expect(isOutcomeUnknown(singleAnswer(status, text))).toBe(unknown);
  });
});

describe("a request over HTTP", () => {
  const create: BatchItem["request"] = {
    is: "write",
    entity: "Invoice",
    operation: "create",
    body: { DocNumber: "1" },
  };

  it("bears the request id and the version of the API", () => {
    expect(singleHttp("934", create, "abc")).toEqual({
      method: "POST",
      path: "/v3/company/934/invoice?requestid=abc&minorversion=75",
      body: '{"DocNumber":"1"}',
    });
  });

  it("escapes a question as a whole", () => {
    const { path } = singleHttp(
      "934",
      { is: "query", statement: "SELECT * FROM Customer WHERE DisplayName = 'A&B + C'" },
      "",
    );
    expect(path).toBe(
      "/v3/company/934/query?query=SELECT%20*%20FROM%20Customer%20WHERE%20DisplayName%20%3D%20'A%26B%20%2B%20C'&minorversion=75",
    );
  });

  it("goes many at a time in a batch, voids and questions included", () => {
    const items: BatchItem[] = [
      { bId: "1", request: create },
      { bId: "2", request: { is: "write", entity: "Payment", operation: "void", body: { Id: "9" } } },
      { bId: "3", request: { is: "query", statement: "SELECT * FROM Item" } },
    ];
    expect(JSON.parse(batchHttp("934", items, "abc").body)).toEqual({
      BatchItemRequest: [
        { bId: "1", operation: "create", Invoice: { DocNumber: "1" } },
        { bId: "2", operation: "update", optionsData: "void", Payment: { Id: "9" } },
        { bId: "3", Query: "SELECT * FROM Item" },
      ],
    });
  });
});

describe("what is kept of an answer", () => {
  const refusal = '{"fault":{"error":[{"message":"AuthenticationFailed","detail":"Token expired: AB01secret"}]}}';

  it.each([
    [401, refusal],
    [200, `{"BatchItemResponse":[${refusal}]}`],
    [403, "Authorization: Bearer AB01secret"],
  ])("with status %s holds no access token", (status, text) => {
    expect(keptText(status, text)).not.toContain("AB01secret");
    expect(keptText(status, text)).toContain("[hidden]");
  });

  it("is every word of an answer that repeats none", () => {
    const text = JSON.stringify({ Invoice: { Id: "155", PrivateNote: "Bearers of tokens, expired: all" } });
    expect(keptText(200, text)).toBe(text);
  });
});
