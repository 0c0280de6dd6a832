// A cause solved inside its card: terms with the mouse, an item by keys alone; and who may only look reads why not.
import { readFileSync } from "node:fs";

import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import Papa from "papaparse";

import { expect, focusOn, importSample, SAMPLE, test, type Company } from "./fixtures.ts";

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
