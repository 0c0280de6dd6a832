// The shop's story: a pending order is a sales order; when it ships, its invoice copies and closes that, and the payment moves along.
import { expect, test, type Company } from "./fixtures.ts";
import { chooseBooking, newOrderSource } from "./order-source.ts";

const order = {
  externalId: "S-1001",
  number: "S-1001",
  status: "open",
  updatedAt: "2026-11-02T10:00:00Z",
  orderDate: "2026-11-02",
  customer: { name: "Wren Hollis", email: "wren@example.test" },
  chargeSets: [{ charges: [{ code: "Line Haul", quantity: "2", unitPrice: "60.00", amount: "120.00" }] }],
  payments: [{ externalId: "P-1", method: "Check", reference: "1187", date: "2026-11-02", amount: "120.00" }],
};

async function only(company: Company, kind: string, number: string): Promise<Record<string, unknown>> {
  const own = async () => (await company.entities(kind)).filter((row) => row.DocNumber === number);
  await expect.poll(async () => (await own()).length).toBe(1);
  return (await own())[0]!;
}

test("CNX-03 CNX-05 CNX-06 CNX-07 sales order first, invoice after shipping, payment moved, nothing twice", async ({
  connected: page,
  company,
}) => {
  test.setTimeout(120_000);
  await chooseBooking(page, { "An order becomes": "Sales order, then invoice" });
  const shop = await newOrderSource(page, "Web shop");

  await test.step("the pending order is a sales order, and its payment waits with the customer", async () => {
    await shop.send(order);
    const estimate = await only(company, "Estimate", "S-1001");
    expect(estimate.TotalAmt).toBe(120);
    await expect.poll(async () => (await company.entities("Payment")).at(-1)?.UnappliedAmt).toBe(120);
    expect((await company.entities("Invoice")).filter((row) => row.DocNumber === "S-1001")).toEqual([]);
  });

  await test.step("the shipped order is an invoice that closes the sales order, paid in full", async () => {
    await shop.send({ ...order, status: "completed", updatedAt: "2026-11-04T10:00:00Z" });
    const { Id, TotalAmt, LinkedTxn } = await only(company, "Invoice", "S-1001");
    expect(TotalAmt).toBe(120);
    const estimate = await only(company, "Estimate", "S-1001");
    expect(estimate.TxnStatus).toBe("Closed");
    expect(LinkedTxn).toContainEqual({ TxnId: estimate.Id, TxnType: "Estimate" });
    await expect.poll(async () => (await company.entities("Invoice")).find((row) => row.Id === Id)?.Balance).toBe(0);
    const payments = (await company.entities("Payment")).filter((row) => row.PaymentRefNum === "1187");
    expect(payments).toMatchObject([{ TotalAmt: 120, UnappliedAmt: 0 }]);
  });

  await test.step("the order's page shows all of it", async () => {
    await page.goto("/orders?search=S-1001");
    await page.getByRole("link", { name: "S-1001" }).first().click();
    await expect(page.getByRole("heading", { name: "Sales order S-1001" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "Invoice S-1001" })).toBeVisible();
  });

  await test.step("another choice says how many orders it touches before it is saved", async () => {
    await shop.send({ ...order, externalId: "1002", number: "S-1002", payments: [] });
    await only(company, "Estimate", "S-1002");
    await page.goto("/settings/finance/booking");
    await page.getByLabel("Documents go").selectOption({ label: "when a person exports them" });
    await page.getByRole("button", { name: "Save" }).click();
    const dialog = page.getByRole("dialog", { name: "Save these choices?" });
    await expect(dialog).toContainText("No order waits");
    await expect(dialog).toContainText("2 orders that are in QuickBooks keep the form they have there.");
    await page.screenshot({ path: test.info().outputPath("booking.png") });
  });
});
