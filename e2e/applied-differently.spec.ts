// A payment that finds too little open: its card leads to the order, where both sides are compared; corrected there, it goes.
import { expect, test, type Company } from "./fixtures.ts";
import { openOrderDoor } from "./order-source.ts";

const invoiceOf = async (company: Company) =>
  (await company.entities("Invoice")).find((row) => row.DocNumber === "TWICE-1");
const paymentsOf = async (company: Company, minor: number) =>
  (await company.entities("Payment")).filter((row) => Number(row.TotalAmt) === minor);

test("a payment of an invoice that the bookkeeper was paid for already leads to what else pays it", async ({
  connected: page,
  company,
  tenant,
  stack,
}) => {
  test.setTimeout(120_000);
  const { takeIn } = await openOrderDoor(stack, tenant);
  const load = (updatedAt: string, amounts: readonly string[]) => ({
    externalId: "twice",
    number: "TWICE-1",
    updatedAt,
    orderDate: "2026-11-01",
    customer: { name: "Ada Lovelace" },
    chargeSets: [{ charges: [{ code: "Line Haul", amount: "100.00" }] }],
    payments: amounts.map((amount) => ({ externalId: `paid ${amount}`, amount, date: "2026-11-05" })),
  });
  await takeIn([load("2026-11-01T08:00:00Z", [])]);
  await expect.poll(async () => (await invoiceOf(company))?.Balance).toBe(100);
  await company.bookkeeper({ do: "pay", docNumber: "TWICE-1", amount: 60, date: "2026-11-04" });
  await takeIn([load("2026-11-05T08:00:00Z", ["100.00"])]);

  await expect.poll(async () => (await paymentsOf(company, 100)).length).toBe(1);
  await page.goto("/problems?tab=payments");
  const title = page.getByRole("button", { name: /^QuickBooks applied .* differently$/ });
  const card = page.locator("section").filter({ has: title });
  await expect(card).toContainText("Compare the payments on the order's page");

  await test.step("the card leads to the payments of the order, where QuickBooks' own are found", async () => {
    await card.getByRole("button", { name: "Compare payments" }).click();
    await expect(page).toHaveURL(/\/orders\/.+#payments$/);
    await page.getByRole("button", { name: "Update from QuickBooks" }).click();
    await expect(page.getByRole("dialog").getByText("$60.00").first()).toBeVisible();
    await page.keyboard.press("Escape");
  });

  await test.step("corrected in QuickBooks, a resync puts it right", async () => {
    const [other] = await paymentsOf(company, 60);
    await company.bookkeeper({ do: "delete", entity: "Payment", id: String(other?.Id) });
    await page.goto("/problems?tab=payments");
    await card.getByRole("button", { name: /^Resync 1 payment/ }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Resync/ })
      .click();
    await expect.poll(async () => (await invoiceOf(company))?.Balance, { timeout: 30_000 }).toBe(0);
    await expect(title).toBeHidden();
  });
});
