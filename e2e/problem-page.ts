// What is where on Problem Sync, for those who test it: lanes and their counts, rows, the bar of what is chosen, dialogs, messages.
import { readFile } from "node:fs/promises";

import { expect, type Locator, type Page } from "@playwright/test";
import pg from "pg";

import type { TestFile } from "#db/testing-problems.ts";

import { focusOn } from "./fixtures.ts";
import type { Stack } from "./stack.ts";

export const list = (page: Page) => page.getByRole("table", { name: /^(All rows|Rows of: .+)$/ });
export const rows = (page: Page) => list(page).locator("tbody tr[data-row]");
export const dialog = (page: Page) => page.getByRole("dialog");
export const bar = (page: Page) => page.getByRole("region", { name: "Selection" });
export const tray = (page: Page) => page.getByRole("region", { name: "Running work" });
export const toast = (page: Page) => page.getByRole("region", { name: /Messages/ });
export const lane = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Lanes" }).getByRole("link", { name });

/** How many a lane says it has. */
export async function countOf(page: Page, name: string): Promise<number> {
  const text = await lane(page, name).innerText();
  return Number(text.replace(/\D/g, ""));
}

export async function titleOf(row: Locator): Promise<string> {
  return await row.getByRole("button").first().innerText();
}

/** Chooses all that match and asks for the act; the dialog is open then. */
export async function askForAll(page: Page, count: string, act: string): Promise<void> {
  await focusOn(rows(page).first());
  // First what is shown, then all.
  await page.keyboard.press("Control+a");
  await expect(bar(page)).toContainText(/^\d+ invoices/);
  await page.keyboard.press("Control+a");
  await expect(bar(page)).toContainText(`All ${count} invoices matching`);
  await bar(page).getByRole("button", { name: act }).click();
}

/** Nothing can be done to this row, nor anything after it, until it is let loose. */
export async function holdRow({ test: { admin, adminUrl } }: Stack, { tenantId }: TestFile, title: string) {
  const holder = new pg.Client({ connectionString: adminUrl });
  await holder.connect();
  // A test that fails in between holds it no longer than this.
  holder.on("error", () => {});
  await holder.query("set idle_in_transaction_session_timeout = '60s'");
  await holder.query("begin");
  await holder.query("select from problems where tenant_id = $1 and title = $2 for update", [tenantId, title]);
  const waiting = async () => {
    const found = await admin.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%from lanes%for update%'`,
    );
    return found.rows[0]!.n;
  };
  return {
    /** Waits until somebody waits for the company's lane, which is held by the work that came to the row. */
    isWaitedFor: async () => await expect.poll(waiting).toBe(1),
    letLoose: async () => {
      await holder.query("commit");
      await holder.end();
    },
  };
}

/** The lines of the file behind a link, without its head. */
export async function linesOf(page: Page): Promise<readonly string[]> {
  const download = page.waitForEvent("download");
  await tray(page).getByRole("link", { name: "Results" }).click();
  const text = await readFile(await (await download).path(), "utf8");
  return text.trimEnd().split("\r\n").slice(1);
}
