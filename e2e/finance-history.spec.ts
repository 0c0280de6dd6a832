// Does a person see what the settings were, get them back, and take them to another company in a file?
import AxeBuilder from "@axe-core/playwright";
import type { Locator } from "@playwright/test";
import { readFileSync } from "node:fs";

import { expect, importSample, test } from "./fixtures.ts";
import { chooseBooking } from "./order-source.ts";

const HISTORY = "/settings/finance/history";

test("settings changed by mistake are had back, and going back can be gone back on", async ({ connected: page }) => {
  await importSample(page);
  await page.goto(HISTORY);
  await expect(page.getByText("Nobody has changed these settings yet")).toBeVisible();
  await chooseBooking(page, { "An order becomes": "Sales order" });
  await page.getByRole("link", { name: "History" }).click();
  const newest = page.getByRole("row").filter({ hasText: "counts now" });
  await expect(newest).toContainText("An order becomes: Invoice becomes → Sales order");

  await page.getByRole("button", { name: "Go back to the beginning" }).press("Enter");
  const question = page.getByRole("dialog", { name: "Go back to the beginning?" });
  await expect(question).toContainText("An order becomes: Sales order becomes → Invoice");
  await expect(question).toContainText(/orders? that (is|are) not in QuickBooks yet/);
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  await question.getByRole("button", { name: "Go back" }).press("Enter");
  await expect(page.getByText("Back to the beginning", { exact: true })).toBeVisible();
  await expect(newest).toContainText("2 · counts now");
  await page.goto("/settings/finance/booking");
  await expect(page.getByLabel("An order becomes", { exact: true })).toHaveValue("invoice");

  await page.goto(HISTORY);
  await page.getByRole("button", { name: "Go back to version 1" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Go back" }).click();
  await expect(newest).toContainText("3 · counts now");
});

test("settings go to a file and come back from one, after a look; a wrong file saves nothing", async ({
  connected: page,
}) => {
  await chooseBooking(page, { "An order becomes": "Sales order" });
  await page.goto(HISTORY);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export" }).click(),
  ]);
  const text = readFileSync(await download.path(), "utf8");
  expect(JSON.parse(text)).toMatchObject({ kind: "Tieout finance settings", settings: { mode: "sales-order" } });

  const drop = async (name: string, content: string) =>
    await page.getByLabel("Drop a JSON file here").setInputFiles({
      name,
      mimeType: "application/json",
      buffer: Buffer.from(content),
    });
  await page.getByRole("button", { name: "Import…" }).click();
  const dialog = page.getByRole("dialog", { name: "Import finance settings" });
  await drop("wrong.json", text.replace('"mode"', '"mood"'));
  await expect(dialog.getByRole("alert")).toContainText("There is no setting called mood.");
  await expectWhyNot(dialog.getByRole("button", { name: "Save these settings" }), "The file has mistakes");
  await dialog.getByRole("button", { name: "Choose another file" }).click();
  await drop("golden.json", text.replace('"mode": "sales-order"', '"mode": "sales-receipt"'));
  await expect(dialog).toContainText("An order becomes: Sales order becomes → Sales receipt");
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  await dialog.getByRole("button", { name: "Save these settings" }).click();
  await expect(page.getByText("Settings taken in", { exact: true })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "counts now" })).toContainText("Sales receipt");
});

test("a viewer looks, and is told who may go back", async ({ connected: page, signInAs }) => {
  await chooseBooking(page, { "An order becomes": "Sales order" });
  await page.context().clearCookies();
  await signInAs("viewer");
  await page.goto(HISTORY);
  await expect(page.getByRole("row").filter({ hasText: "counts now" })).toContainText("Sales order");
  for (const name of ["Go back to the beginning", "Import…"])
    await expectWhyNot(page.getByRole("button", { name }), "Only an owner or an accountant can change settings");
});

/** The button does nothing, and says why to whoever comes to it. */
async function expectWhyNot(button: Locator, why: string): Promise<void> {
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await button.focus();
  await expect(button.page().getByRole("tooltip")).toHaveText(why);
}
