// Are the codes of section 4 answered when and how the facts say?
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { asRow, asRows, asText, type Row } from "./json.ts";
import {
  addBooks,
  controlCall,
  faultCode,
  faultDetail,
  line,
  openBooks,
  type Books,
  type Reply,
} from "./test-client.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
let books: Books;
let customer: Row;
beforeAll(async () => {
  books = await openBooks();
  customer = { value: (await books.write("customer", { DisplayName: "Harbor Toys" })).Id };
});
afterAll(() => books.simulator.close());

const sale = (more: Row = {}): Row => ({ CustomerRef: customer, Line: [line(1)], ...more });
const said = (reply: Reply) => [reply.status, faultCode(reply)];
const keyOf = (row: Row): Row => ({ Id: row.Id, SyncToken: row.SyncToken });
const change = (row: Row, more: Row): Row => ({ ...keyOf(row), sparse: true, ...more });

describe("4.1 the normal envelope", () => {
  it("4.1 has Fault with type and errors of Message, Detail and code, and the time", async () => {
    const { body } = await books.post("invoice", sale({ DocNumber: "x".repeat(45) }));
    expect(body.Fault).toEqual({
      Error: [
        {
          Message: "String length is either shorter or longer than supported by specification",
          Detail:
            "String length specified does not match the supported length. Min:0 Max:21 supported. Supplied length:45",
          code: "2050",
          element: "DocNumber",
        },
      ],
      type: "ValidationFault",
    });
    expect(body.time).toMatch(/-0[78]:00$/);
  });
});

describe("4.2 the gateway's envelope", () => {
  it("4.2 401: lower-case keys, type AUTHENTICATION, time in milliseconds", async () => {
    const { body } = await books.call("GET", "companyinfo/1", undefined, "AB01dead");
    expect(body).toMatchObject({
      warnings: null,
      fault: {
        error: [
          { message: "message=AuthenticationFailed; errorCode=003200; statusCode=401", code: "3200", element: null },
        ],
        type: "AUTHENTICATION",
      },
      batchItemResponse: [],
      cdcresponse: [],
    });
    expect(typeof body.time).toBe("number");
    expect(asText(asRows(asRow(body.fault)?.error)[0]?.detail)).toMatch(/^Token expired: AB01/);
  });

  it("4.2 403: type SERVICE, code 3100, no detail", async () => {
    const other = await addBooks(books.simulator);
    const reply = await other.call("GET", "companyinfo/1", undefined, books.token);
    expect(reply.status).toBe(403);
    expect(reply.body.fault).toEqual({
      error: [
        {
          message: "message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403",
          detail: null,
          code: "3100",
          element: null,
        },
      ],
      type: "SERVICE",
    });
  });

  it("4.3 3100: development keys do not open a production company, production keys do", async () => {
    const real = await addBooks(books.simulator, { readings: { environment: "production" } });
    expect(said(await real.query("select * from Term"))).toEqual([403, "3100"]);
    await controlCall(books.simulator, "apps", { clientId: "p", clientSecret: "p", keys: "production" });
    const { body } = await controlCall(books.simulator, "tokens", { realmId: real.realm, clientId: "p" });
    expect((await real.call("GET", "companyinfo/1", undefined, asText(body.access_token))).status).toBe(200);
  });
});

describe("4.3 what the service as a whole answers", () => {
  it.each([
    ["120 when the connecting user is no admin any more", { connectingUser: "no-admin" }, [401, "120"]],
    ["5020 when the user may only read", { connectingUser: "limited" }, [400, "5020"]],
    ["130 on the wrong cluster", { service: "wrong-cluster" }, [400, "130"]],
    ["140 while the company is locked", { service: "locked" }, [400, "140"]],
    ["150 during maintenance", { service: "maintenance" }, [400, "150"]],
  ])("4.3 %s", async (_what, readings, expected) => {
    const odd = await addBooks(books.simulator, { readings });
    expect(said(await odd.post("customer", { DisplayName: "A" }))).toEqual(expected);
  });

  it("4.3 120 says whose access is gone", async () => {
    const odd = await addBooks(books.simulator, { readings: { connectingUser: "no-admin" } });
    expect(faultDetail(await odd.query("select * from Term"))).toContain("-11014-You do not have access");
  });

  it("4.3 6190 when the subscription lapsed: writes are refused, reads work", async () => {
    const lapsed = await addBooks(books.simulator, { preferences: { subscription: "lapsed" } });
    expect(said(await lapsed.post("customer", { DisplayName: "A" }))).toEqual([400, "6190"]);
    expect((await lapsed.query("select * from Term")).status).toBe(200);
  });

  it("4.3 6240 answers 400, 10000 answers 500 and is a SystemFault", async () => {
    expect(said(await books.post("customer", { DisplayName: "Harbor Toys" }))).toEqual([400, "6240"]);
    await books.control("faults", { kind: "500" });
    const reply = await books.query("select * from Term");
    expect([reply.status, faultCode(reply), asRow(reply.body.Fault)?.type]).toEqual([500, "10000", "SystemFault"]);
  });
});

describe("4.3 paths and bodies", () => {
  it.each(["customer/1/5", "salesorder", "frobnicate/1"])(
    "4.3 500 Unsupported Operation for the path %s",
    async (path) => {
      const reply = await books.call("GET", path);
      expect(said(reply)).toEqual([400, "500"]);
      expect(faultDetail(reply)).toContain("Could not find resource for relative");
    },
  );

  it("4.3 2010 names the unknown field and the class", async () => {
    const reply = await books.post("invoice", sale({ BadJson: "x" }));
    expect(said(reply)).toEqual([400, "2010"]);
    expect(faultDetail(reply)).toContain(
      'Property Name:Unrecognized field "BadJson" (class com.intuit.schema.finance.v3.Invoice), not marked as ignorable',
    );
  });

  it.each([
    ["no JSON", '{"CustomerRef":'],
    ["a list", "[]"],
    ["nothing", ""],
  ])("4.3 2010 for a body that is %s", async (_what, body) => {
    expect(said(await books.post("invoice", body))).toEqual([400, "2010"]);
  });

  it("4.3 2020 has its fixed text", async () => {
    const { Line: _line, ...bare } = sale();
    const reply = await books.post("invoice", bare);
    expect(faultCode(reply)).toBe("2020");
    expect(faultDetail(reply)).toBe("Required parameter Line is missing in the request");
  });

  it("4.3 2030 for an id that is no number, element Id", async () => {
    const reply = await books.call("GET", "invoice/1.5");
    expect(asRow(reply.body.Fault)).toMatchObject({
      Error: [{ code: "2030", Detail: "Id should be a valid number. Supplied value:1.5", element: "Id" }],
    });
    expect(reply.body.time).toBeUndefined();
  });

  it("4.3 610 for an unknown id, and other words for one that was deleted", async () => {
    expect(faultDetail(await books.call("GET", "invoice/99999"))).toContain("has been made inactive");
    const made = await books.write("invoice", sale());
    await books.write("invoice?operation=delete", keyOf(made));
    const reply = await books.call("GET", `invoice/${asText(made.Id) ?? ""}`);
    expect(said(reply)).toEqual([400, "610"]);
    expect(faultDetail(reply)).toBe("Object Not Found : Another user has deleted this transaction.");
  });
});

describe("4.3 rules of the books", () => {
  it("4.3 6250 for a vendor in CustomerRef", async () => {
    const vendor = await books.write("vendor", { DisplayName: "A Vendor" });
    expect(await books.refusal("invoice", sale({ CustomerRef: { value: vendor.Id } }))).toBe("6250");
  });

  it("4.3 620 for a link to something that cannot be linked", async () => {
    const other = await books.write("invoice", sale());
    expect(await books.refusal("invoice", sale({ LinkedTxn: [{ TxnId: other.Id, TxnType: "Invoice" }] }))).toBe("620");
    const Line = [{ Amount: 1, LinkedTxn: [{ TxnId: other.Id, TxnType: "Estimate" }] }];
    expect(await books.refusal("payment", { CustomerRef: customer, TotalAmt: 1, Line })).toBe("620");
  });

  it("4.3 700 when a sub-account has another type than its parent", async () => {
    const body = { Name: "Petty", AccountType: "Income", SubAccount: true, ParentRef: { value: "1" } };
    expect(await books.refusal("account", body)).toBe("700");
  });

  it("4.3 900 when a record would be its own ancestor", async () => {
    const top = await books.write("class", { Name: "Top" });
    const sub = await books.write("class", { Name: "Sub", SubClass: true, ParentRef: { value: top.Id } });
    expect(await books.refusal("class", change(top, { SubClass: true, ParentRef: { value: sub.Id } }))).toBe("900");
  });

  it("4.3 800 when a parent of active records is switched off, where the company reads it so", async () => {
    const strict = await addBooks(books.simulator, { readings: { deactivateParent: "refuse" } });
    const top = await strict.write("class", { Name: "Top" });
    await strict.write("class", { Name: "Sub", SubClass: true, ParentRef: { value: top.Id } });
    expect(await strict.refusal("class", change(top, { Active: false }))).toBe("800");
  });

  it("4.3 6180 below the fifth level", async () => {
    let parent: Row | undefined;
    for (let level = 1; level <= 5; level += 1) {
      const below: Row = parent === undefined ? {} : { SubClass: true, ParentRef: { value: parent.Id } };
      parent = await books.write("class", { Name: `Level ${level}`, ...below });
    }
    const sixth = { Name: "Level 6", SubClass: true, ParentRef: { value: parent?.Id } };
    expect(await books.refusal("class", sixth)).toBe("6180");
  });

  it("4.3 6210 for a new document dated in the closed period and for moving one out of it", async () => {
    const closed = await addBooks(books.simulator);
    const old = await closed.write("invoice", await closed.sale(1, { TxnDate: "2026-08-31" }));
    await closed.control("settings", { preferences: { bookCloseDate: "2026-08-31" } });
    const reply = await closed.post("invoice", await closed.sale(1, { TxnDate: "2026-08-31" }));
    expect([faultCode(reply), faultDetail(reply)]).toEqual([
      "6210",
      "The account period has closed and the account books cannot be updated through the QBO Services API. Please use the QBO website to make these changes.",
    ]);
    expect(await closed.refusal("invoice", change(old, { TxnDate: "2026-09-01" }))).toBe("6210");
    expect(await closed.refusal("invoice?operation=void", keyOf(old))).toBe("6210");
    expect(await closed.refusal("invoice?operation=delete", keyOf(old))).toBe("6210");
    expect(await closed.refusal("invoice", await closed.sale(1, { TxnDate: "2026-09-01" }))).toBe("accepted");
  });

  it("4.3 6220 for a customer with a balance, unless the company reads it otherwise", async () => {
    const owing = await books.write("customer", { DisplayName: "Owing" });
    await books.write("invoice", sale({ CustomerRef: { value: owing.Id } }));
    expect(await books.refusal("customer", change(owing, { Active: false }))).toBe("6220");
    await books.control("settings", { readings: { deactivateWithBalance: "allow" } });
    expect(await books.refusal("customer", change(owing, { Active: false }))).toBe("accepted");
    await books.control("settings", { readings: { deactivateWithBalance: "refuse" } });
  });

  it("4.3 6450 for voiding a settled card payment", async () => {
    const made = await books.write("payment", { CustomerRef: customer, TotalAmt: 5 });
    await books.control("marks", { id: made.Id, mark: "settled" });
    expect(await books.refusal("payment?operation=void", keyOf(made))).toBe("6450");
  });

  it("4.3 6480 for deleting what the bank feed has matched", async () => {
    const made = await books.write("payment", { CustomerRef: customer, TotalAmt: 5 });
    await books.control("marks", { id: made.Id, mark: "matched" });
    expect(await books.refusal("payment?operation=delete", keyOf(made))).toBe("6480");
  });

  it("4.3 6420 for sending a form without any address", async () => {
    const made = await books.write("invoice", sale());
    expect(said(await books.post(`invoice/${asText(made.Id) ?? ""}/send`, {}))).toEqual([400, "6420"]);
  });

  it("4.3 5030 for what is switched off, where the company reads it so", async () => {
    const small = await addBooks(books.simulator, {
      preferences: { classTrackingPerTxn: false },
      readings: { switchedOff: "refuse" },
    });
    expect(await small.refusal("department", { Name: "North" })).toBe("5030");
    expect(await small.refusal("class", { Name: "North" })).toBe("5030");
    expect(await small.refusal("invoice", await small.sale(1, { ClassRef: { value: "1" } }))).toBe("5030");
  });

  it("4.3 6140 may name the clashing transaction", async () => {
    const own = await addBooks(books.simulator, { preferences: { nameClashingTxn: true } });
    const made = await own.write("invoice", await own.sale(1, { DocNumber: "DUP" }));
    const reply = await own.post("invoice", await own.sale(1, { DocNumber: "DUP" }));
    expect(faultDetail(reply)).toContain(`TxnId=${asText(made.Id) ?? ""}`);
  });

  it("4.3 6140 has its text; it needs custom numbers and the warning", async () => {
    await books.write("invoice", sale({ DocNumber: "DUP" }));
    const reply = await books.post("invoice", sale({ DocNumber: "DUP" }));
    expect([faultCode(reply), faultDetail(reply)]).toEqual([
      "6140",
      "Duplicate Document Number Error : You must specify a different number. This number has already been used.",
    ]);
  });
});
