// Today, as the people see it: what needs them, whether it can be believed, how the days went; in every state and look.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { expect, importSample, newCompany, test } from "./fixtures.ts";
import { openOrderDoor } from "./order-source.ts";

const looks = [
  { name: "1440-light", viewport: { width: 1440, height: 900 }, colorScheme: "light" },
  { name: "1440-dark", viewport: { width: 1440, height: 900 }, colorScheme: "dark" },
  { name: "390-light", viewport: { width: 390, height: 844 }, colorScheme: "light" },
  { name: "390-dark", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
] as const;

async function sound(page: Page): Promise<void> {
  const axe = await new AxeBuilder({ page }).analyze();
  expect(axe.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overhang, "nothing scrolls sideways").toBeLessThanOrEqual(0);
}

/** Charts that are not as wide as the place they have. */
async function overflowingCharts(page: Page): Promise<number> {
  return await page.locator(".recharts-responsive-container").evaluateAll((boxes) => {
    const isOff = (box: Element) => {
      const drawn = box.querySelector("svg")?.getBoundingClientRect().width ?? 0;
      return Math.abs(drawn - box.getBoundingClientRect().width) > 1;
    };
    return boxes.filter(isOff).length;
  });
}

/** Looks at the page as it stands in every look, and keeps a picture of each. */
async function soundInEveryLook(page: Page, name: string, pathOf: (file: string) => string): Promise<void> {
  for (const look of looks) {
    await page.setViewportSize(look.viewport);
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: "reduce" });
    await expect.poll(() => overflowingCharts(page)).toBe(0);
    await sound(page);
    await page.screenshot({ path: pathOf(`${name}-${look.name}.png`), fullPage: true });
  }
  await page.setViewportSize(looks[0].viewport);
}

test("nothing connected, then all clear with its proof, then no proof", async ({
  page,
  tenant,
  company,
  stack,
  signInAs,
}, info) => {
  test.setTimeout(120_000);
  const pathOf = (file: string) => info.outputPath(file);
  await signInAs("owner");
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "No QuickBooks company is connected yet" })).toBeVisible();
  await soundInEveryLook(page, "not-connected", pathOf);

  await page.getByRole("main").getByRole("link", { name: "Connect a company file" }).click();
  await page
    .getByRole("link", { name: /connect to quickbooks/i })
    .first()
    .click();
  await page.getByRole("button", { name: `Connect ${company.name}` }).click();
  await expect(page.getByText(company.name).first()).toBeVisible();
  await page.goto("/");
  await expect(page.getByText("No problem waits.")).toBeVisible();
  await expect(page.getByText("QuickBooks last answered")).toBeVisible();
  await expect(page.getByText("Expected at least once a day · last proof just now")).toBeVisible();
  await soundInEveryLook(page, "all-clear", pathOf);

  await stack.test.admin.query(
    `update company_files set lists_read_at = now() - interval '3 days', changes_read_until = now() - interval '3 days' where tenant_id = $1`,
    [tenant.tenantId],
  );
  await stack.test.admin.query("update attempts set answered_at = now() - interval '3 days' where tenant_id = $1", [
    tenant.tenantId,
  ]);
  await page.reload();
  await expect(page.getByText("No problem is known, but not everything could be checked.")).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: "should have answered 2 d ago and did not" })).toBeVisible();
  await soundInEveryLook(page, "overdue", pathOf);
});

test("problems, money, causes and the charts with their tables; a viewer sees the same", async ({
  connected: page,
  stack,
  tenant,
  signInAs,
}, info) => {
  test.setTimeout(180_000);
  await importSample(page);
  const problems = "select 1 from problems where tenant_id = $1 and about = 'Detention' and lane = 'needs-you'";
  await expect
    .poll(async () => (await stack.test.admin.query(problems, [tenant.tenantId])).rowCount, { timeout: 60_000 })
    .toBe(8);
  await seedDays(stack.test.admin, tenant.tenantId);
  await page.goto("/");
  await expect(page.getByText("Money that waits for you")).toBeVisible();
  await expect(page.getByText("Oldest problem")).toBeVisible();
  const days = page.getByRole("region", { name: "Posted per day" });
  await expect(days.locator("svg .recharts-bar-rectangle").first()).toBeVisible();
  await soundInEveryLook(page, "problems", (file) => info.outputPath(file));

  await test.step("the table is there beside the chart, and in its place", async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    for (const name of ["Posted per day", "Problems per day", "Time to resolve"]) {
      const region = page.getByRole("region", { name });
      await expect(region.getByRole("table", { name }).getByRole("row")).toHaveCount(31);
      await region.getByRole("button", { name: "Show as table" }).press("Enter");
      await expect(region.locator("svg.recharts-surface")).toHaveCount(0);
      await expect(region.getByRole("button", { name: "Show as chart" })).toBeFocused();
    }
    await soundInEveryLook(page, "tables", (file) => info.outputPath(file));
  });

  await test.step("a cause leads into Problem Sync with the cause in the address", async () => {
    await page
      .getByRole("table", { name: "Top causes" })
      .getByRole("link", { name: /Detention/ })
      .click();
    await expect(page).toHaveURL(/\/problems\?code=item-missing&about=Detention$/);
    await expect(page.getByRole("button", { name: "QuickBooks has no item Detention" })).toBeVisible();
  });

  await test.step("a viewer sees it, too", async () => {
    await page.context().clearCookies();
    await signInAs("viewer");
    await page.goto("/");
    await expect(page.getByText("Money that waits for you")).toBeVisible();
    await expect(page.getByRole("table", { name: "Top causes" })).toContainText("Detention");
    await sound(page);
  });
});

test("what could not be read is never called clear, and trying again helps", async ({
  connected: first,
  stack,
}, info) => {
  // A page of its own, because the browser rightly complains in this one.
  const page = await first.context().newPage();
  await stack.test.admin.query("revoke select on day_counts from tieout_app");
  try {
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "How things stand could not be read" })).toBeVisible();
    await expect(page.getByText("No problem waits.")).toHaveCount(0);
    await expect(page.getByRole("navigation", { name: "Main", exact: true })).toBeVisible();
    await soundInEveryLook(page, "failed", (file) => info.outputPath(file));
  } finally {
    await stack.test.admin.query("grant select on day_counts to tieout_app");
  }
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("No problem waits.")).toBeVisible();
});

test("the charting library is loaded on Today alone", async ({ connected: page }) => {
  const loadsCharts = async (path: string) => {
    let hasCharts = false;
    const look = async (response: { url(): string; text(): Promise<string> }) => {
      if (response.url().includes("/_next/static/") && response.url().endsWith(".js")) {
        hasCharts ||= (await response.text()).includes("recharts-");
      }
    };
    const looks: Promise<void>[] = [];
    const listen = (response: Parameters<typeof look>[0]) => void looks.push(look(response));
    page.on("response", listen);
    await page.goto(path);
    await page.waitForLoadState("networkidle");
    page.off("response", listen);
    await Promise.all(looks);
    return hasCharts;
  };
  expect(await loadsCharts("/problems")).toBe(false);
  expect(await loadsCharts("/orders")).toBe(false);
});

/** Thirty days as a busy office leaves them behind. */
async function seedDays(admin: { query(text: string, values: unknown[]): Promise<unknown> }, tenantId: string) {
  await admin.query(
    `insert into day_counts (tenant_id, company_file_id, day, counts, duration, rows)
     select f.tenant_id, f.company_file_id, (now() at time zone 'UTC')::date - back, c.counts,
            case when c.counts = 'resolved' then 40 + (back * 7) % 48 else 0 end,
            case c.counts when 'posted' then 400 + (back * 137) % 300 else 3 + (back * 5) % 17 end
       from company_files f, generate_series(1, 29) as back, (values ('posted'), ('came-up'), ('resolved')) as c(counts)
      where f.tenant_id = $1
        and extract(dow from (now() at time zone 'UTC')::date - back) <> 0
     on conflict do nothing`,
    [tenantId],
  );
}

test("of several company files, Today leads to Problem Sync of the one that a problem is in", async ({
  connected: page,
  tenant,
  company,
  stack,
}, info) => {
  test.setTimeout(120_000);
  const second = await newCompany(stack.simulatorUrl, "harbor-line");
  await page.goto("/settings/companies");
  await page
    .getByRole("link", { name: /connect to quickbooks/i })
    .first()
    .click();
  await page.getByRole("button", { name: `Connect ${second.name}` }).click();
  await expect(page.getByText(second.name).first()).toBeVisible();
  const load = (number: string, code: string) => ({
    externalId: number,
    number,
    updatedAt: "2026-11-01T08:00:00Z",
    orderDate: "2026-11-01",
    customer: { name: "Ada Lovelace" },
    chargeSets: [{ charges: [{ code, amount: "100.00" }] }],
  });
  for (const [{ name }, number] of [
    [company, "ONE-1"],
    [second, "TWO-2"],
  ] as const) {
    const { takeIn } = await openOrderDoor(stack, tenant, name);
    await takeIn([load(number, `Rush ${number}`)]);
  }
  const problems = "select 1 from problems where tenant_id = $1 and lane = 'needs-you'";
  await expect.poll(async () => (await stack.test.admin.query(problems, [tenant.tenantId])).rowCount).toBe(2);
  const row = (number: string) => page.locator("tr[data-row]").filter({ hasText: `Invoice ${number}` });
  const openFromToday = async (number: string) => {
    await page.goto("/");
    await page.getByRole("link", { name: `QuickBooks has no item Rush ${number}` }).click();
    await expect(row(number)).toBeVisible();
  };

  await test.step("each figure names the companies that it is of, with a way to each", async () => {
    await page.goto("/");
    await expect(page.getByRole("list", { name: "Invoices by company" })).toBeVisible();
    await soundInEveryLook(page, "several", (file) => info.outputPath(file));
    for (const { name } of [company, second]) {
      await page.goto("/");
      await page
        .getByRole("list", { name: "Invoices by company" })
        .getByRole("link", { name: `1 in ${name}` })
        .click();
      await expect(page.getByText(`${name} · 1 needs you`)).toBeVisible();
    }
  });

  await test.step("and so does an order", async () => {
    for (const [{ name }, number] of [
      [company, "ONE-1"],
      [second, "TWO-2"],
    ] as const) {
      const { rows } = await stack.test.admin.query<{ order_id: string }>(
        "select order_id from orders where tenant_id = $1 and number = $2",
        [tenant.tenantId, number],
      );
      await page.goto(`/orders/${rows[0]?.order_id}`);
      await page.getByRole("link", { name: "Show on Problem Sync" }).first().click();
      await expect(page.getByText(`${name} · 1 needs you`)).toBeVisible();
    }
  });

  await openFromToday("ONE-1");
  await expect(page.getByText(`${company.name} · 1 needs you`)).toBeVisible();
  await openFromToday("TWO-2");
  await expect(page.getByText(`${second.name} · 1 needs you`)).toBeVisible();

  await test.step("and stays there from lane to lane, over a reload and to Drift", async () => {
    await page.getByRole("link", { name: /^Snoozed/ }).click();
    await expect(page.getByText("Nothing is snoozed")).toBeVisible();
    await page.getByRole("link", { name: /^Needs you/ }).click();
    await page.reload();
    await expect(row("TWO-2")).toBeVisible();
    await page.getByRole("link", { name: /^Drift/ }).click();
    await expect(page).toHaveURL(/\/problems\/drift\?company=/);
    await page.getByRole("link", { name: /^Invoices/ }).click();
    await expect(row("TWO-2")).toBeVisible();
  });
});
