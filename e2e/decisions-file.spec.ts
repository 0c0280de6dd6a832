// Problems go into a spreadsheet and come back decided: a dry run with one bad line, exactly that, and back by undo.
import { readFileSync } from "node:fs";

import AxeBuilder from "@axe-core/playwright";
import Papa from "papaparse";

import { expect, importSample, test } from "./fixtures.ts";

test("PPR-32 export, decide in a file, import, dry run, run, undo", async ({ connected: page }, info) => {
  info.setTimeout(150_000);
  await importSample(page);
  await page.goto("/problems");
  const lane = (name: string) => page.getByRole("navigation", { name: "Lanes" }).getByRole("link", { name });
  const countOf = async (name: string) => Number((await lane(name).innerText()).replace(/\D/g, ""));
  await expect.poll(async () => await countOf("Needs you"), { timeout: 40_000 }).toBe(33);
  await page.goto("/problems");

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export" }).click(),
  ]);
  const text = readFileSync(await download.path(), "utf8").slice(1);
  const rows = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
  const decide = (nth: number, Decision: string, Value: string) => Object.assign(rows[nth]!, { Decision, Value });
  decide(0, "Clear", "Billed by hand last month");
  decide(1, "mark paid", "Cheque 4711");
  decide(2, "Snooze", "2099-12-24");
  decide(3, "Claer", "Not ours");
  const file = { name: "decided.csv", mimeType: "text/csv", buffer: Buffer.from(Papa.unparse(rows)) };

  await page.getByRole("button", { name: "Import decisions…" }).click();
  const dialog = page.getByRole("dialog", { name: "Import decisions" });
  await expect(dialog).toContainText("Rows without a decision stay as they are");
  await look("choose");
  await dialog.locator('input[type="file"]').setInputFiles(file);
  await expect(dialog.getByRole("table", { name: "What would be done" }).locator("tbody tr")).toHaveCount(3);
  await expect(dialog.getByRole("list", { name: /Cannot be done/ })).toContainText("Line 5");
  await expect(dialog).toContainText("Did you mean Clear?");
  await look("look");

  await dialog.getByRole("button", { name: "Run 3 decisions" }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(async () => await countOf("Needs you")).toBe(30);
  expect([await countOf("Cleared"), await countOf("Snoozed")]).toEqual([2, 1]);

  await page
    .getByRole("region", { name: /Messages/ })
    .getByRole("button", { name: "Undo" })
    .click();
  await expect.poll(async () => await countOf("Needs you")).toBe(33);

  async function look(state: string) {
    for (const colorScheme of ["light", "dark"] as const) {
      for (const width of [1440, 390]) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.setViewportSize({ width, height: 900 });
        await page.screenshot({ path: info.outputPath(`${state}-${colorScheme}-${width}.png`) });
        const { violations } = await new AxeBuilder({ page }).include('[role="dialog"]').analyze();
        expect(violations, `${state} ${colorScheme} ${width}`).toEqual([]);
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  }
});
