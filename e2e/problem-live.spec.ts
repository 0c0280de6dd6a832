// What comes while somebody looks: new rows wait behind a pill, and nothing moves under the pointer until it is pressed.
import type { Page } from "@playwright/test";

import { newStuckCompany } from "#db/testing-bulk.ts";
import { addPush, movePush, newTestFile, type TestFile, type TestProblem } from "#db/testing-problems.ts";

import { expect, focusOn, test, type Tenant } from "./fixtures.ts";
import { countOf, rows, titleOf } from "./problem-page.ts";
import type { Stack } from "./stack.ts";

const pill = (page: Page, count: number) => page.getByRole("button", { name: `${count} new`, exact: true });

/** So many invoices of one cause that is a week old, an hour apart. */
async function newList(stack: Stack, tenant: Tenant, count: number) {
  const file = await newTestFile(stack.test, "Books", tenant.tenantId);
  const problems: TestProblem[] = [];
  for (let nth = 0; nth < count; nth++) {
    const at = new Date(Date.now() - 7 * 86_400_000 + nth * 3_600_000).toISOString();
    problems.push(
      await addPush(stack.test, file, { title: `Invoice ${nth}`, code: "item-missing", about: "Tolls", at }),
    );
  }
  return { file, problems };
}

const came = async (stack: Stack, file: TestFile, title: string, about = "Tolls") =>
  void (await addPush(stack.test, file, { title, code: "item-missing", about, at: new Date().toISOString() }));

/** What stands at this place of the window. */
async function rowAt(page: Page, at: { readonly x: number; readonly y: number }): Promise<string | undefined> {
  return await page.evaluate(
    ({ x, y }) => document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-row]")?.innerText.split("\t")[0],
    at,
  );
}

test("PEER-01 new rows wait behind a pill, and neither they nor new causes move what is pointed at", async ({
  page,
  stack,
  tenant,
  signInAs,
}) => {
  const { file, problems } = await newList(stack, tenant, 12);
  await signInAs("owner");
  await page.goto("/problems?sort=newest");
  await expect(rows(page)).toHaveCount(12);
  const pointed = rows(page).nth(3);
  const title = await titleOf(pointed);
  const box = (await pointed.boundingBox())!;
  const at = { x: box.x + 300, y: box.y + box.height / 2 };
  await page.mouse.move(at.x, at.y);
  const wasAt = await rowAt(page, at);
  expect(wasAt).toContain(title);

  await test.step("two of the same cause come, and one of another: a pill counts them, all else stands", async () => {
    await came(stack, file, "Invoice new 1");
    await came(stack, file, "Invoice new 2");
    await came(stack, file, "Invoice new 3", "Pallets");
    await expect(pill(page, 3)).toBeVisible();
    await expect.poll(async () => await countOf(page, "Needs you")).toBe(15);
    await expect(page.getByRole("heading", { name: "QuickBooks has no item Pallets" })).toBeAttached();
    await expect(rows(page)).toHaveCount(12);
    expect(await rowAt(page, at)).toBe(wasAt);
    expect((await pointed.boundingBox())!.y).toBeCloseTo(box.y, 0);
  });

  await test.step("one that was solved meanwhile keeps its place, and says so", async () => {
    await movePush(stack.test, file, problems[10]!, "posted", new Date().toISOString());
    await expect(rows(page).filter({ hasText: "Invoice 10" })).toContainText("No longer here");
    expect(await rowAt(page, at)).toBe(wasAt);
  });

  await test.step("pressed, the pill shows them on top, and goes", async () => {
    await pill(page, 3).click();
    await expect(rows(page)).toHaveCount(14);
    expect((await titleOf(rows(page).first())).startsWith("Invoice new")).toBe(true);
    await expect(rows(page).filter({ hasText: "Invoice 10" })).toHaveCount(0);
    await expect(page.getByRole("button", { name: / new$/ })).toHaveCount(0);
  });
});

test("by keys alone: the focused row stays what it is, and the pill is reached by Shift+Tab", async ({
  page,
  stack,
  tenant,
  signInAs,
}) => {
  const { file } = await newList(stack, tenant, 3);
  await signInAs("owner");
  await page.goto("/problems?sort=newest");
  await focusOn(rows(page).first());
  await page.keyboard.press("j");
  const title = await titleOf(rows(page).nth(1));
  await came(stack, file, "Invoice new");
  await expect(pill(page, 1)).toBeVisible();
  await expect(rows(page).nth(1)).toBeFocused();
  expect(await titleOf(rows(page).nth(1))).toBe(title);
  // The box of the head stands between.
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await expect(pill(page, 1)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(rows(page)).toHaveCount(4);
  expect(await titleOf(rows(page).first())).toBe("Invoice new");
});

test("the list loads on although news come while its next rows are on their way", async ({
  page,
  stack,
  tenant,
  signInAs,
}) => {
  const file = await newStuckCompany(stack.test, { rows: 120, causes: 1, tenantId: tenant.tenantId });
  await signInAs("owner");
  const isNext = /\/problems\/feed\?.*after=/;
  let letGo = () => {};
  const toldNews = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(
    isNext,
    async (route) => {
      await toldNews;
      // By then the page has given it up.
      await route.continue().catch(() => {});
    },
    { times: 1 },
  );
  const asked = page.waitForRequest(isNext);
  await page.goto("/problems");
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await asked;
  await came(stack, file, "Invoice new");
  await expect.poll(async () => await countOf(page, "Needs you")).toBe(121);
  letGo();
  await expect(page.getByText("100 of 121 loaded").or(page.getByText("121 in all"))).toBeVisible();
});
