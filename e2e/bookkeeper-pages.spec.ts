// Can anybody use the simulated QuickBooks: wide and narrow, light and dark, by keyboard and by ear?
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { DEMO } from "../simulator/world.ts";
import { startSimulator, type Simulator } from "../simulator/server.ts";

const REALM = DEMO[0]?.realm ?? "";
// Each width and each palette once.
const looks = [
  { name: "1440 light", viewport: { width: 1440, height: 900 }, colorScheme: "light" },
  { name: "390 dark", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
] as const;

let simulator: Simulator;
test.beforeAll(async () => {
  simulator = await startSimulator({ demo: true, throttle: false });
});
test.afterAll(() => simulator.close());

async function does(action: Record<string, unknown>): Promise<string> {
  const answer = await fetch(`${simulator.url}/_control/companies/${REALM}/bookkeeper`, {
    method: "POST",
    body: JSON.stringify(action),
  });
  const body = (await answer.json()) as Record<string, { Id?: string }>;
  expect(answer.status, JSON.stringify(body)).toBe(200);
  return Object.values(body)[0]?.Id ?? "";
}

async function sound(page: Page): Promise<void> {
  for (const details of await page.locator("details").all()) {
    await details.evaluate((element) => element.setAttribute("open", ""));
  }
  const axe = await new AxeBuilder({ page }).analyze();
  expect(axe.passes.length).toBeGreaterThan(0);
  expect(axe.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overhang, "nothing scrolls sideways").toBeLessThanOrEqual(0);
}

test("every page of the bookkeeper, wide and narrow, light and dark", async ({ page }) => {
  test.setTimeout(180_000);
  const company = `/app/company/${REALM}`;
  const [invoice] = [...(simulator.world.realms.get(REALM)?.company.table("Invoice").rows.keys() ?? [])];
  await does({ do: "set-preference", preferences: { bookCloseDate: null } });
  const payment = await does({ do: "pay", id: invoice, amount: 5 });
  const customer = await does({ do: "create-customer", name: "A customer with a rather long name & Sons" });
  const paths = [
    "/",
    company,
    ...["Invoice", "Item", "Preferences", "Audit"].map((list) => `${company}?list=${list}`),
    `${company}?list=Class&problem=This+name+already+exists.`,
    `/app/invoice?txnId=${invoice}&companyId=${REALM}`,
    `/app/recvpayment?txnId=${payment}&companyId=${REALM}`,
    `/app/customerdetail?nameId=${customer}&companyId=${REALM}`,
    `/app/invoice?txnId=99999&companyId=${REALM}`,
    `${company}/edit/Invoice/${invoice}`,
    `${company}/pay/Invoice/${invoice}`,
    `${company}/new/Deposit/`,
  ];
  for (const look of looks) {
    await page.setViewportSize(look.viewport);
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: "reduce" });
    for (const path of paths) {
      await test.step(`${path} ${look.name}`, async () => {
        await page.goto(`${simulator.url}${path}`);
        await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
        await sound(page);
      });
    }
  }
});

test("a payment is received and two customers are merged by keyboard alone", async ({ page }) => {
  const [winner, loser] = [
    await does({ do: "create-customer", name: "Keyboard Freight" }),
    await does({ do: "create-customer", name: "Keyboard Freight Inc" }),
  ];
  const line = { DetailType: "SalesItemLineDetail", Amount: 100, SalesItemLineDetail: {} };
  const body = { CustomerRef: { value: loser }, DocNumber: "KEY-1", Line: [line] };
  const invoice = await does({ do: "create", entity: "Invoice", body });
  await page.goto(`${simulator.url}/app/invoice?txnId=${invoice}&companyId=${REALM}`);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();

  await page.getByRole("link", { name: "Receive payment" }).press("Enter");
  await page.getByLabel("Amount received").fill("40");
  await page.getByLabel("Reference").fill("CHK 12");
  await page.getByLabel("Reference").press("Enter");
  await expect(page.getByRole("status")).toHaveText("Saved.");
  await expect(page.getByRole("main")).toContainText("Balance due60.00");

  await page.getByRole("link", { name: "Keyboard Freight Inc" }).press("Enter");
  await page.locator("summary", { hasText: "Merge" }).press("Enter");
  await page.getByLabel("Keep this one").selectOption({ label: "Keyboard Freight" });
  await page.getByRole("button", { name: "Merge: Keyboard Freight Inc" }).press("Enter");
  await expect(page.getByRole("status")).toHaveText("Saved.");
  await page.goto(`${simulator.url}/app/customerdetail?nameId=${loser}&companyId=${REALM}`);
  await expect(page.getByRole("alert")).toContainText("was merged into Keyboard Freight");
  await page.goto(`${simulator.url}/app/customerdetail?nameId=${winner}&companyId=${REALM}`);
  await expect(page.getByRole("link", { name: "Invoice KEY-1" })).toBeVisible();
});
