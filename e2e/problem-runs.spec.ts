// Work on very many problems in the tray: held, let go on, ended where it is; a resync whose rows come back, done once more for those alone.
import { newStuckCompany } from "#db/testing-bulk.ts";
import { orderOf } from "#db/testing-world.ts";

import { expect, test } from "./fixtures.ts";
import { openOrderDoor } from "./order-source.ts";
import { askForAll, countOf, dialog, holdRow, linesOf, list, rows, tray } from "./problem-page.ts";

test("PEER-01 a clear of 14,000 is held, goes on, and is ended where it is; each row has its result", async ({
  page,
  stack,
  tenant,
  signInAs,
}) => {
  const ROWS = 14_000;
  const file = await newStuckCompany(stack.test, { rows: ROWS, causes: 3, tenantId: tenant.tenantId });
  await signInAs("owner");
  await page.goto("/problems");
  const done = async () =>
    Number(/([\d,]+) done/.exec(await tray(page).innerText())?.[1]?.replaceAll(",", "") ?? Number.NaN);

  const held = await test.step("held after its second part", async () => {
    const row = await holdRow(stack, file, "Invoice L-3000");
    await askForAll(page, "14,000", "Clear");
    await dialog(page).getByLabel("Why is nothing sent?").fill("Of a company that was sold");
    await dialog(page).getByRole("button", { name: "Clear 14,000 invoices" }).click();
    await expect(tray(page)).toContainText("2,000 done · 12,000 left");
    await expect(tray(page).getByRole("progressbar")).toHaveJSProperty("value", 2_000);
    await tray(page).getByRole("button", { name: "Pause" }).click();
    await row.isWaitedFor();
    await row.letLoose();
    await expect(tray(page)).toContainText("held · ");
    return await done();
  });

  await test.step("nothing goes on meanwhile, and a reload finds it held", async () => {
    expect(held).toBeGreaterThanOrEqual(4_000);
    // The clock has looked, and found nothing that it may do.
    const isAtRest = async () => {
      const found = await stack.test.admin.query("select from lanes where tenant_id = $1 and acts_at is null", [
        tenant.tenantId,
      ]);
      return found.rowCount;
    };
    await expect.poll(isAtRest).toBe(1);
    await page.reload();
    await expect(tray(page)).toContainText("held · ");
    expect(await done()).toBe(held);
    expect(await countOf(page, "Cleared")).toBe(held);
  });

  await test.step("goes on, and is ended in its middle", async () => {
    const row = await holdRow(stack, file, "Invoice L-9000");
    await tray(page).getByRole("button", { name: "Go on" }).click();
    await expect(tray(page)).toContainText("8,000 done · 6,000 left");
    await tray(page).getByRole("button", { name: "End here" }).click();
    await row.isWaitedFor();
    await row.letLoose();
    await expect(tray(page)).toContainText(/[\d,]+ done, ended before its end with [\d,]+ untouched/);
    expect(await done()).toBeLessThan(ROWS);
    await expect.poll(async () => await countOf(page, "Needs you")).toBe(ROWS - (await done()));
    expect(await countOf(page, "Cleared")).toBe(await done());
  });

  await test.step("each row that it was done to stands in the file, once", async () => {
    const lines = await linesOf(page);
    expect(new Set(lines.map((line) => line.split(",")[0])).size).toBe(await done());
    expect(lines.length).toBe(await done());
    expect(lines.every((line) => line.endsWith(",done,,cleared"))).toBe(true);
  });
});

test("PPR-16 PEER-01 a resync of 130 survives a reload; the 10 that come back are sent once more, alone", async ({
  connected: page,
  company,
  stack,
  tenant,
}) => {
  test.setTimeout(120_000);
  const { takeIn } = await openOrderDoor(stack, tenant);
  const charges = (nth: number) => [
    { code: "Layover", amount: "90.00" },
    ...(nth % 13 === 0 ? [{ code: "Scale Ticket", amount: "12.50" }] : []),
  ];
  await takeIn(Array.from({ length: 130 }, (_, nth) => orderOf(nth, { chargeSets: [{ charges: charges(nth) }] })));
  const invoices = async () =>
    (await company.entities("Invoice"))
      .map((each) => String(each.DocNumber))
      .filter((number) => number.startsWith("L-"));
  await page.goto("/problems?code=item-missing&about=Layover");
  await expect.poll(async () => await countOf(page, "Needs you")).toBe(130);
  await company.bookkeeper({ do: "create-item", name: "Layover" });

  await test.step("all 130 go, and the tray outlives a reload", async () => {
    await expect(list(page)).toBeVisible();
    await askForAll(page, "130", "Resync");
    await expect(dialog(page).getByRole("list", { name: "What is sent" })).toContainText("130 to create");
    await dialog(page).getByRole("button", { name: "Resync 130 invoices" }).click();
    await expect(tray(page)).toContainText("Resync 130 invoices");
    await expect(tray(page).getByRole("progressbar")).toBeVisible();
    await page.reload();
    await expect(tray(page)).toContainText(/Resync 130 invoices.* left/s);
    await expect(tray(page)).toContainText("120 posted to QuickBooks, 10 still a problem.", { timeout: 45_000 });
    expect((await invoices()).length).toBe(120);
  });

  await test.step("the file says of each where it stands", async () => {
    const lines = await linesOf(page);
    expect(lines.length).toBe(130);
    expect(lines.filter((line) => line.endsWith(",done,,done")).length).toBe(120);
    expect(lines.filter((line) => line.endsWith(",done,,needs a person")).length).toBe(10);
  });

  await test.step("only those that failed go once more", async () => {
    await company.bookkeeper({ do: "create-item", name: "Scale Ticket" });
    await tray(page).getByRole("button", { name: "Retry the 10 that failed" }).click();
    await expect(tray(page)).toContainText("Resync 10 invoices", { timeout: 30_000 });
    await expect(tray(page)).toContainText("10 posted to QuickBooks.", { timeout: 30_000 });
    expect((await linesOf(page)).length).toBe(10);
    await expect.poll(async () => await countOf(page, "Needs you")).toBe(0);
    await expect(rows(page)).toHaveCount(0);
  });

  const numbers = await invoices();
  expect(numbers.length).toBe(130);
  expect(new Set(numbers).size, "each is in the books once").toBe(130);
});
