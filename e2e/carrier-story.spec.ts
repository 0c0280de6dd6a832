// The carrier's story: two loads on one invoice, a credit memo drafted, approved, issued and used up on it.
import { expect, test, type Company } from "./fixtures.ts";
import { newOrderSource } from "./order-source.ts";

const load = (number: string, amount: string) => ({
  externalId: number,
  number,
  status: "completed",
  updatedAt: "2026-11-02T10:00:00Z",
  orderDate: "2026-11-02",
  customer: { name: "Pacific Rim Imports" },
  chargeSets: [{ number: "C-500", charges: [{ code: "Line Haul", amount }] }],
});

async function invoice(company: Company): Promise<Record<string, unknown> | undefined> {
  return (await company.entities("Invoice")).find((row) => row.DocNumber === "C-500");
}

test("PPR-29 PPR-30 a combined invoice, traceable to both loads, and a credit memo applied to it", async ({
  connected: page,
  company,
}) => {
  test.setTimeout(120_000);
  const freight = await newOrderSource(page, "Dispatch");
  await freight.send(load("L-1", "400.00"), load("L-2", "250.00"));
  await expect.poll(async () => (await invoice(company))?.TotalAmt).toBe(650);

  await test.step("a clerk's draft sends nothing; approved and issued it goes", async () => {
    await page.goto("/orders?search=L-1");
    await page.getByRole("link", { name: "L-1" }).first().click();
    await expect(page.getByRole("heading", { name: "Invoice C-500" })).toBeVisible();
    await page.getByRole("button", { name: "Credit…" }).click();
    await page.getByLabel("Amount").fill("150.00");
    await page.getByLabel("Charge", { exact: true }).selectOption("Line Haul");
    await page.getByLabel("Reason").fill("Two days late");
    await page.getByRole("button", { name: "Draft" }).click();
    await expect(page.getByRole("cell", { name: "Drafted" })).toBeVisible();
    for (const verb of ["Approve", "Issue"]) {
      await page.getByRole("button", { name: verb }).click();
      await page.getByRole("dialog").getByRole("button", { name: verb }).click();
      await expect(page.getByRole("dialog")).toBeHidden();
    }
    await expect(page.getByRole("cell", { name: "Issued" })).toBeVisible();
  });

  await test.step("the credit memo is in the books and used up on the invoice", async () => {
    await expect.poll(async () => (await company.entities("CreditMemo")).at(-1)?.TotalAmt).toBe(150);
    await expect.poll(async () => (await invoice(company))?.Balance).toBe(500);
    await expect.poll(async () => (await company.entities("CreditMemo")).at(-1)?.Balance).toBe(0);
  });
});
