// Do an order's documents go on the right customer or job, and do only those move that may?
import { describe, expect, test } from "vitest";

import { Order, type OrderInput } from "#lib/orders/order.ts";
import type { LedgerDocument } from "./document.ts";
import { emailsOf, jobKey, ontoOneCustomer, placeParties } from "./plan-parties.ts";
import { planDocuments } from "./plan.ts";
import { CompanySettings } from "./settings.ts";

const charges = [{ code: "Print", amount: "100.00" }];
const planOf = (more: Partial<OrderInput>, settings: Partial<CompanySettings>) => {
  const order = Order.parse({
    externalId: "1",
    number: "A-1",
    updatedAt: "2026-11-01T08:00:00Z",
    orderDate: "2026-11-01",
    customer: { name: "Ann Fox", email: "ann@fox.test, office@fox.test" },
    job: { externalId: "album-7", name: "Fox wedding" },
    chargeSets: [{ charges }],
    payments: [{ externalId: "p1", amount: "10.00", date: "2026-11-02" }],
    ...more,
  });
  const wanted = CompanySettings.parse(settings);
  return placeParties(planDocuments({ orderId: "o1", order }, wanted, []), order, wanted);
};
const on = (documents: readonly LedgerDocument[]) =>
  documents.flatMap((each) => ("customer" in each ? [[each.kind, each.customer, ...each.after.slice(0, 1)]] : []));
const jobs = { jobs: "sub-customer" } as const;

describe("jobs", () => {
  test("PSC-01 the order's documents go on its job, which is a job of its customer", () => {
    const { documents } = planOf({}, jobs);
    const key = "job/album-7/ann fox";
    expect(documents.map(({ key: each }) => each)).toEqual([
      "customer/ann fox",
      key,
      "order/o1/invoice/1",
      "order/o1/payment/p1",
    ]);
    expect(documents[1]).toMatchObject({
      kind: "customer",
      name: "Fox wedding",
      parent: "customer/ann fox",
      after: ["customer/ann fox"],
    });
    expect(on(documents)).toEqual([
      ["invoice", key, key],
      ["payment", key, key],
    ]);
  });
  test("PSC-18 an album of two clients is a job of each", () => {
    const key = jobKey("album-7", "customer/bob");
    expect(planOf({ customer: { name: "Bob" } }, jobs).documents.map((each) => each.key)).toContain(key);
    expect(planOf({}, jobs).documents.map((each) => each.key)).not.toContain(key);
  });
  test("what bills somebody else, or several orders, stays where it is", () => {
    const others = planOf({ chargeSets: [{ charges, billTo: { name: "Bob" } }] }, jobs).documents;
    expect(on(others).map(([, customer]) => customer)).toEqual(["customer/bob", "customer/bob"]);
    const shared = planOf({ chargeSets: [{ charges, number: "M-1" }] }, jobs).documents;
    expect(on(shared).map(([, customer]) => customer)).toEqual(["customer/ann fox", "customer/ann fox"]);
    expect([...others, ...shared].some(({ key }) => key.startsWith("job/"))).toBe(false);
  });
  test("no job, or jobs ignored: nothing changes", () => {
    expect(planOf({ job: undefined }, jobs).documents.map((each) => each.key)).toEqual([
      "customer/ann fox",
      "order/o1/invoice/1",
      "order/o1/payment/p1",
    ]);
    expect(planOf({}, {}).documents.map((each) => each.key)).not.toContain("job/album-7/ann fox");
  });
});

describe("customers", () => {
  test("CNX-62 where e-mails count, two of one name are two", () => {
    const { documents } = planOf({}, { customerMatch: "email", ...jobs });
    expect(documents.map(({ key }) => key).slice(0, 2)).toEqual([
      "customer/ann fox/ann@fox.test",
      "job/album-7/ann fox/ann@fox.test",
    ]);
    expect(on(documents)[0]?.[1]).toBe("job/album-7/ann fox/ann@fox.test");
  });
  test("CNX-63 who is missing goes on the one for all, and so does the job", () => {
    const settings = CompanySettings.parse({ ...jobs, whenCustomerMissing: "one" });
    const { documents } = ontoOneCustomer(planOf({}, settings), new Set(["customer/ann fox"]), settings);
    expect(documents[0]).toEqual({ kind: "customer", key: "customer/web store", after: [], name: "Web Store" });
    expect(on(documents).map(([, customer]) => customer)).toEqual(["customer/web store", "customer/web store"]);
    expect(documents.filter(({ kind }) => kind === "customer")).toHaveLength(1);
  });
  test.each([
    [undefined, []],
    ["Ann@Fox.test", ["ann@fox.test"]],
    ["a@x.test, b@x.test;a@x.test", ["a@x.test", "b@x.test"]],
    ["nobody", []],
  ])("CNX-61 %j holds %j", (text, emails) => expect(emailsOf(text)).toEqual(emails));
});
