// The journey of an order, as a clerk walks it: from a file into QuickBooks exactly once, by way of Problem Sync.
import { readFileSync } from "node:fs";

import Papa from "papaparse";

import { expect, importSample, SAMPLE, test, type Company } from "./fixtures.ts";

const rows = Papa.parse<Record<string, string>>(readFileSync(SAMPLE, "utf8"), {
  header: true,
  skipEmptyLines: true,
}).data;

/** What the file itself says of one load: payer, amounts line by line, their sum. */
function sampleOrder(number: string) {
  const own = rows.filter((row) => row["Load Number"] === number);
  const amounts = own.map((row) => row["Amount"]!.replace(/[$,]/g, ""));
  const cents = amounts.reduce((sum, amount) => sum + BigInt(amount.replace(".", "")), 0n).toString();
  return { billTo: own[0]!["Bill To"], amounts, total: `${cents.slice(0, -2)}.${cents.slice(-2)}` };
}

/** Invoice numbers of loads with a charge of this code. */
function sampleNumbersWith(code: string): string[] {
  return [...new Set(rows.filter((row) => row["Charge Code"] === code).map((row) => row["Invoice Number"]!))];
}

async function invoicesOf(company: Company, number: string) {
  return (await company.entities("Invoice")).filter((invoice) => invoice.DocNumber === number);
}

test("PPR-16 PPR-17 a sample file becomes invoices; what fails is fixed once, resynced and posted exactly once", async ({
  connected: page,
  company,
}) => {
  test.setTimeout(120_000);

  await test.step("import the sample CSV", async () => {
    await importSample(page);
  });

  await test.step("the invoice is in QuickBooks with the right customer, lines and total", async () => {
    await expect.poll(async () => (await invoicesOf(company, "HL-10118")).length).toBe(1);
    const [invoice] = await invoicesOf(company, "HL-10118");
    const lines = (invoice!.Line as { Description?: string; Amount: number; DetailType: string }[]).filter(
      (line) => line.DetailType === "SalesItemLineDetail",
    );
    const expected = sampleOrder("HL-10118");
    expect((invoice!.CustomerRef as { name: string }).name).toBe(expected.billTo);
    expect(lines.map((line) => line.Amount.toFixed(2))).toEqual(expected.amounts);
    expect(Number(invoice!.TotalAmt).toFixed(2)).toBe(expected.total);
  });

  await test.step("a failing one appears on Problem Sync", async () => {
    await page.goto("/problems");
    await expect(page.getByText("QuickBooks has no item Detention")).toBeVisible();
    await expect(page.getByRole("button", { name: "Resync 8 invoices" })).toBeVisible();
  });

  const blocked = sampleNumbersWith("Detention");
  await test.step("its cause is fixed in QuickBooks and the whole cause is resynced", async () => {
    expect(blocked.length).toBe(8);
    await company.bookkeeper({ do: "create-item", name: "Detention" });
    await page.getByRole("button", { name: "Resync 8 invoices" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Resync 8 invoices" }).click();
    await expect(page.getByText("QuickBooks has no item Detention", { exact: true })).toBeHidden();
  });

  await test.step("each is posted, exactly once", async () => {
    await expect
      .poll(async () => {
        const invoices = await company.entities("Invoice");
        return blocked.filter((number) => invoices.some((invoice) => invoice.DocNumber === number)).length;
      })
      .toBe(blocked.length);
    const numbers = (await company.entities("Invoice")).map((invoice) => String(invoice.DocNumber));
    expect(numbers.filter((number) => blocked.includes(number)).sort()).toEqual([...blocked].sort());
    expect(numbers.length).toBe(new Set(numbers).size);
    await page.goto(`/orders?search=${blocked[0]}`);
    await page.getByRole("link", { name: blocked[0]! }).first().click();
    await expect(page.getByText("Up to date").first()).toBeVisible();
  });
});

test("PPR-20 a charge code is mapped to another item inside the cause, and its orders go through", async ({
  connected: page,
  company,
}) => {
  await importSample(page);
  await page.goto("/problems");
  await expect(page.getByText("QuickBooks has no item Flip Fee")).toBeVisible();
  await page.getByRole("combobox", { name: "QuickBooks item for Flip Fee" }).selectOption({ label: "Drop Fee" });
  await page.getByRole("button", { name: "Map and release 2" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Map and release 2" }).click();
  await expect(page.getByRole("button", { name: "QuickBooks has no item Flip Fee" })).toBeHidden();
  const numbers = sampleNumbersWith("Flip Fee");
  await expect
    .poll(
      async () => (await company.entities("Invoice")).filter((one) => numbers.includes(String(one.DocNumber))).length,
    )
    .toBe(numbers.length);
});

test("the answer is lost after QuickBooks wrote the invoices: each is there once", async ({
  connected: page,
  company,
}) => {
  await company.fault({ kind: "drop-after-write", times: 3 });
  await importSample(page);
  await page.goto("/orders");
  await expect.poll(async () => (await invoicesOf(company, "HL-10118")).length).toBe(1);
  await expect.poll(async () => (await company.entities("Invoice")).length).toBeGreaterThan(80);
  const numbers = (await company.entities("Invoice")).map((invoice) => String(invoice.DocNumber));
  expect(numbers.length).toBe(new Set(numbers).size);
});
