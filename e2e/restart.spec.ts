// Web and worker are killed in the middle of two pieces of work, a clear of 5,000 and a resync of 300: both come to their end, each record once.
import type { Page } from "@playwright/test";

import { newPerson, newTenant } from "#lib/access/testing.ts";
import { newStuckCompany } from "#db/testing-bulk.ts";
import { orderOf } from "#db/testing-world.ts";

import { expect, signIn, test } from "./fixtures.ts";
import { openOrderDoor } from "./order-source.ts";
import { askForAll, countOf, dialog, holdRow, linesOf, tray } from "./problem-page.ts";
import type { Stack } from "./stack.ts";

const CLEARED = 5_000;
const SENT = 300;

/** A clerk of another tenant with 5,000 stuck invoices, in a page of their own. */
async function otherTenant(stack: Stack, page: Page) {
  const tenantId = await newTenant(stack.test, "Many");
  const file = await newStuckCompany(stack.test, { rows: CLEARED, causes: 4, tenantId });
  await signIn(page, (await newPerson(stack.test, { [tenantId]: "clerk" }, "Bea")).email);
  return file;
}

test("PEER-10 web and worker die in the middle of two runs; started again, both end with each record once", async ({
  connected: page,
  browser,
  company,
  stack,
  tenant,
}) => {
  test.setTimeout(180_000);
  const theirs = await (await browser.newContext({ baseURL: stack.webUrl })).newPage();
  const file = await otherTenant(stack, theirs);
  const { takeIn } = await openOrderDoor(stack, tenant);
  const chargeSets = [{ charges: [{ code: "Layover", amount: "90.00" }] }];
  await takeIn(Array.from({ length: SENT }, (_, nth) => orderOf(nth, { chargeSets })));
  const sent = async () =>
    (await company.entities("Invoice"))
      .map((each) => String(each.DocNumber))
      .filter((number) => number.startsWith("L-"));

  await test.step("300 are sent again, and one of their calls is not answered yet", async () => {
    await page.goto("/problems?code=item-missing&about=Layover");
    await expect.poll(async () => await countOf(page, "Needs you"), { timeout: 30_000 }).toBe(SENT);
    await company.bookkeeper({ do: "create-item", name: "Layover" });
    await askForAll(page, "300", "Resync");
    await dialog(page).getByRole("button", { name: "Resync 300 invoices" }).click();
    await expect.poll(async () => (await sent()).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(30);
    await company.fault({ kind: "slow", ms: 60_000, times: 1 });
  });

  const row = await test.step("5,000 are cleared, and the second part is not done yet", async () => {
    const held = await holdRow(stack, file, "Invoice L-3000");
    await theirs.goto("/problems");
    await askForAll(theirs, "5,000", "Clear");
    await dialog(theirs).getByLabel("Why is nothing sent?").fill("Of a company that was sold");
    await dialog(theirs).getByRole("button", { name: "Clear 5,000 invoices" }).click();
    await expect(tray(theirs)).toContainText("2,000 done · 3,000 left", { timeout: 30_000 });
    const isCalling = async () => {
      const found = await stack.test.admin.query(
        "select from attempts where tenant_id = $1 and state = 'sent' and sent_at < now() - interval '1 second'",
        [tenant.tenantId],
      );
      return found.rowCount;
    };
    await expect.poll(isCalling).toBe(1);
    expect((await sent()).length).toBeLessThan(SENT);
    return held;
  });

  await test.step("both processes are killed, and started again", async () => {
    await stack.kill();
    await expect(fetch(`${stack.webUrl}/api/health`)).rejects.toThrow();
    await row.letLoose();
    await stack.restart();
  });

  await test.step("the pages find their work again, and its end", async () => {
    await theirs.reload();
    await page.reload();
    await expect(tray(theirs)).toContainText("Clear 5,000 invoices: 5,000 done.", { timeout: 30_000 });
    await expect(tray(page)).toContainText("300 posted to QuickBooks.", { timeout: 90_000 });
  });

  await test.step("each record once: in the lanes, in the results, in the books", async () => {
    await expect.poll(async () => await countOf(theirs, "Cleared")).toBe(CLEARED);
    expect(await countOf(theirs, "Needs you")).toBe(0);
    const cleared = await linesOf(theirs);
    expect(cleared.length).toBe(CLEARED);
    expect(new Set(cleared.map((line) => line.split(",")[0])).size).toBe(CLEARED);
    expect(cleared.every((line) => line.endsWith(",done,,cleared"))).toBe(true);

    expect(await countOf(page, "Needs you")).toBe(0);
    const resynced = await linesOf(page);
    expect(resynced.length).toBe(SENT);
    expect(resynced.every((line) => line.endsWith(",done,,done"))).toBe(true);
    const numbers = await sent();
    expect(numbers.length).toBe(SENT);
    expect(new Set(numbers).size).toBe(SENT);
  });
  await theirs.context().close();
});
