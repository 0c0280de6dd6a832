// A cause solved inside its card: terms with the mouse, an item by keys alone; and who may only look reads why not.
import { readFileSync } from "node:fs";

import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import Papa from "papaparse";

import { CompanySettings } from "#lib/documents/settings.ts";
import { exportOrders } from "#lib/operations/export-orders.ts";
import { saveSettings } from "#lib/operations/save-settings.ts";
import type { OrderInput } from "#lib/orders/order.ts";
import { expect, focusOn, importSample, SAMPLE, signIn, test, type Company, type Tenant } from "./fixtures.ts";
import { openOrderDoor } from "./order-source.ts";
import type { Stack } from "./stack.ts";

const dialog = (page: Page) => page.getByRole("dialog");
const toast = (page: Page) => page.getByRole("region", { name: /Messages/ });

type SampleRow = Readonly<Record<string, string>>;
const sample = Papa.parse<SampleRow>(readFileSync(SAMPLE, "utf8"), { header: true, skipEmptyLines: true }).data;

/** Numbers of the sample's invoices with this in that column. */
function numbersWith(column: string, value: string): readonly string[] {
  return [...new Set(sample.filter((row) => row[column] === value).map((row) => row["Invoice Number"] ?? ""))];
}

async function invoicesOf(company: Company, numbers: readonly string[]) {
  return (await company.entities("Invoice")).filter((row) => numbers.includes(String(row.DocNumber)));
}

async function idOf(company: Company, entity: string, name: string): Promise<unknown> {
  return (await company.entities(entity)).find((row) => row.Name === name)?.Id;
}

async function withProblems(page: Page): Promise<void> {
  await importSample(page);
  await page.goto("/problems");
  await expect(page.getByRole("button", { name: "QuickBooks does not know the terms Net 21" })).toBeVisible();
}

async function expectAccessible(page: Page): Promise<void> {
  const axe = await new AxeBuilder({ page }).analyze();
  expect(axe.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test("PPR-17 PPR-25 PEER-09 terms are chosen in the card, with the mouse, and every invoice goes with them", async ({
  connected: page,
  company,
}) => {
  await withProblems(page);
  const title = page.getByRole("button", { name: "QuickBooks does not know the terms Net 21" });
  const card = page.locator("section").filter({ has: title });
  const held = Number(/\d+/.exec(await card.getByText(/^\d+ invoices?$/).innerText())?.[0]);
  expect(held).toBeGreaterThan(0);
  const release = `Choose and release ${held}`;

  await test.step("not before one is chosen", async () => {
    await expect(card.getByRole("button", { name: release })).toHaveAttribute("aria-disabled", "true");
    await card.getByRole("combobox", { name: "QuickBooks terms for Net 21" }).selectOption({ label: "Net 30" });
  });

  await test.step("the question says what it means from now on", async () => {
    await card.getByRole("button", { name: release }).click();
    await expect(dialog(page)).toContainText("orders with the terms “Net 21” go with the terms “Net 30”");
    await expectAccessible(page);
    await dialog(page).getByRole("button", { name: release }).click();
    await expect(toast(page)).toContainText("“Net 21” is now “Net 30”");
    await expect(toast(page)).toContainText(new RegExp(`${held} orders? planned again`));
    await expect(title).toBeHidden();
    await expect(toast(page)).toContainText(/all of it is on its way|came back with another cause/);
  });

  await test.step("each is there once, with the chosen terms", async () => {
    const numbers = numbersWith("Terms", "Net 21");
    const net30 = await idOf(company, "Term", "Net 30");
    await expect.poll(async () => (await invoicesOf(company, numbers)).length).toBeGreaterThanOrEqual(held);
    const booked = await invoicesOf(company, numbers);
    expect(new Set(booked.map((row) => row.DocNumber)).size).toBe(booked.length);
    expect(new Set(booked.map((row) => (row.SalesTermRef as { value: string }).value))).toEqual(new Set([net30]));
  });
});

test("PPR-17 PEER-09 an item is created from the card, by keys alone, once, and its invoices follow", async ({
  connected: page,
  company,
}) => {
  await withProblems(page);
  const numbers = numbersWith("Charge Code", "Detention");
  const before = (await invoicesOf(company, numbers)).length;
  await page.goto("/problems?code=item-missing&about=Detention");
  await focusOn(
    page
      .getByRole("table", { name: /Rows of:/ })
      .locator("tr[data-row]")
      .first(),
  );
  await page.keyboard.press("f");
  await expect(page.getByRole("combobox", { name: "QuickBooks item for Detention" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Create in QuickBooks the item Detention" })).toBeFocused();
  await page.keyboard.press("Enter");
  const account = dialog(page).getByRole("combobox", { name: "Income account" });
  await expect(account.getByRole("option", { name: "Freight Income" })).toBeAttached();
  await expectAccessible(page);
  await account.focus();
  await page.keyboard.type("Freight");
  await expect(account.locator("option:checked")).toHaveText("Freight Income");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(dialog(page).getByRole("button", { name: "Create and release 8" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(toast(page)).toContainText("The item “Detention” is on its way to QuickBooks");
  await expect(page.getByRole("button", { name: "QuickBooks has no item Detention" })).toBeHidden();
  await expect
    .poll(async () => (await invoicesOf(company, numbers)).length, { timeout: 30_000 })
    .toBeGreaterThan(before);
  const made = (await company.entities("Item")).filter((row) => row.Name === "Detention");
  expect(made).toHaveLength(1);
  expect(made[0]?.IncomeAccountRef).toMatchObject({ value: await idOf(company, "Account", "Freight Income") });
  const booked = await invoicesOf(company, numbers);
  expect(new Set(booked.map((row) => row.DocNumber)).size).toBe(booked.length);
});

const byText = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);
const HELD = "QuickBooks has payments that are not imported yet";

function load(nth: number, more: Partial<OrderInput> = {}): OrderInput {
  return {
    externalId: `held-${nth}`,
    number: `H-${nth}`,
    updatedAt: "2026-11-01T08:00:00Z",
    orderDate: "2026-11-01",
    customer: { name: "Ada Lovelace" },
    chargeSets: [{ charges: [{ code: "Line Haul", amount: `${100 + nth}.00` }] }],
    ...more,
  };
}

/** Three orders are exported by hand; each changes, and the bookkeeper receives money on the invoice of each. */
async function withNewPayments(stack: Stack, tenant: Tenant, company: Company): Promise<void> {
  const { scope, companyFileId, takeIn } = await openOrderDoor(stack, tenant);
  await saveSettings(scope, { companyFileId, settings: CompanySettings.parse({ exports: "by-hand" }) });
  await takeIn([1, 2, 3].map((nth) => load(nth)));
  const all = { is: "filter" as const, except: [] };
  const send = async () => await exportOrders(scope, { companyFileId, select: all }).catch(() => null);
  const numbers = ["H-1", "H-2", "H-3"];
  await expect.poll(send).toMatchObject({ total: 3 });
  await expect.poll(async () => (await invoicesOf(company, numbers)).length).toBe(3);
  await takeIn([1, 2, 3].map((nth) => load(nth, { orderDate: "2026-11-03", updatedAt: "2026-11-03T08:00:00Z" })));
  for (const nth of [1, 2, 3]) {
    await company.bookkeeper({ do: "pay", docNumber: `H-${nth}`, amount: nth, date: "2026-11-06" });
  }
}

test("PSC-23 payments that only QuickBooks has are imported from the row by keys and from the card with the mouse, and what waited goes", async ({
  connected: page,
  company,
  tenant,
  stack,
  signInAs,
}) => {
  test.setTimeout(120_000);
  await withNewPayments(stack, tenant, company);
  const title = page.getByRole("button", { name: HELD });
  const card = page.locator("section").filter({ has: title });
  const datesOf = async () =>
    (await invoicesOf(company, ["H-1", "H-2", "H-3"])).map((row) => String(row.TxnDate)).toSorted(byText);

  await test.step("the export says that they wait, and on which page", async () => {
    await page.goto("/orders");
    await expect(page.getByRole("table", { name: "Orders" }).getByText("Changed since")).toHaveCount(3);
    await page.getByRole("button", { name: "Export orders" }).click();
    await expect(dialog(page).getByText(/Exported, it waits on Problem Sync until then/)).toHaveCount(3);
    await dialog(page).getByRole("button", { name: "Export 3 orders" }).click();
    await expect(dialog(page).getByRole("heading", { name: "3 orders not exported" })).toBeVisible();
    await expect(dialog(page).getByText(HELD)).toHaveCount(3);
    expect(await datesOf()).toEqual(Array(3).fill("2026-11-01"));
  });

  await test.step("who may only look sees it, and why not", async () => {
    await page.context().clearCookies();
    await signInAs("viewer");
    await page.goto(`${stack.webUrl}/problems`);
    const fix = card.getByRole("button", { name: "Import and release 3" });
    await expect(fix).toHaveAttribute("aria-disabled", "true");
    await focusOn(fix);
    await expect(page.getByRole("tooltip")).toContainText("Your role may look, but not act.");
    await page.context().clearCookies();
    await signIn(page, tenant.owner.email);
  });

  await test.step("nothing offers a resync, which would leave them alone", async () => {
    await page.goto("/problems?code=payments-not-imported&about=");
    const resync = page.getByRole("button", { name: /^Resync/ });
    await expect(resync).toHaveAttribute("aria-disabled", "true");
    await focusOn(resync);
    await expect(page.getByRole("tooltip")).toContainText("Import the payments: it goes by itself then");
    await page.getByRole("checkbox", { name: /^Select .*H-1/ }).check();
    await expect(page.getByRole("button", { name: "Resync 1 invoice" })).toHaveAttribute("aria-disabled", "true");
  });

  await test.step("one row alone, by keys", async () => {
    await page.goto("/problems?code=payments-not-imported&about=");
    await focusOn(
      page
        .getByRole("table", { name: /Rows of:/ })
        .locator("tr[data-row]")
        .filter({ hasText: "H-1" }),
    );
    await page.keyboard.press("Enter");
    const panel = dialog(page);
    await expect(panel.getByRole("button", { name: /^Resync/ })).toHaveAttribute("aria-disabled", "true");
    await focusOn(panel.getByRole("button", { name: "Import and release 1" }));
    await page.keyboard.press("Enter");
    const question = page.getByRole("dialog", { name: "Import the payments that QuickBooks has?" });
    await expect(question.getByText("1 payment · $1.00 · on the invoices of 1 order")).toBeVisible();
    await expectAccessible(page);
    await focusOn(question.getByRole("button", { name: "Import 1 payment and release 1" }));
    await page.keyboard.press("Enter");
    await expect(toast(page)).toContainText("1 payment imported");
    await expect.poll(datesOf).toEqual(["2026-11-01", "2026-11-01", "2026-11-03"]);
  });

  await test.step("the others from the card, with the mouse; nothing was changed on the payments there", async () => {
    await page.goto("/problems");
    await card.getByRole("button", { name: "Import and release 2" }).click();
    await expect(dialog(page).getByText("2 payments · $5.00 · on the invoices of 2 orders")).toBeVisible();
    await expectAccessible(page);
    await dialog(page).getByRole("button", { name: "Import 2 payments and release 2" }).click();
    await expect(toast(page)).toContainText("2 payments imported");
    await expect(title).toBeHidden();
    await expect(toast(page)).toContainText("all of it is on its way");
    await expect.poll(datesOf).toEqual(Array(3).fill("2026-11-03"));
    const paid = (await company.entities("Payment")).map((row) => row.TotalAmt as number);
    expect([1, 2, 3].map((amount) => paid.filter((each) => each === amount).length)).toEqual([1, 1, 1]);
  });
});

test("who may only look sees the fix, and why not", async ({ connected: page, stack, signInAs }) => {
  await withProblems(page);
  await page.context().clearCookies();
  await signInAs("viewer");
  await page.goto(`${stack.webUrl}/problems`);
  const fix = page.getByRole("button", { name: /^Choose and release \d/ }).first();
  await expect(fix).toHaveAttribute("aria-disabled", "true");
  await focusOn(fix);
  await expect(page.getByRole("tooltip")).toContainText("Your role may look, but not act.");
  await expect(page.getByRole("combobox", { name: /^QuickBooks terms/ })).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toHaveCount(0);
});
