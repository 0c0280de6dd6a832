// How a person finds their way on Problem Sync: lanes, filters, search, keys, kept views; all of it in the address.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { expect, focusOn, importSample, test } from "./fixtures.ts";

const rows = (page: Page) => page.getByRole("table", { name: "All rows" }).locator("tbody tr[data-row]");
const chips = (page: Page) => page.getByRole("list", { name: "Filters" });

/** What the page may weigh at its first load, in compressed bytes of JavaScript. */
const SCRIPT_BYTES_MAX = 250_000;

async function withProblems(page: Page): Promise<void> {
  await importSample(page);
  await page.goto("/problems");
  await expect(page.getByRole("button", { name: "QuickBooks has no item Detention" })).toBeVisible();
  await page.goto("/problems");
  await expect(rows(page).first()).toBeVisible();
}

test("PEER-01 the whole view is in the address, and Back goes the way back", async ({ connected: page }) => {
  test.setTimeout(120_000);
  await withProblems(page);
  const party = await rows(page).first().getByRole("cell").nth(2).innerText();

  await test.step("search waits for Enter, or for the end of the word", async () => {
    await page.getByRole("searchbox").fill("invoice hl-");
    await expect(page).toHaveURL(/q=invoice\+hl-/);
    await expect(rows(page).first()).toContainText("HL-");
    await page.getByRole("searchbox").fill("no such number");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Nothing matches" })).toBeVisible();
    await page.getByRole("button", { name: "Clear filters" }).first().click();
    await expect(page).toHaveURL(/\/problems$/);
  });

  await test.step("a customer, then everybody but them", async () => {
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.getByRole("dialog").getByLabel("Customer, which").fill(party);
    await page.getByRole("button", { name: "Show what matches" }).click();
    await expect(chips(page)).toContainText(`Customer: ${party}`);
    await expect(rows(page).filter({ hasNotText: party })).toHaveCount(0);
    await chips(page)
      .getByRole("button", { name: `Leave out: Customer: ${party}` })
      .click();
    await expect(chips(page)).toContainText(`Not customer: ${party}`);
    await expect(rows(page).filter({ hasText: party })).toHaveCount(0);
    await expect(page).toHaveURL(/notParty=/);
  });

  await test.step("a shared link shows the same; Back leads back", async () => {
    await page.reload();
    await expect(chips(page)).toContainText(`Not customer: ${party}`);
    await page.getByLabel("Order of rows").selectOption({ label: "Largest amount first" });
    await expect(page).toHaveURL(/sort=amount/);
    await page.goBack();
    await expect(page).not.toHaveURL(/sort=amount/);
    await page.goBack();
    await expect(chips(page)).toContainText(`Customer: ${party}`);
  });
});

test("a view is kept under a name, for oneself and for everybody", async ({ connected: page, signInAs, stack }) => {
  test.setTimeout(120_000);
  await withProblems(page);
  await page.goto("/problems?min=50000&sort=amount");
  await expect(chips(page)).toContainText("From $500.00");
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Save this view…" }).click();
  await page.getByLabel("Name").fill("Large ones");
  await page.getByLabel("For everybody of this tenant").check();
  await page.getByRole("button", { name: "Save view" }).click();
  await expect(page.getByRole("button", { name: "Large ones" })).toBeVisible();
  await page.getByLabel("Order of rows").selectOption({ label: "Newest first" });
  await expect(page.getByRole("button", { name: "Large ones" }).getByRole("img", { name: "changed" })).toBeVisible();
  await page.context().clearCookies();
  await signInAs("viewer");
  await page.goto(`${stack.webUrl}/problems`);
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: /Large ones/ }).click();
  await expect(page).toHaveURL(/min=50000.*sort=amount/);
});

test("PPR-32 the keys: move, open, lanes, search, help; single letters off, and remembered", async ({
  connected: page,
}) => {
  test.setTimeout(120_000);
  await withProblems(page);
  await focusOn(rows(page).first());
  await page.keyboard.press("j");
  await expect(rows(page).nth(1)).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(rows(page).first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/open=/);
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(rows(page).first()).toBeFocused();
  await page.keyboard.press("f");
  await expect(page.locator("[data-fix]").locator(":focus").or(page.locator("h2 button:focus"))).toHaveCount(1);
  await focusOn(rows(page).first());
  await page.keyboard.press("2");
  await expect(page).toHaveURL(/lane=waiting/);
  await page.goBack();
  await focusOn(rows(page).first());
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();

  await test.step("switched off for this person, after a reload too", async () => {
    await focusOn(rows(page).first());
    await page.keyboard.press("?");
    const saved = page.waitForResponse((response) => response.request().method() === "POST");
    await page.getByRole("checkbox", { name: /Single letters/ }).uncheck();
    await saved;
    await page.keyboard.press("Escape");
    await page.reload();
    await focusOn(rows(page).first());
    await page.keyboard.press("j");
    await expect(rows(page).first()).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await expect(rows(page).nth(1)).toBeFocused();
  });
});

const looks = [
  { name: "1440-light", viewport: { width: 1440, height: 900 }, colorScheme: "light" },
  { name: "1440-dark", viewport: { width: 1440, height: 900 }, colorScheme: "dark" },
  { name: "390-light", viewport: { width: 390, height: 844 }, colorScheme: "light" },
  { name: "390-dark", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
] as const;

for (const look of looks) {
  test(`every state of the page is sound: ${look.name}`, async ({ connected: page }, info) => {
    test.setTimeout(240_000);
    await withProblems(page);
    const states: readonly { readonly name: string; readonly path: string; readonly act?: () => Promise<void> }[] = [
      { name: "causes", path: "/problems" },
      { name: "cause-open", path: "/problems?code=item-missing&about=Detention" },
      { name: "filtered", path: "/problems?min=1&notCode=period-closed&q=invoice" },
      { name: "nothing-matches", path: "/problems?q=nowhere" },
      { name: "waiting", path: "/problems?lane=waiting" },
      { name: "cleared-empty", path: "/problems?lane=cleared" },
      { name: "payments-empty", path: "/problems?tab=payments" },
      {
        name: "chosen",
        path: "/problems",
        act: async () => await rows(page).first().getByRole("checkbox").check(),
      },
      {
        name: "panel",
        path: "/problems",
        act: async () => await rows(page).first().getByRole("button").first().click(),
      },
      {
        name: "clear-question",
        path: "/problems",
        act: async () => {
          await focusOn(rows(page).first());
          await page.keyboard.press("e");
          await expect(page.getByRole("dialog").getByRole("button", { name: /^Clear 1/ })).toBeVisible();
        },
      },
      {
        name: "filter-form",
        path: "/problems",
        act: async () => await page.getByRole("button", { name: "Filter", exact: true }).click(),
      },
      {
        name: "recent",
        path: "/problems",
        act: async () => {
          const more = page.getByRole("button", { name: "More tools" });
          if (await more.isVisible()) await more.click();
          await page.getByRole("button", { name: "Recent actions" }).click();
        },
      },
      {
        name: "keys",
        path: "/problems",
        act: async () => {
          await focusOn(rows(page).first());
          await page.keyboard.press("?");
        },
      },
    ];
    await page.setViewportSize(look.viewport);
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: "reduce" });
    for (const { name, path, act } of states) {
      await test.step(`${name} ${look.name}`, async () => {
        await page.goto(path);
        await expect(page.getByRole("heading", { name: "Problem Sync", level: 1 })).toBeVisible();
        await act?.();
        if (act)
          await expect(page.getByRole("dialog").or(page.getByRole("region", { name: "Selection" }))).toBeVisible();
        const axe = await new AxeBuilder({ page }).analyze();
        expect(axe.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
        const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overhang, "nothing scrolls sideways").toBeLessThanOrEqual(0);
        await page.screenshot({ path: info.outputPath(`${name}-${look.name}.png`) });
      });
    }
  });
}

test("on a phone two lines of tools stand above the list, and the rest of them behind a button", async ({
  connected: page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/problems");
  const search = page.getByRole("searchbox");
  const topOf = async (name: string) => (await page.getByRole("button", { name, exact: true }).boundingBox())?.y;
  const top = (await search.boundingBox())?.y;
  expect(await topOf("Filter")).toBe(top);
  const below = await topOf("Views");
  expect(below).toBeGreaterThan(top!);
  expect((await page.getByLabel("Order of rows").boundingBox())?.y).toBe(below);
  expect(await topOf("More tools")).toBe(below);
  const recent = page.getByRole("button", { name: "Recent actions" });
  await expect(recent).toBeHidden();
  await page.getByRole("button", { name: "More tools" }).press("Enter");
  await expect(recent).toBeVisible();
  await expect(page.getByRole("link", { name: "Export" })).toBeVisible();
});

test("the first load stays under its budget of scripts", async ({ connected: page }) => {
  await page.goto("/activity");
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const scripts = new Map<string, number>();
  // What came with the headers is no script: it is taken off what came in all.
  session.on("Network.responseReceived", ({ requestId, type, response }) => {
    if (type === "Script") scripts.set(requestId, -response.encodedDataLength);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const headers = scripts.get(requestId);
    if (headers !== undefined) scripts.set(requestId, headers + encodedDataLength);
  });
  await page.goto("/problems");
  await expect(page.getByRole("heading", { name: "Problem Sync", level: 1 })).toBeVisible();
  await page.waitForLoadState("load");
  const bytes = [...scripts.values()].reduce((sum, each) => sum + each, 0);
  console.log(`scripts of the first load: ${bytes} bytes compressed, ${scripts.size} files`);
  expect(scripts.size).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(SCRIPT_BYTES_MAX);
});
