// What a clerk meets on the pages of an order that is credited, overpaid, shared and edited in QuickBooks: names, sums, questions.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { expect, test, type Company } from "./fixtures.ts";
import { newOrderSource } from "./order-source.ts";

const load = (number: string, amount: string, invoice?: string) => ({
  externalId: number,
  number,
  status: "completed",
  updatedAt: "2026-11-02T10:00:00Z",
  orderDate: "2026-11-02",
  customer: { name: "Pacific Rim Imports" },
  chargeSets: [{ ...(invoice ? { number: invoice } : {}), charges: [{ code: "Line Haul", amount }] }],
});

const looks = [
  { name: "1440 light", viewport: { width: 1440, height: 900 }, colorScheme: "light" },
  { name: "390 dark", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
] as const;

async function sound(page: Page, name: string): Promise<void> {
  for (const look of looks) {
    await page.setViewportSize(look.viewport);
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: "reduce" });
    const axe = await new AxeBuilder({ page }).analyze();
    expect(axe.violations.map(({ id, nodes }) => `${look.name} ${id}: ${nodes[0]?.html}`)).toEqual([]);
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overhang, "nothing scrolls sideways").toBeLessThanOrEqual(0);
    await page.screenshot({
      path: test.info().outputPath(`${name}-${look.name.replace(" ", "-")}.png`),
      fullPage: true,
    });
  }
  await page.setViewportSize(looks[0].viewport);
}

async function invoice(company: Company, number: string): Promise<Record<string, unknown> | undefined> {
  return (await company.entities("Invoice")).find((row) => row.DocNumber === number);
}

async function open(page: Page, number: string): Promise<void> {
  await page.goto(`/orders?search=${number}`);
  await page.getByRole("link", { name: number, exact: true }).click();
  await expect(page.getByRole("heading", { name: `Order ${number}` })).toBeVisible();
}

test("PSC-32 PPR-30 PSC-24 sums, names and questions are those of a clerk", async ({
  connected: page,
  company,
  stack,
  tenant,
}) => {
  test.setTimeout(240_000);
  const freight = await newOrderSource(page, "Dispatch");
  await freight.send(
    load("L-1", "400.00", "C-500"),
    load("L-2", "250.00", "C-500"),
    load("L-3", "120.00"),
    load("L-4", "100.00"),
  );
  await expect.poll(async () => (await invoice(company, "C-500"))?.TotalAmt).toBe(650);
  await expect.poll(async () => (await invoice(company, "L-3"))?.TotalAmt).toBe(120);
  await expect.poll(async () => (await invoice(company, "L-4"))?.TotalAmt).toBe(100);
  const payments = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Payments", exact: true }) });

  await test.step("a combined invoice names the other order", async () => {
    await open(page, "L-1");
    await expect(page.getByText("One invoice with order")).toBeVisible();
    await page.getByRole("link", { name: "L-2", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Order L-2" })).toBeVisible();
  });

  await test.step("a credit that is used up is no longer open", async () => {
    await open(page, "L-3");
    await page.getByRole("button", { name: "Credit…" }).click();
    await page.getByLabel("Amount").fill("20.00");
    await page.getByLabel("Reason").fill("Two days late");
    await page.getByRole("button", { name: "Draft" }).click();
    for (const verb of ["Approve", "Issue"]) {
      await page.getByRole("button", { name: verb }).click();
      await page.getByRole("dialog").getByRole("button", { name: verb }).click();
      await expect(page.getByRole("dialog")).toBeHidden();
    }
    await expect.poll(async () => (await invoice(company, "L-3"))?.Balance).toBe(100);
    await page.reload();
    await expect(payments.getByText("Credits used")).toBeVisible();
    await expect(payments.getByText("$100.00")).toBeVisible();
    await sound(page, "credited");
  });

  await test.step("more than is open is asked about", async () => {
    await open(page, "L-4");
    await payments.getByRole("button", { name: "Record a payment" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Amount").fill("112.00");
    await dialog.getByRole("button", { name: "Save payment" }).click();
    await expect(dialog.getByRole("alert")).toHaveText(
      "This is $12.00 more than is open. It will stand as credit of the customer.",
    );
    await sound(page, "over");
    await dialog.getByRole("button", { name: "Save it all the same" }).click();
    await expect(payments.getByText("Overpaid")).toBeVisible();
    await expect.poll(async () => (await invoice(company, "L-4"))?.Balance).toBe(0);
    await expect(payments.getByText("Locked, exported")).toBeVisible({ timeout: 30_000 });
    await sound(page, "order");
  });

  await test.step("what was chosen is still chosen after a look at an order", async () => {
    await page.goto("/orders?search=L-");
    for (const number of ["L-1", "L-3"])
      await page.getByRole("checkbox", { name: `Select order ${number}, Pacific Rim Imports` }).check();
    await page.getByRole("link", { name: "L-2", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Order L-2" })).toBeVisible();
    await page.goBack();
    await expect(page.getByRole("region", { name: "Selection" })).toContainText("2 orders");
    await page.getByRole("link", { name: "L-2", exact: true }).click();
    await page.getByRole("main").getByRole("link", { name: "Orders", exact: true }).click();
    await expect(page).toHaveURL(/search=L-/);
    await expect(page.getByRole("region", { name: "Selection" })).toContainText("2 orders");
  });

  await test.step("drift stands on Today, beside Problem Sync, and says where its arrow leads", async () => {
    const { Id } = (await invoice(company, "L-3"))!;
    await company.bookkeeper({ do: "renumber", entity: "Invoice", id: Id, to: "L-3b" });
    await stack.test.admin.query("update lanes set changes_at = to_timestamp(0) where tenant_id = $1", [
      tenant.tenantId,
    ]);
    const drifted = "select 1 from ledger_links where tenant_id = $1 and edited_at is not null";
    await expect
      .poll(async () => (await stack.test.admin.query(drifted, [tenant.tenantId])).rowCount, { timeout: 30_000 })
      .toBe(1);
    await page.goto("/");
    await expect(page.getByText("1 needs you")).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Main", exact: true })).toContainText("Problem Sync1");
    await sound(page, "today");
    await page
      .getByRole("main")
      .getByRole("link", { name: /^Drift/ })
      .click();
    const tabs = page.getByRole("navigation", { name: "Kinds of documents" });
    await expect(tabs).toContainText("Invoices0");
    await expect(tabs).toContainText("Drift1");
    await page.getByRole("button", { name: "Invoice L-3" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Push ours" }).click();
    const question = page.getByRole("dialog", { name: "Push ours?" });
    await expect(question).toContainText("Number L-3b → L-3");
    await sound(page, "push-ours");
    await question.getByRole("button", { name: "Push ours" }).click();
    await expect.poll(async () => (await invoice(company, "L-3"))?.Id).toBe(Id);
  });

  await test.step("the trail says it with names", async () => {
    await page.goto("/activity");
    const row = page.getByRole("row").filter({ hasText: "decided about a document" });
    await expect(row).toContainText("Invoice L-3, order L-3");
    await expect(row).toContainText("decision Push ours");
    await expect(page.getByRole("row").filter({ hasText: "issued a credit" })).toContainText("order L-3");
    await sound(page, "activity");
  });

  await test.step("on a phone the tie-out stands behind More", async () => {
    await page.setViewportSize(looks[1].viewport);
    await page.getByRole("button", { name: "More" }).click();
    await expect(page.getByRole("menuitem", { name: "Settings" })).toBeVisible();
    await page.screenshot({ path: test.info().outputPath("more.png") });
    await page.getByRole("menuitem", { name: "Tie-out" }).click();
    await expect(page.getByRole("heading", { name: "Tie-out" })).toBeVisible();
  });
});
