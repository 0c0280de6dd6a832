// An invoice that somebody made in QuickBooks by hand is linked instead of sent, and unlinked again: with the mouse, and by keys alone.
import type { Page } from "@playwright/test";

import { load, makeByHand } from "./by-hand.ts";
import { expect, test, type Company } from "./fixtures.ts";
import { newOrderSource } from "./order-source.ts";

const panel = (page: Page, title: string) => page.getByRole("dialog", { name: title });
const linkDialog = (page: Page) => page.getByRole("dialog", { name: /^Link Invoice/ });
const toast = (page: Page) => page.getByRole("region", { name: /Messages/ });
const card = (page: Page, title: string) => page.getByRole("button", { name: title });

async function numbersOf(company: Company): Promise<string[]> {
  return (await company.entities("Invoice")).map((invoice) => String(invoice.DocNumber));
}

test.beforeEach(({}, info) => {
  info.setTimeout(120_000);
});

test("PEER-03 PPR-22 linked from the card of a number that is used, and unlinked again, with the mouse", async ({
  connected: page,
  company,
}) => {
  await makeByHand(company, "A-1", 400);
  const before = await numbersOf(company);
  const freight = await newOrderSource(page, "Dispatch");
  await freight.send(load("A-1", "400.00"));
  await page.goto("/problems");
  const used = "Number A-1 is already used in QuickBooks";
  await expect(card(page, used)).toBeVisible({ timeout: 30_000 });

  await test.step("the card leads to it, with the number filled in", async () => {
    await page.getByRole("button", { name: "Link to existing" }).click();
    await expect(linkDialog(page)).toContainText("Nothing is sent, and nothing in QuickBooks changes");
    await expect(linkDialog(page).getByLabel("ID, number or address in QuickBooks")).toHaveValue("A-1");
    await linkDialog(page).getByRole("button", { name: "Look up" }).click();
    const found = linkDialog(page).getByRole("region", { name: "Invoice A-1" });
    await expect(found).toContainText("Acme Imports");
    await expect(found).toContainText("$400.00");
    await expect(found).toContainText("Same in everything");
    await found.getByRole("button", { name: "Link to Invoice A-1" }).click();
    await expect(toast(page)).toContainText("Invoice A-1 is linked to A-1 in QuickBooks");
    await expect(card(page, used)).toBeHidden();
  });

  await test.step("under Done it can be unlinked, with a reason, and needs a person again", async () => {
    await page.goto("/problems?lane=done");
    await page.getByRole("button", { name: "Invoice A-1" }).click();
    await panel(page, "Invoice A-1").getByRole("button", { name: "Unlink" }).click();
    const question = page.getByRole("dialog", { name: "Unlink Invoice A-1?" });
    await expect(question).toContainText("nothing in QuickBooks changes");
    await expect(question.getByRole("button", { name: "Unlink" })).toHaveAttribute("aria-disabled", "true");
    await question.getByLabel("Why is it not this record?").fill("That one is last year's");
    await question.getByRole("button", { name: "Unlink" }).click();
    await expect(toast(page)).toContainText("Invoice A-1 is unlinked");
    await expect(panel(page, "Invoice A-1")).toContainText("That one is last year's");
    await page.goto("/problems");
    await expect(card(page, "Invoice A-1 was unlinked and may still be in QuickBooks")).toBeVisible();
  });

  expect(await numbersOf(company), "nothing was sent").toEqual(before);
});

test("PEER-03 linked by keys alone: one that differs only after a tick, one that is taken says why not", async ({
  connected: page,
  company,
}) => {
  await makeByHand(company, "B-1", 350);
  await makeByHand(company, "B-2", 400);
  const freight = await newOrderSource(page, "Dispatch");
  await freight.send(load("B-1", "400.00"), load("B-2", "410.00"));
  await page.goto("/problems");
  const rows = page.getByRole("table", { name: "All rows" }).locator("tbody tr[data-row]");
  await expect(rows).toHaveCount(2, { timeout: 30_000 });
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  await test.step("l asks, Enter looks up, Space says that it is the same, Enter links", async () => {
    await rows.filter({ hasText: "Invoice B-1" }).focus();
    await press("l");
    const field = linkDialog(page).getByLabel("ID, number or address in QuickBooks");
    await expect(field).toBeFocused();
    await expect(field).toHaveValue("B-1");
    await press("Enter");
    const found = linkDialog(page).getByRole("region", { name: "Invoice B-1" });
    await expect(found).toContainText("Differs");
    await expect(found).toContainText("Total: $350.00 in QuickBooks, $400.00 here");
    const link = found.getByRole("button", { name: "Link to Invoice B-1" });
    await expect(link).toHaveAttribute("aria-disabled", "true");
    await press("Tab", "Tab");
    await expect(found.getByRole("checkbox", { name: "It is this invoice all the same" })).toBeFocused();
    await press("Space", "Tab");
    await expect(link).toBeFocused();
    await press("Enter");
    await expect(toast(page)).toContainText("Invoice B-1 is linked to B-1 in QuickBooks");
    await expect(rows).toHaveCount(1);
  });

  await test.step("from the panel's menu: the one that is linked now is refused, and says whose it is", async () => {
    await expect(linkDialog(page)).toBeHidden();
    await rows.first().focus();
    await press("Enter");
    const more = panel(page, "Invoice B-2").getByRole("button", { name: "More actions for this row" });
    await expect(more).toBeVisible();
    await more.focus();
    await press("Enter");
    await expect(page.getByRole("menuitem", { name: "Unlink" })).toContainText("is not linked to QuickBooks");
    // Typing jumps to the entry.
    await page.keyboard.type("link");
    await expect(page.getByRole("menuitem", { name: "Link to existing" })).toBeFocused();
    await press("Enter");
    await expect(linkDialog(page).getByLabel("ID, number or address in QuickBooks")).toBeFocused();
    await press("Control+a");
    await page.keyboard.type("B-1");
    await press("Enter");
    const found = linkDialog(page).getByRole("region", { name: "Invoice B-1" });
    await expect(found).toContainText("It is Invoice B-1 of order B-1 already. Unlink it there first.");
    await expect(found.getByRole("button", { name: "Link to Invoice B-1" })).toHaveAttribute("aria-disabled", "true");
  });
});

test("who may only look finds no way to link, and is told why", async ({
  connected: page,
  company,
  signInAs,
  stack,
}) => {
  await makeByHand(company, "V-1", 400);
  const freight = await newOrderSource(page, "Dispatch");
  await freight.send(load("V-1", "400.00"));
  await page.goto("/problems");
  await expect(card(page, "Number V-1 is already used in QuickBooks")).toBeVisible({ timeout: 30_000 });
  await page.context().clearCookies();
  await signInAs("viewer");
  await page.goto(`${stack.webUrl}/problems`);
  const row = page.getByRole("table", { name: "All rows" }).locator("tbody tr[data-row]").first();
  await expect(row).toBeVisible();
  await expect(page.getByRole("button", { name: "Link to existing" })).toHaveCount(0);
  await row.focus();
  await page.keyboard.press("l");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(panel(page, "Invoice V-1")).toContainText("Your role may look, but not act.");
});
