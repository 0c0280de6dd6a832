// What a person does about links: search, link, take over, unlink, create, accept; and what that lets go.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { openReadingWorld, type ReadingWorld } from "#db/testing-reading.ts";
import {
  carryToRest,
  newCompany,
  orderOf,
  planned,
  pushesOf,
  wrongCounters,
  type TestCompany,
} from "#db/testing-world.ts";
import type { CompanySettings } from "#lib/documents/settings.ts";
import { acceptMatches } from "#lib/operations/accept-matches.ts";
import { decideCreate } from "#lib/operations/decide-create.ts";
import { carryTurn, takeTurn } from "#lib/operations/deliver-pushes.ts";
import { linkRecord } from "#lib/operations/link-record.ts";
import { listLinks } from "#lib/operations/list-links.ts";
import { searchCustomers } from "#lib/operations/search-customers.ts";
import { followDueChanges } from "#lib/operations/tend-lanes.ts";
import { unlinkRecord } from "#lib/operations/unlink-record.ts";
import type { OrderInput } from "#lib/orders/order.ts";

let reading: ReadingWorld;

beforeAll(async () => {
  reading = await openReadingWorld();
});
afterAll(() => reading.world.close());
afterEach(async () => {
  expect(await wrongCounters(reading.world)).toEqual([]);
  await reading.world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

type Known = { readonly name: string; readonly body?: Record<string, unknown>; readonly jobOf?: string };

/** A company that holds what is not linked; its books have these customers, and jobs of them. */
async function companyThatHas(known: readonly Known[], settings: Partial<CompanySettings> = {}) {
  const company = await newCompany(reading.world, { whenCustomerMissing: "hold", ...settings });
  const ids = new Map<string, string>();
  for (const { name, body, jobOf } of known) {
    const job = jobOf === undefined ? {} : { Job: true, ParentRef: { value: ids.get(jobOf) } };
    const made = await reading.clerk(company, { do: "create-customer", name, body: { ...body, ...job } });
    ids.set(name, String((made.Customer as { Id: string }).Id));
  }
  await followDueChanges(reading.worker);
  await reading.pass(60_000);
  const links = (show: "unlinked" | "linked") =>
    listLinks(company.scope, { companyFileId: company.companyFileId, show });
  const documentId = async (name: string) => {
    const page = [...(await links("unlinked")).unlinked, ...(await links("linked")).linked];
    return page.find((row) => row.name === name)?.documentId ?? "";
  };
  return { company, id: (name: string) => ids.get(name) ?? "", links, documentId };
}

const from = (name: string, more: Partial<OrderInput> = {}) => ({ customer: { name }, ...more });
const stateOf = async (company: TestCompany) => {
  const pushes = await pushesOf(reading.world, company);
  return pushes.filter(({ state }) => state !== "superseded").map(({ title, state }) => `${title} ${state}`);
};
const carried = async (company: TestCompany) => {
  await planned(company, []);
  await carryToRest(reading.world, reading.worker);
  return await stateOf(company);
};
const actionsOf = async (company: TestCompany) =>
  (
    await reading.rowsOf(
      "select action from audit_events where tenant_id = $1 and action like 'link.%' order by audit_event_id",
      company,
    )
  ).map((row) => row.action);

describe("linking", () => {
  it("PSC-13 PSC-15 a customer found by search is linked, and what waited goes", async () => {
    const { company, id, links, documentId } = await companyThatHas([
      { name: "Fox, Ann", body: { GivenName: "Ann", FamilyName: "Fox" } },
      { name: "Zenith" },
    ]);
    await planned(company, [orderOf(1, from("Ann F."))]);
    const target = await documentId("Ann F.");
    const { found } = await searchCustomers(company.scope, { documentId: target, text: "an fo", includeHidden: false });
    expect(found.map((each) => each.name)).toEqual(["Fox, Ann"]);
    const link = { documentId: target, ledgerId: id("Fox, Ann"), takeOver: false };
    expect(await linkRecord(company.scope, link)).toEqual({ linkedTo: "Fox, Ann" });
    expect(await linkRecord(company.scope, link), "a second click changes nothing").toEqual({ linkedTo: "Fox, Ann" });
    expect(await carried(company)).toEqual(["Invoice L-1 posted"]);
    expect(await reading.booksOf(company)).toMatchObject([{ CustomerRef: { value: id("Fox, Ann") } }]);
    expect((await links("linked")).linked).toMatchObject([
      { name: "Ann F.", ledgerName: "Fox, Ann", linkedBy: "person", person: "Ann", orders: 1 },
    ]);
    expect(await actionsOf(company)).toEqual(["link.made"]);
  });

  it("PSC-13 hidden ones are found when asked for, and related ones without typing", async () => {
    const known = [
      { name: "Fox" },
      { name: "Fox wedding", jobOf: "Fox" },
      { name: "Fox album", jobOf: "Fox" },
      { name: "Foxtrot" },
    ];
    const { company, id, documentId } = await companyThatHas(known);
    await reading.clerk(company, { do: "deactivate", entity: "Customer", name: "Foxtrot" });
    await reading.nextDay();
    await planned(company, [orderOf(1, from("F."))]);
    const target = await documentId("F.");
    const search = async (more: object) =>
      (await searchCustomers(company.scope, { documentId: target, text: "", includeHidden: false, ...more })).found.map(
        ({ name }) => name,
      );
    expect(await search({ text: "foxt" })).toEqual([]);
    expect(await search({ text: "foxt", includeHidden: true })).toEqual(["Foxtrot"]);
    expect(await search({ relatedTo: id("Fox album") })).toEqual(["Fox", "Fox album", "Fox wedding"]);
    await expect(search({ text: "f" })).rejects.toMatchObject({
      code: "invalid",
      message: "Type at least two letters.",
    });
    await expect(
      linkRecord(company.scope, { documentId: target, ledgerId: id("Foxtrot"), takeOver: false }),
    ).rejects.toMatchObject({ message: expect.stringContaining("inactive") as string });
  });

  it("PSC-03 PSC-38 a job that belongs to another album is taken over only when a person says so", async () => {
    const known = [{ name: "Ann Fox" }, { name: "Fox wedding", jobOf: "Ann Fox" }];
    const { company, id, links, documentId } = await companyThatHas(known, {
      jobs: "sub-customer",
      linksRequired: true,
    });
    const job = (nth: number, name: string) =>
      orderOf(nth, from("Ann Fox", { job: { externalId: `album-${nth}`, name } }));
    await planned(company, [job(1, "Fox wedding"), job(2, "Wedding of Ann")]);
    const link = { documentId: await documentId("Wedding of Ann"), ledgerId: id("Fox wedding"), takeOver: false };
    await expect(linkRecord(company.scope, link)).rejects.toMatchObject({
      code: "conflict",
      message:
        "Fox wedding is linked to Job Fox wedding of Ann Fox already. Taking it over removes the link there; what was sent stays as it is.",
    });
    await linkRecord(company.scope, { ...link, takeOver: true });
    expect((await links("linked")).linked.map((row) => row.name)).toEqual(
      expect.arrayContaining(["Ann Fox", "Wedding of Ann"]),
    );
    const states = await carried(company);
    expect(states).toEqual(
      expect.arrayContaining(["Job Fox wedding problem", "Invoice L-1 waiting", "Invoice L-2 posted"]),
    );
    expect(await actionsOf(company)).toEqual(["link.removed", "link.made"]);
  });

  it("PSC-11 a job is linked below its own customer only", async () => {
    const known = [{ name: "Ann Fox" }, { name: "Bob" }, { name: "Bob wedding", jobOf: "Bob" }];
    const { company, id, documentId } = await companyThatHas(known, { jobs: "sub-customer", linksRequired: true });
    await planned(company, [orderOf(1, from("Ann Fox", { job: { externalId: "a", name: "Album" } }))]);
    const documentIdOfJob = await documentId("Album");
    for (const [name, why] of [
      ["Bob wedding", "a job of another customer"],
      ["Bob", "a customer in QuickBooks, not a job"],
    ] as const) {
      await expect(
        linkRecord(company.scope, { documentId: documentIdOfJob, ledgerId: id(name), takeOver: true }),
      ).rejects.toMatchObject({ message: expect.stringContaining(why) as string });
    }
  });

  it("VSS-15 a record that is gone by now is not linked: QuickBooks is asked", async () => {
    const { company, id, documentId } = await companyThatHas([{ name: "Acme" }, { name: "Acme West" }]);
    await planned(company, [orderOf(1, from("Acme East"))]);
    await reading.clerk(company, { do: "deactivate", entity: "Customer", name: "Acme West" });
    const link = { documentId: await documentId("Acme East"), takeOver: false };
    await expect(linkRecord(company.scope, { ...link, ledgerId: id("Acme West") })).rejects.toMatchObject({
      code: "conflict",
    });
    await reading.pass(60_000);
    await expect(linkRecord(company.scope, { ...link, ledgerId: "98765" })).rejects.toMatchObject({ code: "moved-on" });
  });

  it("CNX-64 exact matches are accepted together, with a result for each row", async () => {
    const { company, id, links } = await companyThatHas([{ name: "Acme" }, { name: "Zenith" }], {
      customerMatch: "company",
    });
    await reading.world.test.admin.query("delete from ledger_lists where tenant_id = $1 and list = 'customer'", [
      company.tenantId,
    ]);
    await planned(company, [orderOf(1, from("Acme")), orderOf(2, from("Zenith")), orderOf(3, from("Nobody"))]);
    await reading.nextDay(8);
    const page = await links("unlinked");
    const matches = page.unlinked.flatMap(({ documentId, candidates: [best] }) =>
      best?.grade === "exact" ? [{ documentId, ledgerId: best.ledgerId }] : [],
    );
    expect(matches).toHaveLength(2);
    const nobody = page.unlinked.find((row) => row.name === "Nobody");
    const { companyFileId, scope } = company;
    const results = await acceptMatches(scope, {
      companyFileId,
      matches: [...matches, { documentId: nobody?.documentId ?? "", ledgerId: "98765" }],
    });
    expect(results.map((result) => result.whyNot === null)).toEqual([true, true, false]);
    expect(await carried(company)).toEqual(
      expect.arrayContaining(["Invoice L-1 posted", "Invoice L-2 posted", "Invoice L-3 waiting"]),
    );
    const linked = (await links("linked")).linked.map((row) => row.ledgerId);
    expect(linked.toSorted()).toEqual([id("Acme"), id("Zenith")].toSorted());
  });
});

describe("deciding otherwise", () => {
  it("CNX-63 a person lets one be created though the rule holds", async () => {
    const { company, documentId } = await companyThatHas([{ name: "Jones & Jones" }]);
    await planned(company, [orderOf(1, from("Jones and Jones"))]);
    const documentIds = [await documentId("Jones and Jones")];
    expect(await decideCreate(company.scope, { documentIds })).toMatchObject([
      { name: "Jones and Jones", whyNot: null, orders: 1 },
    ]);
    expect(await carried(company)).toEqual(["Invoice L-1 posted", "Customer Jones and Jones posted"]);
  });

  it("CNX-62 somebody made beside a namesake bears the e-mail in the name", async () => {
    const { company, documentId } = await companyThatHas(
      [{ name: "Ann Fox", body: { PrimaryEmailAddr: { Address: "b@x.test" } } }],
      { customerMatch: "email" },
    );
    await planned(company, [orderOf(1, { customer: { name: "Ann Fox", email: "a@x.test" } })]);
    await decideCreate(company.scope, { documentIds: [await documentId("Ann Fox")] });
    await carried(company);
    const names = (await reading.booksOf(company, "Customer")).map((row) => row.DisplayName);
    expect(names.toSorted((left, right) => String(left).localeCompare(String(right)))).toEqual([
      "Ann Fox",
      "Ann Fox (a@x.test)",
    ]);
  });

  it("PSC-16 an unlinked customer waits until a person decides, and is not matched again by itself", async () => {
    const { company, id, documentId } = await companyThatHas([{ name: "Acme" }]);
    await planned(company, [orderOf(1, from("Acme"))]);
    await carried(company);
    const target = await documentId("Acme");
    expect(await unlinkRecord(company.scope, { documentId: target })).toEqual({ orders: 0 });
    await expect(unlinkRecord(company.scope, { documentId: target })).rejects.toMatchObject({ code: "moved-on" });
    await planned(company, [orderOf(2, from("Acme"))]);
    expect(await carried(company)).toEqual(expect.arrayContaining(["Customer Acme problem", "Invoice L-2 waiting"]));
    await reading.pass(60_000);
    await linkRecord(company.scope, { documentId: target, ledgerId: id("Acme"), takeOver: false });
    expect(await carried(company)).toEqual(["Invoice L-1 posted", "Invoice L-2 posted"]);
    expect(await actionsOf(company)).toEqual(["link.removed", "link.made"]);
  });

  it("PSC-16 what was ready behind the link waits again", async () => {
    const { company, documentId } = await companyThatHas([{ name: "Acme" }]);
    await planned(company, [orderOf(1, from("Acme"))]);
    expect(await unlinkRecord(company.scope, { documentId: await documentId("Acme") })).toEqual({ orders: 1 });
    expect(await carried(company)).toEqual(["Invoice L-1 waiting", "Customer Acme problem"]);
    expect(await reading.booksOf(company)).toEqual([]);
  });

  it("PSC-16 what is to be taken back goes, though its customer is unlinked", async () => {
    const { company, documentId } = await companyThatHas([{ name: "Acme" }], { whenCancelled: "void" });
    await planned(company, [orderOf(1, from("Acme"))]);
    await carried(company);
    await planned(company, [orderOf(1, from("Acme", { updatedAt: "2026-11-05T09:00:00Z", status: "cancelled" }))]);
    await unlinkRecord(company.scope, { documentId: await documentId("Acme") });
    await carried(company);
    expect(await reading.booksOf(company)).toMatchObject([{ TotalAmt: 0 }]);
  });

  it("PSC-17 nothing is unlinked while something of it is on its way", async () => {
    const { company, documentId } = await companyThatHas([{ name: "Acme" }]);
    await planned(company, [orderOf(1, from("Acme"))]);
    const target = await documentId("Acme");
    const taken = await takeTurn(reading.worker);
    await expect(unlinkRecord(company.scope, { documentId: target })).rejects.toMatchObject({
      code: "conflict",
      message: "Invoice L-1 is on its way to QuickBooks right now. When it has arrived, unlink it.",
    });
    if (taken.is === "turn") await carryTurn(reading.worker, taken.turn);
    await carryToRest(reading.world, reading.worker);
    expect(await unlinkRecord(company.scope, { documentId: target })).toEqual({ orders: 0 });
  });
});

it("PPR-27 a customer has an ID of its own in each company file", async () => {
  const [one, two] = [
    await companyThatHas([{ name: "Zenith" }, { name: "Acme" }]),
    await companyThatHas([{ name: "Acme" }]),
  ];
  for (const { company } of [one, two]) await planned(company, [orderOf(1, from("Acme"))]);
  expect((await one.links("linked")).linked).toMatchObject([{ ledgerId: one.id("Acme") }]);
  expect((await two.links("linked")).linked).toMatchObject([{ ledgerId: two.id("Acme") }]);
  expect(one.id("Acme")).not.toBe(two.id("Acme"));
});
