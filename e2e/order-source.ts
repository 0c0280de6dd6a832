// A program that sends orders, as a browser test has one: a source made by clicks, and its key.
import { expect, type Page } from "@playwright/test";

import { scopeOf } from "#lib/access/testing.ts";
import type { Scope } from "#lib/access/scope.ts";
import { addSource } from "#lib/operations/add-source.ts";
import { takeInOrders } from "#lib/operations/take-in-orders.ts";
import type { OrderInput } from "#lib/orders/order.ts";

import type { Tenant } from "./fixtures.ts";
import type { Stack } from "./stack.ts";

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

type OrderDoor = {
  /** The tenant's owner. */
  readonly scope: Scope;
  readonly companyFileId: string;
  readonly takeIn: (orders: readonly OrderInput[]) => Promise<void>;
};

/** A door for many orders into the tenant's connected company, or that of a name, made and used without clicks. */
export async function openOrderDoor(stack: Stack, tenant: Tenant, name?: string): Promise<OrderDoor> {
  const scope = scopeOf(stack.test, tenant.tenantId, tenant.owner, "owner");
  const found = await stack.test.admin.query<{ id: string }>(
    "select company_file_id as id from company_files where tenant_id = $1 and ($2::text is null or name = $2)",
    [tenant.tenantId, name ?? null],
  );
  const companyFileId = found.rows[0]!.id;
  const { sourceId } = await addSource(scope, { companyFileId, name: "Orders", kind: "api" });
  const takeIn = async (orders: readonly OrderInput[]) =>
    void (await takeInOrders(scope, { sourceId, orders: [...orders] }));
  return { scope, companyFileId, takeIn };
}

/** Sets one choice of the Booking page and saves. */
export async function chooseBooking(page: Page, choices: Readonly<Record<string, string>>): Promise<void> {
  await page.goto("/settings/finance/booking");
  for (const [label, option] of Object.entries(choices)) {
    await page.getByLabel(label, { exact: true }).selectOption({ label: option });
  }
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("dialog", { name: "Save these choices?" }).getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
}
