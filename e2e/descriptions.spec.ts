// Does a clerk write descriptions without knowing their language, see them on real orders, and be stopped before a mistake?
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { newOrderSource } from "./order-source.ts";

const load = (number: string) => ({
  externalId: number,
  number,
  status: "completed",
  updatedAt: "2026-11-02T10:00:00Z",
  orderDate: "2026-11-02",
  customer: { name: "Pacific Rim Imports" },
  references: { Container: `MSCU-${number}`, "PO number": "4411" },
  stops: [
    { kind: "pickup", city: "Long Beach" },
    { kind: "delivery", city: "Ontario" },
  ],
  notes: "Call the dock before arrival. ".repeat(60),
  chargeSets: [{ charges: [{ code: "Line Haul", description: "Port to door", amount: "400.00" }] }],
});

const looks = [
  { name: "1440-light", viewport: { width: 1440, height: 900 }, colorScheme: "light" },
  { name: "1440-dark", viewport: { width: 1440, height: 900 }, colorScheme: "dark" },
  { name: "390-light", viewport: { width: 390, height: 844 }, colorScheme: "light" },
  { name: "390-dark", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
] as const;

async function sound(page: Page, name: string): Promise<void> {
  for (const look of looks) {
    await page.setViewportSize(look.viewport);
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: "reduce" });
    const axe = await new AxeBuilder({ page }).analyze();
    expect(axe.violations.map(({ id, nodes }) => `${look.name} ${id}: ${nodes[0]?.html}`)).toEqual([]);
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overhang, "nothing scrolls sideways").toBeLessThanOrEqual(0);
    await page.screenshot({ path: test.info().outputPath(`${name}-${look.name}.png`), fullPage: true });
  }
  await page.setViewportSize(looks[0].viewport);
  await page.emulateMedia({ colorScheme: looks[0].colorScheme, reducedMotion: "reduce" });
}

const section = (page: Page, name: string) =>
  page.locator("section").filter({ has: page.getByRole("heading", { name, exact: true }) });

test("PPR-11 PPR-12 descriptions: chips, real orders, a field that does not exist, somebody faster, and a viewer", async ({
  connected: page,
  company,
  signInAs,
}) => {
  test.setTimeout(240_000);
  const freight = await newOrderSource(page, "Dispatch");
  await freight.send(load("L-1"), load("L-2"));

  await test.step("a field is a click, and what it says of the newest orders stands beside it", async () => {
    await page.goto("/settings/finance/descriptions");
    const message = section(page, "Message to the customer");
    await expect(message.getByText("Container MSCU-L-2, PO number 4411")).toBeVisible();
    await message.getByRole("textbox").fill("Load ");
    await message.getByRole("button", { name: "Order or load number" }).click();
    await message.getByRole("textbox").press("End");
    await page.keyboard.type(": ");
    await message.getByLabel("Between several").selectOption({ label: "a dash" });
    await message.getByRole("button", { name: "Stop's city" }).click();
    await expect(message.getByText("Load L-2: Long Beach – Ontario")).toBeVisible();
    await message.getByRole("checkbox", { name: "With its name, and only where there is one" }).check();
    await message.getByRole("button", { name: "Container", exact: true }).last().click();
    await expect(message.getByText("Load L-2: Long Beach – OntarioContainer MSCU-L-2")).toBeVisible();
  });

  await test.step("what is too long is cut at a word, and that is said", async () => {
    const message = section(page, "Message to the customer");
    const before = await message.getByRole("textbox").inputValue();
    await message.getByRole("textbox").fill(`${before} {{ order.notes }}`);
    await expect(message.getByText("Cut at a word: QuickBooks holds 1,000 characters").first()).toBeVisible();
    await sound(page, "descriptions");
    await message.getByRole("textbox").fill(before);
  });

  await test.step("a field that does not exist is said at its place, and nothing is saved", async () => {
    const line = section(page, "Line description");
    await line.getByRole("textbox").fill("{{ charge.description }} {{ order.nubmer }}");
    await expect(line.getByText("There is no field order.nubmer. Did you mean order.number?")).toBeVisible();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByRole("status").filter({ hasText: "Nothing was saved." })).toBeVisible();
    await sound(page, "unknown-field");
    await line.getByRole("textbox").fill("{{ charge.description }} {{ order.number }}");
    await expect(line.getByText("Port to door L-2")).toBeVisible();
  });

  await test.step("what is saved says first how many orders it touches, and changes QuickBooks only when asked to", async () => {
    const memos = async () => {
      const ours = (await company.entities("Invoice")).filter(({ DocNumber }) => /^L-[12]$/.test(String(DocNumber)));
      return ours.map(({ CustomerMemo }) => (CustomerMemo as { value: string }).value).toSorted();
    };
    const before = ["Container MSCU-L-1, PO number 4411", "Container MSCU-L-2, PO number 4411"];
    await expect.poll(memos).toEqual(before);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Save these descriptions?" });
    await expect(dialog).toContainText("2 orders in QuickBooks keep their texts there until they change.");
    await dialog.getByRole("checkbox", { name: "Change what 2 orders have in QuickBooks, too" }).check();
    await page.screenshot({ path: test.info().outputPath("question.png") });
    await dialog.getByRole("button", { name: /^Save/ }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText("Nothing was changed.")).toBeVisible();
    const after = ["L-1", "L-2"].map((number) => `Load ${number}: Long Beach – OntarioContainer MSCU-${number}`);
    await expect.poll(memos, { timeout: 60_000 }).toEqual(after);
  });

  await test.step("invoices of several orders have their own, which begins with a loop", async () => {
    await page.getByLabel("Written on").selectOption({ label: "Invoices of several orders" });
    const message = section(page, "Message to the customer");
    await message.getByRole("button", { name: "Write a message to the customer of their own" }).click();
    await expect(message.getByRole("textbox")).toHaveValue(/^\{% for order in orders %\}/);
    await expect(message.getByText("None of the newest 2 orders is such a document")).toBeVisible();
    await sound(page, "several-orders");
  });

  await test.step("what somebody saved meanwhile is not saved over", async () => {
    const other = await page.context().newPage();
    await other.goto("/settings/finance/descriptions");
    await section(other, "Note").getByRole("textbox").fill("Booked");
    await other.getByRole("button", { name: "Save", exact: true }).click();
    await other.getByRole("dialog").getByRole("button", { name: /^Save/ }).click();
    await expect(other.getByText("Nothing was changed.")).toBeVisible();
    await other.close();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Save these descriptions?" });
    await dialog.getByRole("button", { name: /^Save/ }).click();
    await expect(dialog).toContainText("Somebody saved settings of this company meanwhile.");
  });

  await test.step("a viewer looks and changes nothing", async () => {
    await page.context().clearCookies();
    const seen = await signInAs("viewer");
    await seen.goto("/settings/finance/descriptions");
    const message = section(seen, "Message to the customer");
    await expect(message.getByText("Load L-2: Long Beach – OntarioContainer MSCU-L-2")).toBeVisible();
    await expect(message.getByRole("textbox")).toBeDisabled();
    await expect(seen.getByRole("button", { name: "Save" })).toHaveCount(0);
    await expect(seen.getByText("Only an owner or an accountant can change it.")).toBeVisible();
    await sound(seen, "viewer");
  });
});
