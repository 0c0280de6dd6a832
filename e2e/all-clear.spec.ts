// Nothing needs a person: what is off the list without being solved is said all the same, with the way there.
import { doAct } from "#lib/operations/do-act.ts";
import { listProblems } from "#lib/operations/list-problems.ts";
import { ListProblems } from "#lib/sync/problem-filter.ts";
import { expect, test } from "./fixtures.ts";
import { openOrderDoor } from "./order-source.ts";

test("all clear names what is snoozed, until when, and what was cleared", async ({
  connected: page,
  tenant,
  stack,
}, info) => {
  const { scope, companyFileId, takeIn } = await openOrderDoor(stack, tenant);
  const numbers = ["A-1", "A-2", "A-3"];
  await takeIn(
    numbers.map((number) => ({
      externalId: number,
      number,
      updatedAt: "2026-11-01T08:00:00Z",
      orderDate: "2026-11-01",
      customer: { name: "Ada Lovelace" },
      chargeSets: [{ charges: [{ code: "Rush", amount: "100.00" }] }],
    })),
  );
  const look = async () => await listProblems(scope, ListProblems.parse({ companyFileId }));
  await expect.poll(async () => (await look()).rows.length).toBe(3);
  const [first, ...others] = (await look()).rows.map(({ rowId }) => rowId);
  const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  const selected = (rowIds: string[]) => ({ is: "rows" as const, rowIds, asOf: new Date().toISOString() });
  const clear = { act: "clear", because: "Not wanted", withFollowers: false } as const;
  await doAct(scope, { companyFileId, act: clear, select: selected([first!]) });
  const snooze = { act: "snooze", until: { is: "day", day } } as const;
  await doAct(scope, { companyFileId, act: snooze, select: selected(others) });

  await page.goto("/problems");
  await expect(page.getByRole("heading", { name: "All clear" })).toBeVisible();
  await expect(page.getByRole("link", { name: "1 cleared" })).toHaveAttribute("href", /lane=cleared/);
  await page.screenshot({ path: info.outputPath("all-clear.png") });
  await page.getByRole("link", { name: /^2 snoozed, the first comes back on \d+ \w+ \d{4}$/ }).click();
  await expect(page.getByRole("table", { name: "All rows" }).locator("tr[data-row]")).toHaveCount(2);

  await test.step("a tab without any says under which tab they are", async () => {
    await page
      .getByRole("navigation", { name: "Kinds of documents" })
      .getByRole("link", { name: /^Payments/ })
      .click();
    await expect(page.getByRole("heading", { name: "Snoozed: nothing under Payments" })).toBeVisible();
    await page.getByRole("main").getByRole("link", { name: "2 under Invoices" }).click();
    await expect(page.getByRole("table", { name: "All rows" }).locator("tr[data-row]")).toHaveCount(2);
  });
});
