// Every act on Problem Sync as people do it: one row and many, with the mouse and by keys alone, and two people at once.
import type { Page } from "@playwright/test";

import { newPerson } from "#lib/access/testing.ts";
import { expect, focusOn, importSample, signIn, test } from "./fixtures.ts";
import { bar, countOf, dialog, lane, list, rows, titleOf, toast } from "./problem-page.ts";

/** Imports the sample and waits until what the books refuse has settled. */
async function withProblems(page: Page, count: number): Promise<void> {
  await importSample(page);
  await page.goto("/problems");
  await expect.poll(async () => await countOf(page, "Needs you"), { timeout: 40_000 }).toBe(count);
  await page.goto("/problems");
  await expect(rows(page).first()).toBeVisible();
}

/** What the books refuse of the sample. */
const PROBLEMS = 33;

test.beforeEach(({}, info) => {
  info.setTimeout(150_000);
});

test("PPR-14 clear: one row and some, with the mouse, with a reason, and back by the toast", async ({
  connected: page,
  company,
}) => {
  await withProblems(page, PROBLEMS);
  const sent = (await company.entities("Invoice")).length;
  const first = await titleOf(rows(page).first());

  await test.step("one row, from its panel", async () => {
    await rows(page).first().getByRole("button").first().click();
    await dialog(page).getByRole("button", { name: "Clear" }).click();
    const question = page.getByRole("dialog", { name: "Clear?" });
    await expect(question).toContainText(/nothing is sent/i);
    await expect(question.getByRole("button", { name: /^Clear 1/ })).toHaveAttribute("aria-disabled", "true");
    await question.getByLabel("Why is nothing sent?").fill("Billed by hand last month");
    await question.getByRole("button", { name: /^Clear 1/ }).click();
    await expect(toast(page)).toContainText("cleared");
    await expect.poll(async () => await countOf(page, "Needs you")).toBe(PROBLEMS - 1);
    expect(await countOf(page, "Cleared")).toBe(1);
  });

  await test.step("the reason stands in its lane, with who gave it", async () => {
    await lane(page, "Cleared").click();
    await expect(rows(page).first()).toContainText("Cleared by Olive: Billed by hand last month");
    expect(await titleOf(rows(page).first())).toBe(first);
    await page.goBack();
    await expect(lane(page, "Needs you")).toHaveAttribute("aria-current", "page");
  });

  await test.step("three rows, and back by the toast", async () => {
    for (const place of [0, 1, 2]) await rows(page).nth(place).getByRole("checkbox").check();
    await expect(bar(page)).toContainText("3 ");
    await expect(bar(page)).toContainText("$");
    await bar(page).getByRole("button", { name: "Clear" }).click();
    await dialog(page).getByLabel("Why is nothing sent?").fill("Not ours");
    await dialog(page)
      .getByRole("button", { name: /^Clear 3/ })
      .click();
    await expect.poll(async () => await countOf(page, "Cleared")).toBe(4);
    await expect(toast(page)).toContainText("3 invoices cleared");
    await toast(page).getByRole("button", { name: "Undo" }).click();
    await expect.poll(async () => await countOf(page, "Cleared")).toBe(1);
    expect(await countOf(page, "Needs you")).toBe(PROBLEMS - 1);
  });

  expect((await company.entities("Invoice")).length, "nothing was sent").toBe(sent);
});

test("PPR-15 mark paid, snooze and assign: one and some, by keys alone, and undone by z and by Recent actions", async ({
  connected: page,
}) => {
  await withProblems(page, PROBLEMS);
  const focusFirst = async () => await focusOn(rows(page).first());

  await test.step("p: one row is marked paid", async () => {
    await focusFirst();
    await page.keyboard.press("p");
    await expect(dialog(page)).toContainText(/QuickBooks will still show \$[\d,.]+ open/);
    await page.keyboard.type("Paid by cheque 4711");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await expect(dialog(page).getByRole("button", { name: /^Mark 1 .* paid$/ })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect.poll(async () => await countOf(page, "Cleared")).toBe(1);
  });

  await test.step("z: and it is back", async () => {
    await expect(dialog(page)).toBeHidden();
    await focusFirst();
    await page.keyboard.press("z");
    await expect.poll(async () => await countOf(page, "Cleared")).toBe(0);
  });

  await test.step("x, j, Shift+x, s: three rows sleep for a week", async () => {
    await focusFirst();
    await page.keyboard.press("x");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("X");
    await expect(bar(page)).toContainText("3 ");
    await page.keyboard.press("s");
    const button = dialog(page).getByRole("button", { name: /^Snooze 3/ });
    await expect(button).toBeVisible();
    await focusOn(button);
    await page.keyboard.press("Enter");
    await expect.poll(async () => await countOf(page, "Snoozed")).toBe(3);
  });

  await test.step("3: their lane says until when", async () => {
    await expect(dialog(page)).toBeHidden();
    await focusFirst();
    await page.keyboard.press("3");
    await expect(rows(page)).toHaveCount(3);
    await expect(rows(page).first()).toContainText("Snoozed until");
    await expect(rows(page).first()).toBeFocused();
  });

  await test.step("a: one of them gets somebody", async () => {
    await page.keyboard.press("a");
    await dialog(page).getByLabel("To whom").selectOption({ label: "Olive" });
    await dialog(page)
      .getByRole("button", { name: /^Assign 1/ })
      .press("Enter");
    await expect(rows(page).first()).toContainText("Olive");
  });

  await test.step("Recent actions takes the snooze back, except where somebody decided anew", async () => {
    await page.getByRole("button", { name: "Recent actions" }).press("Enter");
    await dialog(page)
      .getByRole("button", { name: /Undo: Snooze 3/ })
      .press("Enter");
    // About the one that was assigned since, somebody decided anew.
    await expect(toast(page)).toContainText("1 row had gone on meanwhile");
    await page.keyboard.press("Escape");
    await expect.poll(async () => await countOf(page, "Snoozed")).toBe(1);
    expect(await countOf(page, "Needs you")).toBe(PROBLEMS - 1);
  });
});

test("PPR-16 resync of all that match, by keys alone: said before, sent once, and what is still refused comes back", async ({
  connected: page,
  company,
}) => {
  await withProblems(page, PROBLEMS);
  const before = (await company.entities("Invoice")).length;
  await page.goto("/problems?code=item-missing&about=Detention");
  await company.bookkeeper({ do: "create-item", name: "Detention" });
  await expect(list(page)).toHaveAccessibleName(/Rows of:/);
  await focusOn(rows(page).first());
  await page.keyboard.press("Control+a");
  await expect(bar(page)).toContainText("8 invoices");
  await page.keyboard.press("r");
  const button = dialog(page).getByRole("button", { name: "Resync 8 invoices" });
  await expect(button).toBeVisible();
  await focusOn(button);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "QuickBooks has no item Detention" })).toBeHidden({ timeout: 30_000 });
  await expect.poll(async () => (await company.entities("Invoice")).length, { timeout: 30_000 }).toBe(before + 8);
  const numbers = (await company.entities("Invoice")).map((invoice) => String(invoice.DocNumber));
  expect(numbers.length).toBe(new Set(numbers).size);
});

test("restore: one and some, from Cleared, with the mouse", async ({ connected: page }) => {
  await withProblems(page, PROBLEMS);
  for (const place of [0, 1, 2]) await rows(page).nth(place).getByRole("checkbox").check();
  await bar(page).getByRole("button", { name: "Clear" }).click();
  await dialog(page).getByLabel("Why is nothing sent?").fill("By mistake");
  await dialog(page)
    .getByRole("button", { name: /^Clear 3/ })
    .click();
  await expect.poll(async () => await countOf(page, "Cleared")).toBe(3);
  await lane(page, "Cleared").click();
  await rows(page).first().getByRole("checkbox").check();
  await bar(page)
    .getByRole("button", { name: /^Restore 1/ })
    .click();
  await dialog(page)
    .getByRole("button", { name: /^Restore 1/ })
    .click();
  await expect.poll(async () => await countOf(page, "Cleared")).toBe(2);
  await page.getByRole("checkbox", { name: /^Select 2 / }).check();
  await bar(page)
    .getByRole("button", { name: /^Restore 2/ })
    .click();
  await dialog(page)
    .getByRole("button", { name: /^Restore 2/ })
    .click();
  await expect(page.getByRole("heading", { name: "Nothing was cleared" })).toBeVisible();
  await expect.poll(async () => await countOf(page, "Needs you")).toBe(PROBLEMS);
});

test("two people at once: one clears, the other resyncs the same row and is told", async ({
  connected: page,
  browser,
  stack,
  tenant,
}) => {
  await withProblems(page, PROBLEMS);
  const other = await newPerson(stack.test, { [tenant.tenantId]: "clerk" }, "Bea");
  const context = await browser.newContext({ baseURL: stack.webUrl });
  const theirs = await context.newPage();
  await signIn(theirs, other.email);
  await theirs.goto("/problems");
  const title = await titleOf(rows(theirs).first());
  await rows(theirs).first().getByRole("checkbox").check();
  await bar(theirs)
    .getByRole("button", { name: /^Resync 1/ })
    .click();
  await expect(dialog(theirs).getByRole("button", { name: /^Resync 1/ })).toBeVisible();

  expect(await titleOf(rows(page).first())).toBe(title);
  await rows(page).first().getByRole("checkbox").check();
  await bar(page).getByRole("button", { name: "Clear" }).click();
  await dialog(page).getByLabel("Why is nothing sent?").fill("Billed elsewhere");
  await dialog(page)
    .getByRole("button", { name: /^Clear 1/ })
    .click();
  await expect.poll(async () => await countOf(page, "Cleared")).toBe(1);

  await dialog(theirs)
    .getByRole("button", { name: /^Resync 1/ })
    .click();
  await expect(dialog(theirs).getByRole("alert")).toContainText(/moved on/i);
  await theirs.keyboard.press("Escape");
  await expect.poll(async () => await countOf(theirs, "Cleared")).toBe(1);
  await context.close();
  await page.reload();
  await lane(page, "Cleared").click();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).toContainText("Cleared by Olive: Billed elsewhere");
});

test("who may only look: no boxes, no acts, no acting keys", async ({ connected: page, stack, signInAs }) => {
  await withProblems(page, PROBLEMS);
  await page.context().clearCookies();
  await signInAs("viewer");
  await page.goto(`${stack.webUrl}/problems`);
  await expect(rows(page).first()).toBeVisible();
  await expect(list(page).getByRole("checkbox")).toHaveCount(0);
  await focusOn(rows(page).first());
  for (const key of ["x", "r", "e", "p", "s", "a", "Control+a"]) await page.keyboard.press(key);
  await expect(dialog(page)).toHaveCount(0);
  await expect(bar(page)).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toContainText("Your role may look, but not act.");
});

test("PPR-15 the order's page says that its invoice was marked paid, by whom and why", async ({ connected: page }) => {
  await withProblems(page, PROBLEMS);
  await focusOn(rows(page).first());
  await page.keyboard.press("p");
  await dialog(page).getByLabel("How was it paid?").fill("By cheque 4711, booked there");
  await dialog(page)
    .getByRole("button", { name: /^Mark 1 .* paid$/ })
    .click();
  await expect.poll(async () => await countOf(page, "Cleared")).toBe(1);
  await lane(page, "Cleared").click();
  await rows(page).first().click();
  await dialog(page).getByRole("link", { name: "Open the order" }).click();
  await expect(page.getByText("Marked paid by Olive", { exact: true })).toBeVisible();
  await expect(page.getByText("just now: By cheque 4711, booked there. Nothing is sent.")).toBeVisible();
});
