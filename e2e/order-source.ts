// A program that sends orders, as a browser test has one: a source made by clicks, and its key.
import { expect, type Page } from "@playwright/test";

export type OrderSource = { readonly send: (...orders: readonly Record<string, unknown>[]) => Promise<void> };

/** Adds a source on the Sources page, makes its key, and returns what sends orders with it. */
export async function newOrderSource(page: Page, name: string): Promise<OrderSource> {
  await page.goto("/settings/sources");
  await page.getByRole("button", { name: "Add a source" }).first().click();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Add" }).click();
  await page.getByRole("button", { name: `Make API key of ${name}` }).click();
  const key = await page.getByRole("region", { name: "API key" }).innerText();
  await page.getByRole("button", { name: "Done" }).click();
  const url = new URL("/api/v1/orders", page.url()).href;
  return {
    send: async (...orders) => {
      const answer = await fetch(url, {
        method: "POST",
        headers: { Authorization: `Bearer ${key.trim()}`, "Content-Type": "application/json" },
        body: JSON.stringify({ orders }),
      });
      expect(answer.status, await answer.text()).toBe(200);
    },
  };
}

/** Sets one choice of the Booking page and saves. */
export async function chooseBooking(page: Page, choices: Readonly<Record<string, string>>): Promise<void> {
  await page.goto("/settings/booking");
  for (const [label, option] of Object.entries(choices)) {
    await page.getByLabel(label, { exact: true }).selectOption({ label: option });
  }
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("dialog", { name: "Save these choices?" }).getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
}
