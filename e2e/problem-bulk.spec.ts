// Very many problems at once: all that match, cleared and taken back.
import { newStuckCompany } from "#db/testing-bulk.ts";
import { addPush } from "#db/testing-problems.ts";

import { expect, focusOn, test } from "./fixtures.ts";
import { bar, countOf, dialog, lane, list, rows, toast, tray } from "./problem-page.ts";

test("PEER-01 all 130 of a cause, with the mouse: cleared with a reason as they were looked at, and back by the toast", async ({
  page,
  stack,
  tenant,
  signInAs,
}) => {
  const file = await newStuckCompany(stack.test, { rows: 260, causes: 2, tenantId: tenant.tenantId });
  await signInAs("owner");
  await page.goto("/problems?code=item-missing&about=Item+1");
  await expect(list(page)).toHaveAccessibleName("Rows of: QuickBooks has no item Item 1");

  await test.step("the page, then all that match", async () => {
    await list(page).getByRole("columnheader").getByRole("checkbox").check();
    // More rows come by themselves when the end is in sight; what was taken leads to all of them all the same.
    await expect(bar(page)).toContainText(/(50|100) invoices/);
    await rows(page).last().scrollIntoViewIfNeeded();
    await expect(page.getByText("100 of 130 loaded")).toBeVisible();
    await bar(page).getByRole("button", { name: "Select all 130 invoices matching" }).click();
    // 1 to 259 in steps of 2, on $100 each, in cents.
    await expect(bar(page)).toContainText("All 130 invoices matching · $13,169.00");
  });

  await test.step("the dry run says how many and what follows, and waits for a reason", async () => {
    await bar(page).getByRole("button", { name: "Clear" }).click();
    await expect(dialog(page)).toContainText("130 invoices · $13,169.00");
    await expect(dialog(page)).toContainText(/nothing is sent/i);
    const yes = dialog(page).getByRole("button", { name: "Clear 130 invoices" });
    await expect(yes).toHaveAttribute("aria-disabled", "true");
    await addPush(stack.test, file, {
      title: "Invoice L-LATE",
      code: "item-missing",
      about: "Item 1",
      at: new Date().toISOString(),
    });
    await dialog(page).getByLabel("Why is nothing sent?").fill("Billed by the old system");
    await yes.click();
    await expect(toast(page)).toContainText("130 invoices cleared");
    await expect(toast(page)).not.toContainText("Left alone");
  });

  await test.step("those alone are cleared: neither another cause nor what came since", async () => {
    await expect.poll(async () => await countOf(page, "Cleared")).toBe(130);
    await expect.poll(async () => await countOf(page, "Needs you")).toBe(131);
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page)).toContainText("Invoice L-LATE");
  });

  await test.step("undo brings all of them back", async () => {
    await toast(page).getByRole("button", { name: "Undo" }).click();
    await expect(toast(page)).toContainText("130 rows taken back");
    await expect.poll(async () => await countOf(page, "Needs you")).toBe(261);
    expect(await countOf(page, "Cleared")).toBe(0);
    await expect(page.getByText(/ of 131 loaded/)).toBeVisible();
  });
});

test("PEER-01 all 2,100, by keys alone: the clock clears them, the tray tells how far, and the toast takes all back", async ({
  page,
  stack,
  tenant,
  signInAs,
}) => {
  await newStuckCompany(stack.test, { rows: 2_100, causes: 3, tenantId: tenant.tenantId });
  await signInAs("owner");
  await page.goto("/problems");
  await focusOn(rows(page).first());
  await page.keyboard.press("Control+a");
  await expect(bar(page)).toContainText(/(50|100) invoices/);
  await page.keyboard.press("Control+a");
  await expect(bar(page)).toContainText("All 2,100 invoices matching");

  await test.step("e, a reason, Enter", async () => {
    await page.keyboard.press("e");
    await expect(dialog(page).getByRole("button", { name: "Clear 2,100 invoices" })).toBeVisible();
    await expect(dialog(page).getByLabel("Why is nothing sent?")).toBeFocused();
    await page.keyboard.type("Never to be billed");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await expect(dialog(page).getByRole("button", { name: "Clear 2,100 invoices" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(toast(page)).toContainText("Clearing 2,100 invoices…");
    await expect(tray(page)).toContainText("Clear 2,100 invoices: 2,100 done.");
    await expect.poll(async () => await countOf(page, "Cleared")).toBe(2_100);
    await expect(page.getByText("Nothing needs you")).toBeVisible();
  });

  await test.step("the message is reached by its key, and its Undo by Enter", async () => {
    await page.keyboard.press("Alt+t");
    // The message itself, then what can be done about it.
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    const undo = toast(page).getByRole("button", { name: "Undo" });
    await expect(undo).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(tray(page)).toContainText("Clear 2,100 invoices: taken back.");
    await expect.poll(async () => await countOf(page, "Needs you")).toBe(2_100);
    expect(await countOf(page, "Cleared")).toBe(0);
    await expect(lane(page, "Needs you")).toHaveAttribute("aria-current", "page");
  });
});
