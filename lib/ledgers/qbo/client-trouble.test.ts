// What does trouble on the way mean: limits, tokens, broken servers, answers in other languages? Over HTTP.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { Books } from "#lib/ledgers/ledger.ts";
import { startSimulator, type Simulator } from "../../../simulator/server.ts";
import { batchAnswers, isOutcomeUnknown, singleAnswer, type QboAnswer } from "./answer.ts";
import { readResponse } from "./read.ts";
import { Desk } from "./testing/carrier.ts";
import { form, payer } from "./testing/documents.ts";
import type { QboRequest } from "./wire.ts";

let simulator: Simulator;
let desk: Desk;
let books: Books;
let realm = 9_170_000_000;

beforeAll(async () => {
  simulator = await startSimulator({ throttle: false });
});
afterAll(async () => await simulator.close());
beforeEach(async () => {
  realm += 1;
  desk = await Desk.open(simulator.url, String(realm));
  books = await desk.books();
  await desk.post(books, payer);
});

const invoice = form("invoice", "HL-1");
const later = (because: string) => ({ is: "later", because });

describe("a call that was refused as a whole", () => {
  it.each([
    ["too fast", "429", "throttled"],
    ["with a token that has expired", "expire-token", "unauthorized"],
  ])("%s is said again later, and the document is there once", async (_what, kind, because) => {
    await desk.disturb(kind);
    const { verdict } = await desk.talk(desk.push(invoice), books);
    expect(verdict).toEqual(later(because));
    expect(await desk.rows("Invoice")).toEqual([]);
  });

  it("for another company than the token's is a matter for an administrator", async () => {
    const stranger = new Desk(desk.access().apiUrl, "9130999", desk.access().accessToken);
    const push = desk.push(invoice);
    const { verdict } = await stranger.talk(push, books);
    expect(verdict).toMatchObject({ is: "problem", problem: { code: "not-permitted" } });
  });

  it.each([
    ["a server error", "500"],
    ["a server that is away", "503"],
    ["a page of HTML", "html"],
  ])("by %s is an outcome nobody knows, and one document in the end", async (_what, kind) => {
    await desk.disturb(kind, { entity: "Invoice" });
    const { verdict, said } = await desk.talk(desk.push(invoice), books);
    expect(said.map(({ is }) => is)).toEqual(["write", "query", "write"]);
    expect(verdict).toMatchObject({ is: "posted" });
    expect(await desk.rows("Invoice")).toHaveLength(1);
  });

  it("because only one name may change at a time waits its turn", async () => {
    await desk.prefer({ oneNameAtATime: true });
    await desk.disturb("slow", { entity: "Customer", operation: "create" });
    const named = (name: string) =>
      desk.push({ ...payer, key: `customer/${name}`, name }, "create", { memory: { lookedUp: true } });
    const slow = desk.talk(named("Slow"), books);
    const fast = await desk.talk(named("Fast"), books);
    expect([fast.verdict, (await slow).verdict].map(({ is }) => is)).toContain("later");
    expect((await desk.talk(named("Fast"), books)).verdict).toMatchObject({ is: "posted" });
  });
});

describe("a mistake of ours", () => {
  const said: readonly (readonly [string, QboRequest])[] = [
    ["a field nobody knows", { is: "write", entity: "Invoice", operation: "create", body: { BadJson: 1 } }],
    ["a statement that is none", { is: "query", statement: "SELCT * FROM Item" }],
    ["a field that cannot be asked for", { is: "query", statement: "SELECT * FROM Invoice WHERE PrivateNote = 'x'" }],
    [
      "a deletion of what cannot be deleted",
      { is: "write", entity: "Class", operation: "delete", body: { Id: "1", SyncToken: "0" } },
    ],
  ];

  it.each(said)("%s is told to whoever runs Tieout, with the raw answer", async (_what, request) => {
    const answer = await desk.say(request);
    const verdict = readResponse(desk.push(invoice, "create"), answer);
    expect(verdict).toMatchObject({ is: "problem", problem: { code: "not-understood", about: "" } });
    expect(verdict).toMatchObject({ problem: { raw: expect.stringContaining("Fault") } });
  });
});

describe("an answer in another language than asked for", () => {
  const xml = (code: string, message: string, detail: string) =>
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><IntuitResponse xmlns="http://schema.intuit.com/finance/v3" time="2026-05-05T02:08:54.543-07:00"><Fault type="ValidationFault"><Error code="${code}" element="DocNumber"><Message>${message}</Message><Detail>${detail}</Detail></Error></Fault></IntuitResponse>`;
  const read = (answer: QboAnswer) => readResponse(desk.push(invoice), answer);

  it("XML: its code says what is wrong", () => {
    expect(read(singleAnswer(429, xml("003001", "ThrottleExceeded", "")))).toEqual(later("throttled"));
    expect(read(singleAnswer(403, xml("3001", "ThrottleExceeded", "")))).toEqual(later("throttled"));
    expect(read(singleAnswer(401, xml("3200", "AuthenticationFailed", "Token expired: ab.cd")))).toEqual(
      later("unauthorized"),
    );
    const told = xml("6210", "Account Period Closed", "The account period &quot;September&quot; has closed.");
    const verdict = read(singleAnswer(400, told));
    expect(verdict).toMatchObject({ problem: { code: "period-closed", raw: told } });
    expect(isOutcomeUnknown(singleAnswer(400, told))).toBe(false);
  });

  it("XML of several errors, with a prefix and no detail: the most decisive is read", () => {
    const several = `<ns0:Fault type="ValidationFault"><ns0:Error code="10000"/><ns0:Error code="6190" element=''><ns0:Message>Invalid Company Status</ns0:Message></ns0:Error></ns0:Fault>`;
    expect(read(singleAnswer(400, several))).toMatchObject({
      problem: { code: "subscription-ended", detail: "Invalid Company Status" },
    });
  });

  it("XML never shows the token it refuses", () => {
    const verdict = read(singleAnswer(403, xml("3202", "AuthorizationFailed", "Token revoked: eyJlbmMi.secret")));
    expect(JSON.stringify(verdict)).not.toContain("secret");
  });

  it.each([
    ["nothing at all, from a server that broke down", 500, ""],
    ["nothing at all, and a success", 200, ""],
    ["a page of HTML", 502, "<!DOCTYPE html><html><body>Bad Gateway</body></html>"],
    ["XML of a record", 200, "<IntuitResponse><Invoice><Id>155</Id></Invoice></IntuitResponse>"],
    ["JSON that was cut off", 200, '{"Invoice":{"Id":"155","Sy'],
    ["a time-out of something between", 408, "<html></html>"],
  ])("%s: nobody knows what became of it", (_what, status, text) => {
    const answer = singleAnswer(status, text);
    expect(isOutcomeUnknown(answer)).toBe(true);
    expect(read(answer)).toEqual(later("busy"));
  });

  it("a page that is no fault and no trouble of the server is a problem with its raw text", () => {
    const verdict = read(singleAnswer(404, "<html>Not here</html>"));
    expect(verdict).toMatchObject({ problem: { code: "ledger-trouble", raw: "<html>Not here</html>" } });
  });

  it("is read in no time, however long and broken it is", () => {
    const endless = `<Fault>${"<Error code=".repeat(20_000)}${"<".repeat(50_000)}`;
    // Of the processor, not of the clock: on a busy machine the clock measures the others.
    const began = process.cpuUsage();
    expect(singleAnswer(400, endless).body.is).toBe("unreadable");
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(500);
  });
});

describe("an item of a batch", () => {
  const batch = (...responses: readonly unknown[]) => JSON.stringify({ BatchItemResponse: responses, time: "" });
  const tooFast = { Fault: { type: "SERVICE", Error: [{ Message: "ThrottleExceeded", code: "3001" }] }, bId: "1" };

  it("that was too fast rests the whole lane, as a call that was", () => {
    const answers = batchAnswers([{ bId: "1" }], 200, batch(tooFast));
    expect(readResponse(desk.push(invoice), answers.get("1")!)).toEqual(later("throttled"));
  });

  it("whose id was used before is looked for", async () => {
    const used = {
      Fault: { type: "ValidationFault", Error: [{ Message: "Duplicate Request Id", code: "600" }] },
      bId: "1",
    };
    const answers = batchAnswers([{ bId: "1" }], 200, batch(used));
    const push = desk.push(invoice);
    const verdict = readResponse(push, answers.get("1")!);
    expect(verdict).toEqual({ is: "more", memory: { unsure: true } });
    await desk.post(books, invoice);
    const looked = await desk.talk({ ...push, unsure: true, memory: { unsure: true } }, books);
    expect(looked.said.map(({ is }) => is)).toEqual(["query"]);
    expect(looked.verdict).toMatchObject({ is: "posted", link: desk.links.get(invoice.key) });
  });

  it("the answer says nothing of is not heard of", () => {
    expect(batchAnswers([{ bId: "1" }, { bId: "2" }], 200, batch(tooFast)).has("2")).toBe(false);
  });
});
