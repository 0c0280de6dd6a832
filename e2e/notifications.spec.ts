// What people are told when they do not look: a digest switched on, a webhook added, tried, and told of a cause that opens.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { expect, focusOn, importSample, test } from "./fixtures.ts";

const looks = [
  { name: "1440-light", viewport: { width: 1440, height: 900 }, colorScheme: "light" },
  { name: "1440-dark", viewport: { width: 1440, height: 900 }, colorScheme: "dark" },
  { name: "390-light", viewport: { width: 390, height: 844 }, colorScheme: "light" },
  { name: "390-dark", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
] as const;

/** Looks at the page as it stands in every look, and keeps a picture of each. */
async function soundInEveryLook(page: Page, name: string, pathOf: (file: string) => string): Promise<void> {
  for (const look of looks) {
    await page.setViewportSize(look.viewport);
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: "reduce" });
    const axe = await new AxeBuilder({ page }).analyze();
    expect(axe.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overhang, "nothing scrolls sideways").toBeLessThanOrEqual(0);
    await page.screenshot({ path: pathOf(`${name}-${look.name}.png`), fullPage: true });
  }
  await page.setViewportSize(looks[0].viewport);
}

test("a digest is switched on, a webhook is added, tried, told of a cause, switched off and removed", async ({
  connected: page,
}, info) => {
  test.setTimeout(180_000);
  const heard: { type: string; title: string; count?: number }[] = [];
  let answer = 204;
  const receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      heard.push(JSON.parse(body) as (typeof heard)[number]);
      response.writeHead(answer).end();
    });
  }).listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const host = `127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const pathOf = (file: string) => info.outputPath(file);

  await test.step("the digest, off at first, in the time zone of the person's own clock", async () => {
    await page.goto("/settings/companies");
    await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Notifications" }).click();
    await expect(page.getByText("No mail server is set on this installation")).toBeVisible();
    await soundInEveryLook(page, "nothing-yet", pathOf);
    const wanted = page.getByRole("checkbox", { name: /Send one mail a day to/ });
    await focusOn(wanted);
    await page.keyboard.press("Space");
    await page.getByLabel("At", { exact: true }).selectOption("08:00");
    await page.getByLabel("Time zone").selectOption("Europe/Berlin");
    await page.getByRole("button", { name: "Save digest" }).click();
    await expect(page.getByText(/The next one is due in/)).toBeVisible();
    await page.reload();
    await expect(wanted).toBeChecked();
    await expect(page.getByLabel("Time zone")).toHaveValue("Europe/Berlin");
  });

  await test.step("a webhook: an address that does not fit is refused, and the secret is shown once", async () => {
    await page.getByRole("button", { name: "Add a webhook" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Address").fill("hooks.example.com");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await expect(dialog.getByText("Write a whole address")).toBeVisible();
    await dialog.getByLabel("Address").fill(`http://${host}/tieout`);
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByRole("region", { name: "Signing secret" })).toContainText(/^whsec_/);
    // The hint of the copy button stands outside of every landmark while it has the focus.
    await page.getByRole("button", { name: "Done" }).focus();
    await soundInEveryLook(page, "secret", pathOf);
    await page.getByRole("button", { name: "Done" }).click();
    await expect(page.getByText("whsec_")).toHaveCount(0);
  });

  await test.step("a test that is taken, and one that is not", async () => {
    await page.getByRole("button", { name: `Send a test to ${host}` }).click();
    await expect(page.getByText(`${host} took the test`)).toBeVisible();
    const deliveries = page.getByRole("table", { name: "Last deliveries" });
    await expect(deliveries.getByRole("row").nth(1)).toContainText("Delivered");
    expect(heard).toMatchObject([{ type: "test", title: "This is a test." }]);
    answer = 500;
    await page.getByRole("button", { name: `Send a test to ${host}` }).click();
    await expect(deliveries.getByRole("row").nth(1)).toContainText("Given up");
    await expect(deliveries.getByRole("row").nth(1)).toContainText("The receiver answered 500.");
    answer = 204;
  });

  await test.step("a cause that opens is told by the worker, and the page says so", async () => {
    await importSample(page);
    await expect
      .poll(() => heard.map(({ title }) => title), { timeout: 60_000 })
      .toContain("QuickBooks has no item Detention");
    await page.goto("/settings/notifications");
    const row = page.getByRole("table", { name: "Last deliveries" }).getByRole("row", { name: /no item Detention/ });
    await expect(row).toContainText("Delivered");
    await soundInEveryLook(page, "deliveries", pathOf);
  });

  await test.step("off, and gone", async () => {
    await page.getByRole("button", { name: `Switch ${host} off` }).click();
    await expect(page.getByRole("button", { name: `Switch ${host} on` })).toBeVisible();
    await page.getByRole("button", { name: `Remove ${host}` }).click();
    await page.getByRole("button", { name: "Remove webhook" }).click();
    await expect(page.getByText("There is none yet.")).toBeVisible();
    await expect(page.getByRole("table", { name: "Last deliveries" })).toHaveCount(0);
  });
  receiver.close();
});

test("a viewer has a digest of their own and sees no webhooks", async ({ page, tenant, signInAs }) => {
  await signInAs("viewer");
  await page.goto("/settings/notifications");
  await expect(page.getByText(`sees and changes the webhooks of ${tenant.name}`)).toBeVisible();
  await expect(page.getByRole("button", { name: "Add a webhook" })).toHaveCount(0);
  const wanted = page.getByRole("checkbox", { name: /Send one mail a day to vera/ });
  await focusOn(wanted);
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Save digest" }).click();
  await expect(page.getByText(/The next one is due in/)).toBeVisible();
  const axe = await new AxeBuilder({ page }).analyze();
  expect(axe.violations.map(({ id }) => id)).toEqual([]);
});
