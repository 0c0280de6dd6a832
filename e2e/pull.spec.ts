// The carrier wants to know what is open: one order after a payment over there, then everything the list finds.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { newPerson } from "#lib/access/testing.ts";
import { expect, focusOn, importSample, signIn, test, type Company } from "./fixtures.ts";

async function invoiceOf(company: Company, number: string) {
  return (await company.entities("Invoice")).find((invoice) => invoice.DocNumber === number);
}

async function openOrder(page: Page, number: string): Promise<void> {
  await page.goto(`/orders?search=${number}`);
  await page.getByRole("link", { name: number, exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Order ${number}`);
}

/** In both palettes, wide and narrow: nothing to complain about, nothing that scrolls sideways. */
async function sound(page: Page): Promise<void> {
  const looks = [
    { viewport: { width: 390, height: 844 }, colorScheme: "dark" },
    { viewport: { width: 1280, height: 720 }, colorScheme: "light" },
  ] as const;
  for (const { viewport, colorScheme } of looks) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overhang, "nothing scrolls sideways").toBeLessThanOrEqual(0);
  }
}

test("VSS-01 VSS-06 VSS-07 VSS-09 VSS-11 a balance is pulled after a payment, then those of all orders found", async ({
  connected: page,
  company,
}) => {
  test.setTimeout(150_000);
  await importSample(page);
  await expect.poll(async () => await invoiceOf(company, "HL-10118")).toBeTruthy();
  const invoice = (await invoiceOf(company, "HL-10118"))!;
  const list = page.getByRole("table", { name: "Orders" });
  const info = page.locator("section", { has: page.getByRole("heading", { name: "More info" }) });
  const number = "HL-10118";

  await test.step("the customer pays in parts, received on the bookkeeper's page", async () => {
    await openOrder(page, number);
    await expect(info.getByText("Never").first()).toBeVisible();
    const opening = page.context().waitForEvent("page");
    await info.getByRole("link", { name: "View in QuickBooks" }).click();
    const there = await opening;
    await expect(there).toHaveURL(
      new RegExp(`/app/invoice\\?txnId=${String(invoice.Id)}&companyId=${company.realmId}`),
    );
    for (const [amount, date] of [
      ["40", "2026-11-20"],
      ["10", "2026-11-12"],
    ] as const) {
      await there.getByRole("link", { name: "Receive payment" }).click();
      await there.getByLabel("Amount received").fill(amount);
      await there.getByLabel("Date").fill(date);
      await there.getByLabel("Amount received").press("Enter");
      await expect(there.getByRole("status")).toHaveText("Saved.");
    }
    await there.close();
  });

  await test.step("this order: balance and paid on", async () => {
    await info.getByRole("button", { name: "Pull balance" }).click();
    await expect(info.getByText("The balance was pulled.")).toBeVisible();
    const open = (Number(invoice.TotalAmt) - 50).toLocaleString("en-US", { style: "currency", currency: "USD" });
    await expect(info.getByText(open, { exact: true }).first()).toBeVisible();
    await expect(info.getByText("20 Nov 2026").first()).toBeVisible();
    await expect(info.getByText("Partly paid").first()).toBeVisible();
    await sound(page);
  });

  await test.step("a find: only its orders, counted first", async () => {
    await page.goto(`/orders?search=${number}`);
    await page.getByRole("button", { name: "Pull balances" }).click();
    const question = page.getByRole("dialog", { name: "Pull balances of 1 order?" });
    await expect(question).toContainText("The orders that the list finds now");
    await question.getByRole("button", { name: "Cancel" }).click();
  });

  await test.step("without a find: every order that was pushed; the end survives a reload", async () => {
    await page.goto("/orders");
    await page.getByRole("button", { name: "Pull balances" }).click();
    const question = page.getByRole("dialog", { name: /^Pull balances of \d+ orders\?$/ });
    await expect(question).toContainText("Every order that was pushed");
    await expect(question).toContainText(/were never pushed and are passed over/);
    await question.getByRole("button", { name: /^Pull balances of \d+ orders$/ }).click();
    const strip = page.getByRole("region", { name: "Pull of balances" });
    await expect(strip).toContainText(/documents pulled/, { timeout: 30_000 });
    await page.reload();
    await expect(strip).toContainText(/documents pulled/);
    await expect(list.getByText("Open").first()).toBeVisible();
    await sound(page);
    await strip.getByRole("button", { name: "Close" }).click();
    await expect(strip).toBeHidden();
    await page.reload();
    await expect(list).toBeVisible();
    await expect(strip).toBeHidden();
  });
});

test("VSS-03 VSS-05 VSS-18 an invoice that was deleted over there is missed, and pushed again in three steps", async ({
  connected: page,
  company,
}) => {
  test.setTimeout(120_000);
  await importSample(page);
  await expect.poll(async () => await invoiceOf(company, "HL-10118")).toBeTruthy();
  const old = (await invoiceOf(company, "HL-10118"))!;
  const info = page.locator("section", { has: page.getByRole("heading", { name: "More info" }) });
  await company.bookkeeper({ do: "delete", entity: "Invoice", id: old.Id });
  await openOrder(page, "HL-10118");

  await info.getByRole("button", { name: "Pull balance" }).click();
  await expect(info.getByText(/It is not in QuickBooks any more/)).toBeVisible();
  await expect(info.getByText("Missing").first()).toBeVisible();

  await info.getByRole("button", { name: "Update invoice" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toHaveAccessibleName("Update invoice of order HL-10118?");
  await dialog.getByRole("button", { name: "Update invoice" }).click();
  await expect(dialog).toHaveAccessibleName("Pushed to QuickBooks", { timeout: 30_000 });
  await expect(dialog).toContainText("QuickBooks ID");
  await dialog.getByRole("button", { name: "Close" }).first().click();
  const made = (await company.entities("Invoice")).filter((each) => each.DocNumber === "HL-10118");
  expect(made.length).toBe(1);
  expect(made[0]!.Id).not.toBe(old.Id);
});

test("VSS-01 a viewer sees what is open, and why nothing can be pulled or pushed", async ({
  connected: page,
  company,
  stack,
  tenant,
}) => {
  await importSample(page);
  await expect.poll(async () => await invoiceOf(company, "HL-10118")).toBeTruthy();
  const viewer = await newPerson(stack.test, { [tenant.tenantId]: "viewer" }, "Vera");
  await page.context().clearCookies();
  await signIn(page, viewer.email);
  await page.goto("/orders");
  await expect(page.getByRole("button", { name: "Pull balances" })).toHaveAttribute("aria-disabled", "true");
  await openOrder(page, "HL-10118");
  for (const name of ["Update invoice", "Pull balance"]) {
    const button = page.getByRole("button", { name });
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await focusOn(button);
    await expect(page.getByRole("tooltip")).toContainText("You may look at orders");
  }
  await expect(page.getByRole("link", { name: "View in QuickBooks" })).toBeVisible();
});
