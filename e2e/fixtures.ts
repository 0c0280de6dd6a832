// What a browser test starts from: an own tenant with an owner, signed in, and an own company in the simulator.
import { randomBytes } from "node:crypto";

import { test as base, expect, type Locator, type Page } from "@playwright/test";

import { newPerson, newTenant, testPassword, type TestPerson } from "#lib/access/testing.ts";
import type { Role } from "#lib/access/roles.ts";
import { startStack, type Stack } from "./stack.ts";

export const SAMPLE = "samples/carrier-loads.csv";

export type Company = {
  readonly realmId: string;
  readonly name: string;
  /** Everything of one kind in the simulator's books, past every throttle. */
  entities(kind: string): Promise<readonly Record<string, unknown>[]>;
  /** What a human does in QuickBooks. */
  bookkeeper(action: Record<string, unknown>): Promise<void>;
  fault(fault: Record<string, unknown>): Promise<void>;
};

export type Tenant = { readonly tenantId: string; readonly name: string; readonly owner: TestPerson };

type Fixtures = {
  tenant: Tenant;
  company: Company;
  /** Signs a new person of the tenant in, in this test's page. */
  signInAs: (role: Role) => Promise<Page>;
  /** A page in which the owner is signed in and the company is connected by clicks. */
  connected: Page;
};

export const test = base.extend<Fixtures & { watchConsole: void }, { stack: Stack }>({
  stack: [
    async ({}, use) => {
      const stack = await startStack();
      await use(stack);
      await stack.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
  baseURL: async ({ stack }, use) => await use(stack.webUrl),
  // A page that was opened is one that listens: what a person does before that is heard by nobody.
  page: async ({ page }, use) => {
    const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
    page.goto = async (...args) => {
      const answer = await goto(...args);
      await listens(page);
      return answer;
    };
    page.reload = async (...args) => {
      const answer = await reload(...args);
      await listens(page);
      return answer;
    };
    await use(page);
  },
  // What the browser complains about fails the test, whatever else it saw.
  watchConsole: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        // The browser itself reports answers such as 404; tests that provoke them look at them elsewhere.
        if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
          complaints.push(message.text());
        }
      });
      await use();
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
  tenant: async ({ stack }, use) => {
    const name = `Tenant ${randomBytes(3).toString("hex")}`;
    const tenantId = await newTenant(stack.test, name);
    const owner = await newPerson(stack.test, { [tenantId]: "owner" }, "Olive");
    await use({ tenantId, name, owner });
  },
  company: async ({ stack }, use) => {
    await use(await newCompany(stack.simulatorUrl, "harbor-line"));
  },
  signInAs: async ({ stack, tenant, page }, use) => {
    await use(async (role) => {
      const person = role === "owner" ? tenant.owner : await newPerson(stack.test, { [tenant.tenantId]: role }, "Vera");
      await signIn(page, person.email);
      return page;
    });
  },
  connected: async ({ page, tenant, company }, use) => {
    await signIn(page, tenant.owner.email);
    await page.goto("/settings/companies");
    await page
      .getByRole("link", { name: /connect to quickbooks/i })
      .first()
      .click();
    await page.getByRole("button", { name: `Connect ${company.name}` }).click();
    await expect(page.getByText(company.name).first()).toBeVisible();
    await use(page);
  },
});

/** Signs in through the form. */
export async function signIn(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(testPassword);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("navigation").first()).toBeVisible();
}

type Fiber = { readonly child: Fiber | null; readonly sibling: Fiber | null; readonly stateNode: unknown };

/**
 * Waits until the whole page has come and React has taken over every control of it; pages of others have none. Only
 * what stands in the tree that React has committed hears a key: the marks on the elements themselves come earlier.
 */
async function listens(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    if (!document.querySelector('script[src*="/_next/"]')) return true;
    // Parts that are still on their way, or that have come and are not shown yet.
    if (document.querySelector('template[id^="B:"], [hidden][id^="S:"]')) return false;
    const key = Object.keys(document).find((each) => each.startsWith("__reactContainer$"));
    if (!key) return false;
    const { stateNode: root } = (document as unknown as Record<string, { stateNode: { current: Fiber } }>)[key]!;
    const owned = new Set<unknown>();
    const left: (Fiber | null)[] = [root.current];
    while (left.length > 0) {
      const fiber = left.pop();
      if (!fiber) continue;
      owned.add(fiber.stateNode);
      left.push(fiber.sibling, fiber.child);
    }
    const controls = [...document.querySelectorAll("main button, main input, main select, main tr[data-row]")];
    return controls.every((control) => owned.has(control));
  });
}

/** Moves the focus there once the page listens. */
export async function focusOn(element: Locator): Promise<void> {
  await element.waitFor();
  await listens(element.page());
  await element.focus();
}

/** A company of its own in the simulator, from one of its templates. */
export async function newCompany(simulatorUrl: string, template: string): Promise<Company> {
  const realmId = `93${randomBytes(6).readUIntBE(0, 6)}`.slice(0, 16);
  const name = `Books ${realmId}`;
  const control = async (path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${simulatorUrl}/_control/${path}`, {
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
      headers: { "content-type": "application/json" },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return await answer.json();
  };
  await control("companies", { realmId, name, template });
  return {
    realmId,
    name,
    entities: async (kind) => {
      const dump = (await control(`companies/${realmId}/entities/${kind}`)) as { rows: Record<string, unknown>[] };
      return dump.rows;
    },
    bookkeeper: async (action) => void (await control(`companies/${realmId}/bookkeeper`, action)),
    fault: async (fault) => void (await control(`companies/${realmId}/faults`, fault)),
  };
}

/** Imports the carrier's sample file on the import page, columns as detected. */
export async function importSample(page: Page): Promise<void> {
  await page.goto("/orders/import");
  await page.locator('input[type="file"]').setInputFiles(SAMPLE);
  await expect(page.getByRole("table", { name: "First orders of the file" })).toBeVisible();
  await page.getByRole("button", { name: "Import orders" }).click();
  await expect(page.getByText(/120 orders taken in: 120 new/)).toBeVisible();
}

export { expect };
