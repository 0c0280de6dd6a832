// Who has a problem, and what do people say about it? Written by one, seen by another, read by those who may only look.
import type { Browser, Page } from "@playwright/test";

import { newPerson } from "#lib/access/testing.ts";
import type { Role } from "#lib/access/roles.ts";
import { orderOf } from "#db/testing-world.ts";

import { expect, focusOn, signIn, test, type Tenant } from "./fixtures.ts";
import { openOrderDoor } from "./order-source.ts";
import { dialog, rows, toast } from "./problem-page.ts";
import type { Stack } from "./stack.ts";

const comments = (page: Page) => dialog(page).getByRole("list", { name: "Comments" }).getByRole("listitem");
const box = (page: Page) => dialog(page).getByRole("textbox", { name: "Comment" });

/** Another member, in a browser of their own. */
async function memberPage(browser: Browser, stack: Stack, tenant: Tenant, role: Role, name: string): Promise<Page> {
  const person = await newPerson(stack.test, { [tenant.tenantId]: role }, name);
  const page = await (await browser.newContext({ baseURL: stack.webUrl })).newPage();
  await signIn(page, person.email);
  return page;
}

async function openRow(page: Page, title: string): Promise<void> {
  await page.goto("/problems");
  await rows(page).getByRole("button", { name: title }).click();
  await expect(dialog(page).getByRole("heading", { name: "Comments" })).toBeVisible();
}

test("PEER-01 a comment and an assignment reach another member; who may only look reads both and writes nothing", async ({
  connected: page,
  browser,
  stack,
  tenant,
}) => {
  test.setTimeout(120_000);
  const { takeIn } = await openOrderDoor(stack, tenant);
  const chargeSets = [{ charges: [{ code: "Layover", amount: "90.00" }] }];
  await takeIn([orderOf(1, { chargeSets }), orderOf(2, { chargeSets })]);
  const theirs = await memberPage(browser, stack, tenant, "clerk", "Bea");

  await test.step("Olive says something, after nothing was taken for a comment", async () => {
    await openRow(page, "Invoice L-1");
    await expect(dialog(page)).toContainText("Nobody has said anything yet.");
    const say = dialog(page).getByRole("button", { name: "Comment", exact: true });
    await focusOn(say);
    await expect(page.getByRole("tooltip")).toHaveText("Write something first");
    await box(page).fill("They pay in cash.\nAsk before you send it.");
    await say.click();
    await expect(comments(page)).toHaveCount(1);
    await expect(comments(page)).toContainText(/Olive.*They pay in cash\.\s*Ask before you send it\./s);
    await expect(box(page)).toHaveValue("");
  });

  await test.step("and gives it to Bea", async () => {
    await dialog(page).getByRole("button", { name: "More actions for this row" }).click();
    await page.getByRole("menuitem", { name: "Assign" }).click();
    const question = page.getByRole("dialog", { name: "Assign?" });
    await question.getByLabel("To whom").selectOption({ label: "Bea" });
    await question.getByRole("button", { name: "Assign 1 invoice" }).click();
    await expect(toast(page)).toContainText("1 invoice assigned");
    await expect(dialog(page)).toContainText(/Assigned to\s*Bea/);
  });

  await test.step("Bea finds it among hers, reads, and answers by keys alone", async () => {
    await theirs.goto("/problems");
    await theirs.getByRole("link", { name: "1 assigned to you" }).click();
    await expect(theirs).toHaveURL(/assignee=me/);
    await expect(rows(theirs)).toHaveCount(1);
    await theirs.goto("/problems");
    await theirs.getByRole("button", { name: "Views" }).click();
    await theirs.getByRole("menuitem", { name: "Mine" }).click();
    await expect(rows(theirs)).toHaveCount(1);
    await expect(rows(theirs)).toContainText(/Invoice L-1.*Bea/s);
    await focusOn(rows(theirs).first());
    await theirs.keyboard.press("Enter");
    await expect(comments(theirs)).toContainText(/Olive.*They pay in cash/s);
    await expect(comments(theirs).getByRole("button", { name: "Take away" })).toHaveCount(0);
    await focusOn(box(theirs));
    await theirs.keyboard.type("Asked: <b>wait</b> until Monday.");
    await theirs.keyboard.press("Tab");
    await theirs.keyboard.press("Enter");
    await expect(comments(theirs)).toHaveCount(2);
    // What people write is text.
    await expect(comments(theirs).nth(1)).toContainText("Asked: <b>wait</b> until Monday.");
  });

  await test.step("Olive sees the answer without asking for it, and takes her own word away", async () => {
    await expect(comments(page)).toHaveCount(2);
    await expect(comments(page).nth(1)).toContainText("Bea");
    await comments(page).first().getByRole("button", { name: "Take away" }).click();
    await expect(comments(page)).toHaveCount(1);
    await expect(comments(page)).toContainText("Bea");
  });

  await test.step("Vera may only look", async () => {
    const looks = await memberPage(browser, stack, tenant, "viewer", "Vera");
    await openRow(looks, "Invoice L-1");
    await expect(comments(looks)).toHaveCount(1);
    await expect(comments(looks)).toContainText("until Monday");
    await expect(dialog(looks)).toContainText(/Assigned to\s*Bea/);
    await expect(box(looks)).toHaveCount(0);
    await expect(dialog(looks).getByRole("button", { name: /^(Comment|Take away|More actions)/ })).toHaveCount(0);
    await looks.context().close();
  });
  await theirs.context().close();
});
