// The studio's story: an invoice that was there before is taken over with its deposit, exported, paid over there, updated.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { scopeOf } from "#lib/access/testing.ts";
import type { Scope } from "#lib/access/scope.ts";
import { CompanySettings } from "#lib/documents/settings.ts";
import { addSource } from "#lib/operations/add-source.ts";
import { saveSettings } from "#lib/operations/save-settings.ts";
import { takeInOrders } from "#lib/operations/take-in-orders.ts";
import type { OrderInput } from "#lib/orders/order.ts";
import { expect, focusOn, test, type Company } from "./fixtures.ts";

const LABEL = "Payments";

function orderOf(number: string, amount: string): OrderInput {
  return {
    externalId: number,
    number,
    updatedAt: "2026-11-01T08:00:00Z",
    orderDate: "2026-11-01",
    customer: { name: "Ada Lovelace" },
    chargeSets: [{ charges: [{ code: "Line Haul", description: "Album", amount }] }],
  };
}

async function exports(scope: Scope, companyFileId: string, how: "by-hand" | "by-itself"): Promise<void> {
  await saveSettings(scope, { companyFileId, settings: CompanySettings.parse({ exports: how }) });
}

/** No violation, nothing scrolls sideways, narrow and dark too. */
async function isSound(page: Page): Promise<void> {
  for (const [width, colorScheme] of [
    [1280, "light"],
    [390, "dark"],
  ] as const) {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const axe = await new AxeBuilder({ page }).analyze();
    expect(axe.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overhang, "nothing scrolls sideways").toBeLessThanOrEqual(0);
    await page.screenshot({ path: test.info().outputPath(`${width}-${colorScheme}-${Date.now()}.png`) });
  }
  await page.setViewportSize({ width: 1280, height: 844 });
}

/** What the customer's records come to, smallest first; the books have others' too. */
async function totals(company: Company, kind: "Invoice" | "Payment" = "Invoice"): Promise<readonly number[]> {
  const rows = await company.entities(kind);
  const own = rows.filter((row) => (row.CustomerRef as { name?: string }).name === "Ada Lovelace");
  return own.map((row) => row.TotalAmt as number).sort((left, right) => left - right);
}

test("PSC-04 PSC-05 PSC-07 PSC-08 PSC-28 PSC-33 a deposit invoice is linked and imported, exported, paid, updated", async ({
  connected: page,
  company,
  tenant,
  stack,
  signInAs,
}) => {
  test.setTimeout(360_000);
  const scope = scopeOf(stack.test, tenant.tenantId, tenant.owner, "owner");
  const files = await stack.test.admin.query<{ id: string }>(
    "select company_file_id as id from company_files where tenant_id = $1",
    [tenant.tenantId],
  );
  const companyFileId = files.rows[0]!.id;
  const { sourceId } = await addSource(scope, { companyFileId, name: "Studio", kind: "api" });
  const takeIn = async (order: OrderInput) => {
    const [taken] = await takeInOrders(scope, { sourceId, orders: [order] });
    return taken && "orderId" in taken ? taken.orderId : "";
  };

  await test.step("the customer is linked by a first order; the bookkeeper takes a deposit for the next", async () => {
    await takeIn(orderOf("S-1", "100.00"));
    await expect.poll(async () => (await totals(company)).length).toBe(1);
    await exports(scope, companyFileId, "by-hand");
    const first = (await company.entities("Invoice")).find((row) => row.DocNumber === "S-1");
    const item = (await company.entities("Item")).find((row) => row.Name === "Line Haul");
    const line = {
      DetailType: "SalesItemLineDetail",
      Amount: 60,
      Description: "Sitting fee",
      SalesItemLineDetail: { ItemRef: { value: String(item?.Id) } },
    };
    const body = { DocNumber: "1037", CustomerRef: first!.CustomerRef, TxnDate: "2026-10-20", Line: [line] };
    await company.bookkeeper({ do: "create", entity: "Invoice", body });
    await company.bookkeeper({ do: "create-payment-method", name: "Afterpay" });
    await company.bookkeeper({
      do: "pay",
      docNumber: "1037",
      amount: 25,
      date: "2026-10-21",
      method: "Afterpay",
      reference: "AP-1",
    });
    await company.bookkeeper({ do: "deactivate", entity: "PaymentMethod", name: "Afterpay" });
  });

  const orderId = await takeIn(orderOf("S-2", "140.00"));
  const payments = page.locator("section").filter({ has: page.getByRole("heading", { name: LABEL, exact: true }) });
  const dialog = page.getByRole("dialog");

  await test.step("its invoices are paged through; the import waits for the unknown method", async () => {
    await page.goto(`/orders/${orderId}`);
    await expect(payments.getByText("Nothing was paid yet.")).toBeVisible();
    const link = payments.getByRole("button", { name: "Link an invoice that is in QuickBooks" });
    await expect(link).not.toHaveAttribute("aria-disabled", "true");
    await link.click();
    await expect(dialog.getByText("It belongs to Invoice S-1 of order S-1")).toBeVisible();
    await dialog.getByRole("button", { name: "Older" }).click();
    await expect(dialog.getByRole("heading", { name: /^Invoice 1037/ })).toBeVisible();
    await expect(dialog.getByText("Sitting fee")).toBeVisible();
    await expect(dialog.getByText("The payment method “Afterpay” is not known here.")).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Link and import" })).toHaveAttribute("aria-disabled", "true");
    await isSound(page);
    await dialog.getByLabel("What “Afterpay” becomes").selectOption({ label: "Add “Afterpay” as a new method" });
    await dialog.getByRole("button", { name: "Link and import" }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step("lines are marked as adjustments, the payment is locked", async () => {
    const lines = payments.getByRole("list", { name: "Order adjustments" });
    await expect(lines.getByText("Order adjustment")).toBeVisible();
    await expect(lines.getByText("$60.00")).toBeVisible();
    const row = payments.getByRole("row").filter({ hasText: "AP-1" });
    await expect(row).toContainText("Locked, imported");
    await expect(row.getByRole("button", { name: /^Edit/ })).toHaveCount(0);
    await isSound(page);
  });

  await test.step("a percentage is typed, and goes out with the export; the invoice says both", async () => {
    await payments.getByRole("button", { name: "Record a payment" }).click();
    await dialog.getByLabel("Amount").pressSequentially("50%");
    await expect(dialog.getByLabel("Amount")).toHaveValue("100.00");
    await dialog.getByLabel("Payment method").selectOption("Check");
    await isSound(page);
    await dialog.getByRole("button", { name: "Save payment" }).click();
    await expect(payments.getByText("Not sent yet")).toBeVisible();
    await exports(scope, companyFileId, "by-itself");
    await expect.poll(() => totals(company, "Payment")).toEqual([25, 100]);
    await expect.poll(() => totals(company)).toEqual([100, 200]);
    await expect(payments.getByText("Locked, exported")).toBeVisible({ timeout: 30_000 });
  });

  await test.step("the rest is paid over there; an update shows it first and then takes it over", async () => {
    await company.bookkeeper({ do: "pay", docNumber: "S-2", date: "2026-11-09", reference: "CARD-9" });
    await payments.getByRole("button", { name: "Update from QuickBooks" }).click();
    const difference = dialog.getByRole("list", { name: "Differences" }).getByRole("listitem");
    await expect(difference).toHaveCount(1);
    await expect(difference).toContainText("Add");
    await expect(difference).toContainText("$75.00");
    await isSound(page);
    await dialog.getByRole("button", { name: "Apply 1 change" }).click();
    await expect(payments.getByRole("row").filter({ hasText: "CARD-9" })).toContainText("Locked, imported");
    await expect(payments.getByText("$0.00")).toBeVisible();
    expect(await totals(company, "Payment")).toEqual([25, 75, 100]);
  });

  await test.step("PSC-30 a correction is prefilled; PSC-31 taking back asks for the reason and voids", async () => {
    await payments.getByRole("button", { name: "Correct payment $100.00" }).click();
    await expect(dialog.getByRole("heading", { name: "Correct this payment" })).toBeVisible();
    await expect(dialog.getByLabel("Amount")).toHaveValue("-100.00");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await payments.getByRole("button", { name: "Take back payment $100.00" }).click();
    const takeBack = dialog.getByRole("button", { name: "Take back and void" });
    await expect(takeBack).toHaveAttribute("aria-disabled", "true");
    await dialog.getByLabel("Reason").fill("The check bounced");
    await takeBack.click();
    await expect(payments.getByText("The check bounced")).toBeVisible();
    await expect.poll(() => totals(company, "Payment")).toEqual([0, 25, 75]);
  });

  await test.step("a viewer sees it all, and why nothing can be done", async () => {
    await page.context().clearCookies();
    await signInAs("viewer");
    await page.goto(`${stack.webUrl}/orders/${orderId}`);
    await expect(payments.getByText("CARD-9")).toBeVisible();
    for (const name of ["Record a payment", "Update from QuickBooks", "Link an invoice that is in QuickBooks"]) {
      await expect(payments.getByRole("button", { name })).toHaveAttribute("aria-disabled", "true");
    }
    // A page that scrolls to what gets the focus closes what had just opened beside it.
    await payments.getByRole("button", { name: "Record a payment" }).scrollIntoViewIfNeeded();
    await focusOn(payments.getByRole("button", { name: "Record a payment" }));
    await expect(page.getByText("Your role does not allow this.").first()).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByText("Your role does not allow this.")).toHaveCount(0);
  });
});
