// Connecting, declining, losing, reconnecting and disconnecting a QuickBooks company, as an owner does it by clicks.
import type { Page } from "@playwright/test";

import { expect, importSample, newCompany, test, type Company } from "./fixtures.ts";

async function leave(page: Page, name: RegExp): Promise<void> {
  await page.goto("/settings/companies");
  await page.getByRole("link", { name }).first().click();
  await expect(page.getByRole("heading", { name: "Connect an app" })).toBeVisible();
}

/** What a person does inside QuickBooks: nobody tells Tieout. */
async function disconnectInside(simulatorUrl: string, company: Company): Promise<void> {
  const answer = await fetch(`${simulatorUrl}/_control/companies/${company.realmId}/disconnect`, { method: "POST" });
  expect(answer.ok).toBe(true);
}

async function postedOf(company: Company): Promise<number> {
  return (await company.entities("Invoice")).length;
}

test("connecting says so, and how long it lasts", async ({ connected: page, company }) => {
  await expect(page).toHaveURL(/\/settings\/companies\?connected=/);
  await expect(page.getByText(`${company.name} is connected.`)).toBeVisible();
  await expect(page.getByText("Connect again before")).toBeVisible();
  await expect(page.getByText("QuickBooks lets no connection last longer than five years.")).toBeVisible();
  await expect(page.getByText(/^[\d,]+ by this company, .+\. Intuit gives 500,000 free a month/)).toBeVisible();
});

test("a callback that the browser loads twice connects once", async ({ page, signInAs, company }) => {
  await signInAs("owner");
  await leave(page, /connect to quickbooks/i);
  const [callback] = await Promise.all([
    page.waitForRequest((request) => request.url().includes("/api/qbo/callback?")),
    page.getByRole("button", { name: `Connect ${company.name}` }).click(),
  ]);
  await expect(page.getByText(`${company.name} is connected.`)).toBeVisible();
  await page.goto(callback.url());
  await expect(page).toHaveURL(/\/settings\/companies\?connected=/);
  await expect(page.getByText(`${company.name} is connected.`)).toBeVisible();
  await expect(page.getByRole("heading", { name: company.name })).toHaveCount(1);
  // Whoever is not that session gets nothing of it.
  await page.context().clearCookies();
  await page.goto(callback.url());
  await expect(page).toHaveURL(/\/sign-in$/);
});

test("declining on QuickBooks' page is a plain sentence, and nothing is connected", async ({
  page,
  signInAs,
  company,
}) => {
  await signInAs("owner");
  await leave(page, /connect to quickbooks/i);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Nothing was connected" })).toContainText(
    "the request was declined on QuickBooks' page",
  );
  await expect(page.getByText("No QuickBooks company is connected")).toBeVisible();
  await expect(page.getByText(company.name)).toHaveCount(0);
});

test("a lost connection is told on every page; everything waits and goes on after reconnecting", async ({
  connected: page,
  company,
  stack,
  signInAs,
}) => {
  test.setTimeout(120_000);
  await disconnectInside(stack.simulatorUrl, company);
  await importSample(page);
  const banner = page.getByRole("alert").filter({ hasText: "QuickBooks has ended the connection" });
  await expect
    .poll(async () => {
      await page.goto("/orders");
      return (await banner.count()) === 0 ? "" : await banner.innerText();
    })
    .toMatch(/Nothing is lost: [\d,]+ documents wait\./);
  await expect(banner).toContainText(`QuickBooks has ended the connection to ${company.name}.`);
  const before = await postedOf(company);

  await test.step("who may not connect is told whom to ask", async () => {
    await page.context().clearCookies();
    await signInAs("viewer");
    await page.goto(`${stack.webUrl}/problems`);
    await expect(banner).toContainText("Ask an owner or an accountant to connect it again.");
    await expect(page.getByRole("link", { name: /reconnect/i })).toHaveCount(0);
    await page.context().clearCookies();
    await signInAs("owner");
  });

  await test.step("another company is refused and explained", async () => {
    const other = await newCompany(stack.simulatorUrl, "empty");
    await page.goto("/");
    await page.getByRole("link", { name: `Reconnect ${company.name}` }).click();
    await page.getByRole("button", { name: `Connect ${other.name}` }).click();
    await expect(page.getByText("You chose another QuickBooks company than before.")).toBeVisible();
    await expect(page.getByRole("heading", { name: other.name })).toHaveCount(0);
    await expect(banner).toBeVisible();
  });

  await test.step("with the same company everything goes on", async () => {
    await page.getByRole("link", { name: `Reconnect ${company.name}` }).click();
    await page.getByRole("button", { name: `Connect ${company.name}` }).click();
    await expect(page.getByText(`${company.name} is connected.`)).toBeVisible();
    await expect(banner).toHaveCount(0);
    await expect.poll(async () => await postedOf(company)).toBeGreaterThan(before + 50);
    await expect
      .poll(async () => (await company.entities("Invoice")).filter(({ DocNumber }) => DocNumber === "HL-10118").length)
      .toBe(1);
    const numbers = (await company.entities("Invoice")).map((invoice) => String(invoice.DocNumber));
    expect(numbers.length).toBe(new Set(numbers).size);
  });
});

test("disconnecting says what stays, and tells QuickBooks", async ({ connected: page, company }) => {
  await page.goto("/settings/companies");
  await page.getByRole("button", { name: "Disconnect" }).click();
  await expect(page.getByRole("dialog")).toContainText("links, mappings, lists and history stay here");
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await expect(page.getByText(`${company.name} was disconnected`)).toBeVisible();
  await expect(page.getByText("Links, mappings, lists and history are kept.")).toBeVisible();
  await expect(page.getByText("Disconnected", { exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: `Connect ${company.name} again` })).toBeVisible();
});

test("QuickBooks' own Disconnect leads here, and the connection is looked at", async ({
  connected: page,
  company,
  stack,
}) => {
  await disconnectInside(stack.simulatorUrl, company);
  await page.goto(`/api/qbo/disconnected?realmId=${company.realmId}`);
  await expect(page.getByText("QuickBooks sent you here after disconnecting.")).toBeVisible();
  await expect(page.getByText(`QuickBooks has ended the connection to ${company.name}.`)).toBeVisible();
  await page.goto(`/api/qbo/reconnect?realmId=${company.realmId}`);
  await expect(page.getByRole("button", { name: `Connect ${company.name}` })).toBeVisible();
  await page.context().clearCookies();
  await page.goto(`${stack.webUrl}/api/qbo/disconnected`);
  await expect(page.getByRole("heading", { name: "Disconnected from QuickBooks" })).toBeVisible();
});
