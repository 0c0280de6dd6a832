// Are both shapes of webhooks understood, and is only what is really from QuickBooks believed?
import { createHmac } from "node:crypto";

import { describe, expect, test } from "vitest";

import { eventsIn, isSigned, webhookVerifiers } from "./webhook.ts";

const at = new Date("2026-11-22T10:00:00Z");
const bytes = (text: string) => new TextEncoder().encode(text);
const signed = (text: string, token: string) => createHmac("sha256", token).update(text).digest("base64");

describe("the signature", () => {
  const body = '[{"ü":1}]';
  test.each([
    ["right", signed(body, "token"), ["token"], true],
    ["right under the new one of two", signed(body, "new"), ["old", "new"], true],
    ["of another body", signed(`${body} `, "token"), ["token"], false],
    ["of another token", signed(body, "other"), ["token"], false],
    ["cut off", signed(body, "token").slice(0, 20), ["token"], false],
    ["empty", "", ["token"], false],
    ["missing", null, ["token"], false],
    ["without a verifier", signed(body, ""), [], false],
  ] as const)("%s", (_name, signature, verifiers, expected) => {
    expect(isSigned(bytes(body), signature, verifiers)).toBe(expected);
  });
});

describe("the verifier tokens", () => {
  const keys = { QBO_CLIENT_ID: "id", QBO_CLIENT_SECRET: "secret" };
  test.each([
    ["none", {}, []],
    ["one", { QBO_WEBHOOK_VERIFIER: "a" }, ["a"]],
    ["two while one is replaced", { QBO_WEBHOOK_VERIFIER: " a, b ," }, ["a", "b"]],
    ["the simulator's", { TIEOUT_SIMULATOR_WEBHOOK_TOKEN: "s" }, ["s"]],
    ["never the simulator's beside Intuit's keys", { ...keys, TIEOUT_SIMULATOR_WEBHOOK_TOKEN: "s" }, []],
  ])("%s", (_name, environment, expected) => {
    expect(webhookVerifiers(environment)).toEqual(expected);
  });
});

const cloud = (more: Record<string, unknown> = {}) => ({
  specversion: "1.0",
  id: "88cd52aa-1",
  source: "intuit.c2ltdWxhdGVk=",
  type: "qbo.invoice.created.v1",
  datacontenttype: "application/json",
  time: "2026-05-05T09:08:55.123456789Z",
  intuitentityid: "145",
  intuitaccountid: "123",
  data: {},
  ...more,
});
const read = (body: unknown) => eventsIn(JSON.stringify(body), at);

describe("CloudEvents", () => {
  test("tell of records of several companies in one array", () => {
    const events = read([cloud(), cloud({ id: "2", intuitaccountid: "456", type: "qbo.paymentmethod.updated.v1" })]);
    expect(events).toEqual([
      {
        eventId: "88cd52aa-1",
        realmId: "123",
        entity: "Invoice",
        ledgerId: "145",
        operation: "created",
        endedLedgerId: null,
        happenedAt: new Date("2026-05-05T09:08:55.123Z"),
      },
      expect.objectContaining({ realmId: "456", entity: "PaymentMethod", operation: "updated" }),
    ]);
  });

  test.each([["updated"], ["deleted"], ["merged"], ["voided"], ["emailed"]])("know %s", (operation) => {
    expect(read([cloud({ type: `qbo.invoice.${operation}.v1` })])).toMatchObject([{ operation }]);
  });

  test("a merge may name the record it ended", () => {
    const merge = { type: "qbo.customer.merged.v1", intuitentityid: "58" };
    expect(read([cloud({ ...merge, data: { deletedId: "59" } })])).toMatchObject([{ endedLedgerId: "59" }]);
    expect(read([cloud({ ...merge, data: { deletedId: 59 } })])).toMatchObject([{ endedLedgerId: "59" }]);
    expect(read([cloud(merge)])).toMatchObject([{ ledgerId: "58", endedLedgerId: null }]);
  });

  test("what nobody follows, and what makes no sense, is left out; the rest counts", () => {
    const odd = [
      cloud({ type: "qbo.vendor.created.v1" }),
      cloud({ type: "something.else" }),
      cloud({ time: "yesterday" }),
      cloud({ intuitaccountid: "12 or 1=1" }),
      null,
      "text",
    ];
    expect(read([...odd, cloud({ type: "qbo.preferences.updated.v1" })])).toMatchObject([{ entity: "Preferences" }]);
  });
});

describe("an id that is no number", () => {
  test.each([["abc"], ["\u0000"], ["1\u0000"], [""], ["1".repeat(31)]])("%j is left out, told, and alone", (id) => {
    const odd: string[] = [];
    const cloudEvents = [cloud({ intuitentityid: id }), cloud({ id: "2" })];
    const entities = [
      { name: "Payment", id, operation: "Update" },
      { name: "Payment", id: "7", operation: "Update" },
    ];
    const older = { eventNotifications: [{ realmId: "123", dataChangeEvent: { entities } }] };
    const ids = [cloudEvents, older].flatMap((body) =>
      (eventsIn(JSON.stringify(body), at, (entity) => odd.push(entity)) ?? []).map((event) => event.ledgerId),
    );
    expect([ids, odd]).toEqual([
      ["145", "7"],
      ["Invoice", "Payment"],
    ]);
  });

  test.each([
    [{ id: "a\u0000" }],
    [{ id: "a\ud800" }],
    [{ time: "2026-05-05 (\u0000)" }],
    [{ time: "+275760-09-01T00:00:00Z" }],
  ])("%j could not be kept, and spoils nothing else", (more) => {
    expect(read([cloud(more), cloud()])).toMatchObject([{ eventId: "88cd52aa-1" }]);
  });
});

describe("the older shape", () => {
  const legacy = (...entities: unknown[]) => ({
    eventNotifications: [{ realmId: "123", dataChangeEvent: { entities } }],
  });
  test("tells the same, and the same twice has one id", () => {
    const entity = {
      name: "Customer",
      id: "58",
      operation: "Merge",
      lastUpdated: "2026-05-05T09:08:55.000Z",
      deletedId: "59",
    };
    const [event] = read(legacy(entity)) ?? [];
    expect(event).toMatchObject({ realmId: "123", entity: "Customer", operation: "merged", endedLedgerId: "59" });
    expect(read(legacy(entity))?.[0]?.eventId).toBe(event?.eventId);
    expect(read(legacy({ ...entity, lastUpdated: "2026-05-05T09:08:56.000Z" }))?.[0]?.eventId).not.toBe(event?.eventId);
  });

  test("without a moment it counts when it came", () => {
    expect(read(legacy({ name: "Invoice", id: "1", operation: "Void" }))).toMatchObject([
      { operation: "voided", happenedAt: at },
    ]);
  });
});

test.each([["no JSON"], ["{}"], ['"text"'], ["null"], ['{"eventNotifications":{}}']])("%s is neither", (text) => {
  expect(eventsIn(text, at)).toBeNull();
});
