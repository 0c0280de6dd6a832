// QuickBooks IDs: looked up before they are changed, taken away and linked back, brought in a file; and who may only look.
import { readFileSync } from "node:fs";

import AxeBuilder from "@axe-core/playwright";
import type { Page, TestInfo } from "@playwright/test";

import { load, makeByHand } from "./by-hand.ts";
import { expect, test } from "./fixtures.ts";
import { newOrderSource } from "./order-source.ts";

const PANEL = "/settings/finance/ids";
const panel = (page: Page, title: string) => page.getByRole("dialog", { name: title, exact: true });
const toast = (page: Page) => page.getByRole("region", { name: /Messages/ });
const row = (page: Page, title: string) => page.getByRole("row").filter({ hasText: title });

test.beforeEach(({}, info) => {
  info.setTimeout(150_000);
});

/** Both widths and palettes: nothing scrolls sideways, nothing is wrong to axe, and a picture of each. */
async function look(page: Page, info: TestInfo, state: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1440, 390]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: info.outputPath(`${state}-${colorScheme}-${width}.png`) });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const said = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      expect(said, `${state} ${colorScheme} ${width}`).toEqual([]);
      const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overhang, "nothing scrolls sideways").toBeLessThanOrEqual(0);
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** Opens the list once the worker has brought these invoices so far. */
async function listed(page: Page, state: string, ...titles: readonly string[]): Promise<void> {
  await expect(async () => {
    await page.goto(PANEL);
    for (const title of titles) await expect(row(page, title)).toContainText(state, { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
}

/** The question with a reason and the ID to be typed. */
async function confirm(page: Page, title: string | RegExp, id: string, button: string): Promise<void> {
  const question = page.getByRole("dialog", { name: title });
  const go = question.getByRole("button", { name: button, exact: true });
  await expect(go).toHaveAttribute("aria-disabled", "true");
  await question.getByLabel(/^Why is it/).fill("The other tool had it so");
  await expect(go).toHaveAttribute("aria-disabled", "true");
  await question.getByLabel(`Type “${id}” to confirm`).fill(id);
  await go.click();
  await expect(question).toBeHidden();
}

test("PPR-05 PPR-06 PPR-07 PPR-08 an ID is looked up and changed, linked back, and cleared", async ({
  connected: page,
  company,
}, info) => {
  const freight = await newOrderSource(page, "Dispatch");
  await freight.send(load("Q-1", "400.00"), load("Q-2", "410.00"));
  await listed(page, "Linked", "Invoice Q-1", "Invoice Q-2");
  const other = await makeByHand(company, "H-1", 400);
  const before = (await company.entities("Invoice")).length;
  const own = String((await company.entities("Invoice")).find((each) => each.DocNumber === "Q-1")?.Id);
  await expect(page.getByRole("navigation", { name: "Kinds of records" })).toContainText("Invoices2");
  await look(page, info, "list");

  await test.step("looked up, with how well it fits, a reason and the ID typed", async () => {
    await page.getByRole("link", { name: "Invoice Q-1", exact: true }).click();
    await expect(panel(page, "Invoice Q-1")).toContainText("Tieout linked it to");
    await look(page, info, "panel");
    await panel(page, "Invoice Q-1").getByRole("button", { name: "Change ID" }).click();
    const dialog = page.getByRole("dialog", { name: "Change the ID of Invoice Q-1" });
    const field = dialog.getByLabel("ID, number or address in QuickBooks");
    await expect(field).toHaveValue("Q-1");
    await field.fill("H-1");
    await dialog.getByRole("button", { name: "Look up" }).click();
    const found = dialog.getByRole("region", { name: "Invoice H-1" });
    await expect(found).toContainText("Same customer and total");
    await look(page, info, "found");
    await found.getByRole("button", { name: "Link to Invoice H-1" }).click();
    const question = page.getByRole("dialog", { name: `Link Invoice Q-1 to ${other}?` });
    await expect(question).toContainText("Nothing is sent, and nothing there changes");
    await look(page, info, "question");
    await confirm(page, `Link Invoice Q-1 to ${other}?`, other, `Link to ${other}`);
    await expect(toast(page)).toContainText(`Invoice Q-1 is linked to ${other} in QuickBooks`);
    await expect(panel(page, "Invoice Q-1")).toContainText(`Olive changed it from ${own} to ${other}`);
    await expect(panel(page, "Invoice Q-1")).toContainText("The other tool had it so");
    await expect(row(page, "Invoice Q-1")).toContainText(other);
  });

  await test.step("linked back to what it was", async () => {
    await panel(page, "Invoice Q-1")
      .getByRole("button", { name: `Link back to ${own}` })
      .click();
    const dialog = page.getByRole("dialog", { name: "Change the ID of Invoice Q-1" });
    await expect(dialog.getByLabel("ID, number or address in QuickBooks")).toHaveValue(own);
    await dialog.getByRole("button", { name: "Look up" }).click();
    await dialog.getByRole("button", { name: "Link to Invoice Q-1" }).click();
    await confirm(page, `Link Invoice Q-1 to ${own}?`, own, `Link to ${own}`);
    await expect(panel(page, "Invoice Q-1")).toContainText(`Olive changed it from ${other} to ${own}`);
  });

  await test.step("cleared: it says what becomes of it, and is on Problem Sync", async () => {
    await panel(page, "Invoice Q-1").getByRole("button", { name: "Clear ID" }).click();
    const question = page.getByRole("dialog", { name: "Clear the ID of Invoice Q-1?" });
    await expect(question).toContainText("goes back to Problem Sync");
    await look(page, info, "clear");
    await confirm(page, "Clear the ID of Invoice Q-1?", own, "Clear ID");
    await expect(panel(page, "Invoice Q-1")).toContainText(`Olive cleared ${own}`);
    await expect(row(page, "Invoice Q-1")).toContainText("Needs you");
    await page.goto(`${PANEL}?show=unlinked`);
    await expect(page.getByRole("table").locator("tbody tr")).toHaveCount(1);
    await page.goto("/problems");
    await expect(
      page.getByRole("button", { name: "Invoice Q-1 was unlinked and may still be in QuickBooks" }),
    ).toBeVisible();
    await page.goto("/activity");
    await expect(page.getByRole("table")).toContainText("The other tool had it so");
  });
  expect(await company.entities("Invoice"), "nothing was sent").toHaveLength(before);
});

test("PPR-09 an ID of another type, of another customer, or in use is refused before anything is saved", async ({
  connected: page,
  company,
}, info) => {
  const freight = await newOrderSource(page, "Dispatch");
  const payments = [{ externalId: "p-1", date: "2026-11-02", amount: "400.00", method: "Check" }];
  await freight.send({ ...load("R-1", "400.00"), payments }, load("R-2", "410.00"));
  await listed(page, "Linked", "Invoice R-1", "Invoice R-2");
  await expect.poll(async () => (await company.entities("Payment")).length, { timeout: 30_000 }).toBeGreaterThan(0);
  const others = (await company.entities("Customer")).filter((each) => each.Active !== false && !each.ParentRef);
  const stranger = others.map((each) => String(each.DisplayName)).find((name) => name !== "Acme Imports") ?? "";
  const foreign = await makeByHand(company, "F-1", 410, stranger);
  const used = String((await company.entities("Invoice")).find((each) => each.DocNumber === "R-1")?.Id);
  const payment = String((await company.entities("Payment")).at(-1)?.Id);
  await page.getByRole("link", { name: "Invoice R-2", exact: true }).click();
  await panel(page, "Invoice R-2").getByRole("button", { name: "Change ID" }).click();
  const dialog = page.getByRole("dialog", { name: "Change the ID of Invoice R-2" });
  const lookUp = async (text: string) => {
    await dialog.getByLabel("ID, number or address in QuickBooks").fill(text);
    await dialog.getByRole("button", { name: "Look up" }).click();
  };
  await lookUp(payment);
  await expect(dialog).toContainText(`${payment} is a payment in QuickBooks, not an invoice.`);
  await lookUp(used);
  const taken = dialog.getByRole("region", { name: "Invoice R-1" });
  await expect(taken).toContainText("It is Invoice R-1 of order R-1 already");
  await expect(taken.getByRole("button", { name: "Link to Invoice R-1" })).toHaveAttribute("aria-disabled", "true");
  await lookUp(foreign);
  const other = dialog.getByRole("region", { name: "Invoice F-1" });
  await expect(other).toContainText("Differs");
  await expect(other).toContainText(`Customer: ${stranger} in QuickBooks, Acme Imports here`);
  await expect(other.getByRole("button", { name: "Link to Invoice F-1" })).toHaveAttribute("aria-disabled", "true");
  await look(page, info, "refused");
  await page.goto(PANEL);
  await expect(row(page, "Invoice R-2")).toContainText("Linked");
});

test("PPR-05 PPR-08 IDs go out and come in as a file: what is wrong is said before anything is linked", async ({
  connected: page,
  company,
}, info) => {
  const freight = await newOrderSource(page, "Dispatch");
  await freight.send(load("B-1", "400.00", "Layover"), load("B-2", "410.00", "Layover"));
  await listed(page, "Needs you", "Invoice B-1", "Invoice B-2");
  const id = await makeByHand(company, "B-1", 400);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export as CSV" }).click(),
  ]);
  const text = readFileSync(await download.path(), "utf8");
  expect(text).toContain("Invoice,B-1,Invoice B-1,Acme Imports");

  await page.getByRole("button", { name: "Import IDs" }).click();
  const dialog = page.getByRole("dialog", { name: "Import QuickBooks IDs" });
  await expect(dialog).toContainText("Every ID is looked up in QuickBooks");
  await look(page, info, "choose");
  await dialog.getByRole("button", { name: "Find matches for invoices not linked" }).click();
  await expect(dialog).toContainText("Matches in QuickBooks for 2 invoices links 1 record");
  await dialog.getByRole("button", { name: "Choose another file" }).click();
  const file = { name: "old.csv", mimeType: "text/csv", buffer: Buffer.from("") };
  const lines = `Number,QuickBooks ID\r\nB-1,${id}\r\nB-2,${id}\r\n`;
  await dialog.locator('input[type="file"]').setInputFiles({ ...file, buffer: Buffer.from(lines) });
  await expect(dialog).toContainText("links 1 record, each looked up in QuickBooks");
  await expect(dialog.getByRole("list", { name: /Wrong/ })).toContainText("Line 3");
  await expect(dialog.getByRole("list", { name: /Wrong/ })).toContainText(
    "It differs in total ($400.00 there, $410.00 here)",
  );
  await look(page, info, "looked");
  await dialog.getByRole("button", { name: "Link 1 record" }).click();
  await expect(toast(page)).toContainText("1 record linked");
  await expect(row(page, "Invoice B-1")).toContainText("Linked");
  await expect(row(page, "Invoice B-2")).toContainText("Needs you");
});

test("PPR-09 viewer and clerk look and do not touch, and are told why; nothing connected says so", async ({
  connected: page,
  signInAs,
  stack,
}, info) => {
  const freight = await newOrderSource(page, "Dispatch");
  await freight.send(load("V-1", "400.00"));
  await listed(page, "Linked", "Invoice V-1");
  for (const role of ["viewer", "clerk"] as const) {
    await page.context().clearCookies();
    await signInAs(role);
    await page.goto(`${stack.webUrl}${PANEL}`);
    await expect(page.getByRole("button", { name: "Import IDs" })).toHaveAttribute("aria-disabled", "true");
    await page.getByRole("link", { name: "Invoice V-1", exact: true }).click();
    for (const name of ["Change ID", "Clear ID"]) {
      const button = panel(page, "Invoice V-1").getByRole("button", { name });
      await expect(button).toHaveAttribute("aria-disabled", "true");
      await button.focus();
      await expect(page.getByRole("tooltip")).toContainText("Only an owner or an accountant changes QuickBooks IDs");
    }
    await page.keyboard.press("Escape");
  }
  await page.goto(`${PANEL}?kind=credit-memo`);
  await expect(page.getByRole("heading", { name: "There are no credit memos yet" })).toBeVisible();
  await look(page, info, "empty");
});

test("PPR-05 without a company there is nothing to list, and one thing to do", async ({ signInAs }) => {
  const page = await signInAs("owner");
  await page.goto(PANEL);
  await expect(page.getByRole("heading", { name: "No QuickBooks company is connected yet" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: "Connect a company file" })).toBeVisible();
});
