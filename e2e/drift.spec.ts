// Somebody works inside QuickBooks: a clerk compares the three columns, decides, and ties both sides out.
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";

import { expect, importSample, test, type Company } from "./fixtures.ts";
import { newOrderSource } from "./order-source.ts";
import type { Stack } from "./stack.ts";

type Invoice = Readonly<Record<"Id" | "DocNumber" | "TxnDate", string>> &
  Readonly<Record<"TotalAmt" | "Balance", number>>;

const looks = [
  { name: "1440 light", viewport: { width: 1440, height: 900 }, colorScheme: "light" },
  { name: "1440 dark", viewport: { width: 1440, height: 900 }, colorScheme: "dark" },
  { name: "390 light", viewport: { width: 390, height: 844 }, colorScheme: "light" },
  { name: "390 dark", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
] as const;

async function invoicesOf(company: Company): Promise<readonly Invoice[]> {
  return (await company.entities("Invoice")) as unknown as readonly Invoice[];
}

async function invoice(company: Company, number: string): Promise<Invoice | undefined> {
  return (await invoicesOf(company)).find((each) => each.DocNumber === number);
}

function inNextMonth(date: string): string {
  const [year, month] = date.split("-").map(Number);
  return `${month === 12 ? year! + 1 : year}-${String((month! % 12) + 1).padStart(2, "0")}-15`;
}

/** Lets the worker look at what changed over there now, not within the day. */
async function looksAgain(stack: Stack, tenantId: string): Promise<void> {
  await stack.test.admin.query("update lanes set changes_at = to_timestamp(0) where tenant_id = $1", [tenantId]);
}

async function sound(page: Page, name: string, at?: Locator): Promise<void> {
  for (const look of looks) {
    await page.setViewportSize(look.viewport);
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: "reduce" });
    await at?.evaluate((element) => element.scrollIntoView({ block: "start" }));
    const axe = await new AxeBuilder({ page }).analyze();
    expect(axe.violations.map(({ id, nodes }) => `${look.name} ${id}: ${nodes[0]?.html}`)).toEqual([]);
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overhang, "nothing scrolls sideways").toBeLessThanOrEqual(0);
    await page.screenshot({ path: test.info().outputPath(`${name}-${look.name.replace(" ", "-")}.png`) });
  }
  await page.setViewportSize(looks[0].viewport);
}

/** Three invoices dated into the next month, one deleted, noticed. */
async function workedInQuickBooks(page: Page, company: Company, stack: Stack, tenantId: string) {
  await importSample(page);
  await expect.poll(async () => (await invoicesOf(company)).length, { timeout: 60_000 }).toBeGreaterThan(80);
  // Payments too: one that is still on its way would come off the invoice that is deleted below.
  const onTheWay = "select 1 from pushes where tenant_id = $1 and state in ('ready', 'sending', 'unsure') limit 1";
  await expect
    .poll(async () => (await stack.test.admin.query(onTheWay, [tenantId])).rowCount, { timeout: 60_000 })
    .toBe(0);
  // The first look at what changes over there has been taken: what is done from now on is news.
  await expect
    .poll(async () => {
      const lanes = await stack.test.admin.query(
        "select 1 from company_files where tenant_id = $1 and changes_read_until is not null",
        [tenantId],
      );
      return lanes.rowCount;
    })
    .toBe(1);
  // Unpaid ones: deleting a paid one also takes its payment off, which is a matter of its own.
  const [first, second, third, deleted] = (await invoicesOf(company))
    .filter(({ TotalAmt, Balance }) => TotalAmt === Balance)
    .toSorted((left, right) => (left.DocNumber < right.DocNumber ? -1 : 1));
  for (const { Id, TxnDate } of [first!, second!, third!]) {
    await company.bookkeeper({ do: "update", entity: "Invoice", id: Id, body: { TxnDate: inNextMonth(TxnDate) } });
  }
  await company.bookkeeper({ do: "delete", entity: "Invoice", id: deleted!.Id });
  await looksAgain(stack, tenantId);
  await expect
    .poll(async () => {
      const drifted = await stack.test.admin.query(
        "select 1 from ledger_links where tenant_id = $1 and (edited_at is not null or gone_at is not null)",
        [tenantId],
      );
      return drifted.rowCount;
    })
    .toBe(4);
  return { first: first!, second: second!, deleted: deleted! };
}

test("PSC-24 PSC-27 what was changed in QuickBooks is compared, decided once, and named in the tie-out", async ({
  connected: page,
  company,
  stack,
  tenant,
}) => {
  test.setTimeout(240_000);
  await page.goto("/problems/drift");
  await expect(page.getByRole("heading", { name: "QuickBooks holds what was sent" })).toBeVisible();
  await sound(page, "empty");
  const { first, second, deleted } = await workedInQuickBooks(page, company, stack, tenant.tenantId);

  await test.step("it stands beside Problem Sync, by matter", async () => {
    await page.goto("/problems");
    await page.getByRole("link", { name: /^Drift 4$/ }).click();
    await expect(page.getByRole("link", { name: "3 invoices were dated into the next month" })).toBeVisible();
    await expect(page.getByRole("link", { name: "1 invoice was deleted" })).toBeVisible();
    await expect(page.getByRole("row")).toHaveCount(5);
    await sound(page, "matters");
  });

  await test.step("three columns, then ours is pushed over theirs", async () => {
    await page.getByRole("button", { name: `Invoice ${first.DocNumber}` }).click();
    const panel = page.getByRole("dialog");
    const date = panel.getByRole("region", { name: "Date", exact: true });
    await expect(date).toContainText("Changed in QuickBooks");
    const term = (name: string) => date.locator("dl > div").filter({ hasText: name }).locator("time");
    await expect(term("We sent")).toHaveAttribute("datetime", first.TxnDate);
    await expect(term("Order now")).toHaveAttribute("datetime", first.TxnDate);
    await expect(term("QuickBooks now")).toHaveAttribute("datetime", inNextMonth(first.TxnDate));
    await sound(page, "panel");
    await panel.getByRole("button", { name: "Push ours" }).click();
    const question = page.getByRole("dialog", { name: "Push ours?" });
    await expect(question).toContainText("written over what stands in QuickBooks");
    await question.getByRole("button", { name: "Push ours" }).click();
    await expect(page.getByText(`Invoice ${first.DocNumber}: decided`)).toBeVisible();
    await expect.poll(async () => (await invoice(company, first.DocNumber))?.TxnDate).toBe(first.TxnDate);
  });

  await test.step("the same for the other two, with a reason", async () => {
    await page.goto("/problems/drift");
    await page.getByRole("link", { name: "2 invoices were dated into the next month" }).click();
    await page.getByRole("button", { name: "Accept theirs (2)" }).click();
    const question = page.getByRole("dialog", { name: "Accept theirs for 2?" });
    await expect(question.getByRole("button", { name: "Accept theirs for 2" })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    await question.getByLabel("Why?").fill("The accountant dated them by delivery");
    await question.getByRole("button", { name: "Accept theirs for 2" }).click();
    await expect(page.getByText("2 decided")).toBeVisible();
    await expect(page.getByRole("link", { name: /dated into the next month/ })).toHaveCount(0);
  });

  await test.step("PPR-07 from the order, what was deleted is made again", async () => {
    await page.goto(`/orders?search=${deleted.DocNumber}`);
    await page.getByRole("link", { name: deleted.DocNumber }).first().click();
    await expect(page.getByText(`Invoice ${deleted.DocNumber} was deleted or voided there`)).toBeVisible();
    await page.getByRole("link", { name: "Compare and decide" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Create again" }).click();
    await page.getByRole("dialog", { name: "Create again?" }).getByRole("button", { name: "Create again" }).click();
    await expect(page.getByText("It is made in QuickBooks again.")).toBeVisible();
    await expect.poll(async () => (await invoice(company, deleted.DocNumber))?.TotalAmt).toBe(deleted.TotalAmt);
    expect((await invoice(company, deleted.DocNumber))?.Id).not.toBe(deleted.Id);
    await page.goto("/problems/drift");
    await expect(page.getByRole("heading", { name: "QuickBooks holds what was sent" })).toBeVisible();
  });

  await test.step("the tie-out names what was accepted; as a file and on paper", async () => {
    await page.goto(`/reports/tie-out?until=${inNextMonth(second.TxnDate).slice(0, 7)}`);
    await expect(page.getByText("Edited in QuickBooks and accepted (2)").first()).toBeVisible();
    await sound(page, "tie-out");
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download CSV" }).click();
    expect((await download).suggestedFilename()).toMatch(/^tie-out \d{4}-\d{2} to \d{4}-\d{2}\.csv$/);
    await page.emulateMedia({ media: "print" });
    await expect(page.getByRole("table")).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Main", exact: true })).toBeHidden();
    await expect(page.getByRole("button", { name: "Print" })).toBeHidden();
    await page.emulateMedia({ media: "screen" });
  });
});

test("a viewer compares and is told why they may not decide", async ({
  connected: page,
  company,
  stack,
  tenant,
  signInAs,
}) => {
  test.setTimeout(180_000);
  const { deleted } = await workedInQuickBooks(page, company, stack, tenant.tenantId);
  await page.context().clearCookies();
  await signInAs("viewer");
  await page.goto("/problems/drift");
  await page.getByRole("button", { name: `Invoice ${deleted.DocNumber}` }).click();
  const panel = page.getByRole("dialog");
  await expect(panel.getByRole("button", { name: "Create again" })).toHaveAttribute("aria-disabled", "true");
  await expect(panel.getByText("Your role may look, but not decide.")).toBeVisible();
  await panel.getByRole("button", { name: "Create again" }).press("Enter");
  await expect(page.getByRole("dialog", { name: "Create again?" })).toHaveCount(0);
});

const load = (more: Record<string, unknown> = {}) => ({
  externalId: "D-1",
  number: "D-1",
  status: "completed",
  updatedAt: "2026-10-06T10:00:00Z",
  orderDate: "2026-10-05",
  customer: { name: "Acme Imports", email: "ap@acmeimports.example" },
  chargeSets: [{ number: "D-1", charges: haul("400.00") }],
  ...more,
});
const haul = (amount: string) => [
  { code: "Line Haul", amount },
  { code: "Fuel Surcharge", amount: "60.00" },
];

test("an update that QuickBooks refused: what would be sent, what was, and what stands there after somebody edited it", async ({
  connected: page,
  company,
  signInAs,
}) => {
  test.setTimeout(180_000);
  const freight = await newOrderSource(page, "Dispatch");
  await freight.send(load());
  await expect.poll(async () => (await invoice(company, "D-1"))?.TotalAmt, { timeout: 60_000 }).toBe(460);
  const { Id: id } = (await invoice(company, "D-1"))!;
  const edited = { CustomerMemo: { value: "Call before delivery" } };
  await company.bookkeeper({ do: "update", entity: "Invoice", id, body: edited });
  await company.bookkeeper({ do: "close-books", date: "2026-12-31" });
  const charges = [...haul("450.00"), { code: "Pre-Pull", amount: "75.00" }];
  await freight.send(load({ updatedAt: "2026-10-08T10:00:00Z", chargeSets: [{ number: "D-1", charges }] }));
  await page.goto("/problems");
  const row = page.getByRole("button", { name: "Invoice D-1" });
  await expect(row).toBeVisible({ timeout: 60_000 });
  await row.click();
  const panel = page.getByRole("dialog");

  await test.step("two columns out of what is kept, and no word about what was not read", async () => {
    await expect(panel.getByText("QuickBooks refused it")).toBeVisible();
    await expect(panel.getByText("holds it; what it says now was not read")).toBeVisible();
    await expect(panel.getByText("In QuickBooks now", { exact: true })).toHaveCount(0);
  });

  await test.step("QuickBooks is asked when a person wants it: three columns, and who changed what", async () => {
    await panel.getByRole("button", { name: "Look in QuickBooks now" }).click();
    const field = (name: string) => panel.getByRole("region", { name, exact: true });
    await expect(field("Message")).toContainText("Changed in QuickBooks");
    await expect(field("Message")).toContainText("In QuickBooks nowCall before delivery");
    await expect(field("Total")).toContainText("Not in QuickBooks yet");
    await expect(field("Total")).toContainText("Would be sent now$585.00");
    await expect(field("Total")).toContainText("Last sent$585.00");
    await expect(field("Total")).toContainText("In QuickBooks now$460.00");
    await expect(field("Lines")).toContainText("Line Haul: $450.00");
    await expect(field("Lines")).toContainText("no such line");
    await expect(field("Lines")).toContainText("One more line is the same.");
    await expect(field("Number")).toBeHidden();
    await panel.getByText(/fields are the same/).click();
    await expect(field("Number")).toContainText("D-1");
    await panel.getByText(/fields are the same/).click();
    await sound(page, "compared", panel.getByRole("heading", { name: "Compared" }));
    await expect(field("Total")).toContainText("In QuickBooks now$460.00");
  });

  await test.step("a viewer sees what is kept, and is told why they may not ask", async () => {
    const address = page.url();
    await page.context().clearCookies();
    await signInAs("viewer");
    await page.goto(address);
    const ask = panel.getByRole("button", { name: "Look in QuickBooks now" });
    await expect(ask).toHaveAttribute("aria-disabled", "true");
    await expect(panel.getByText("QuickBooks refused it")).toBeVisible();
  });
});
