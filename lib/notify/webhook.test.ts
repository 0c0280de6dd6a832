// What does a message say, which addresses may an endpoint have, and how long is it tried?
import { expect, test } from "vitest";

import { causeBody, deliveryWaits, isTaken, troubleOf, whyNotUrl, type OpenedCause } from "./webhook.ts";

const cause: OpenedCause = {
  tenant: { id: "t", name: "Harborline" },
  companyFile: { id: "f", name: "Harbor Line" },
  code: "item-missing",
  about: "Detention",
  tab: "invoices",
  rows: 37,
  money: [{ minor: "4821000", currency: "USD" }],
  openedAt: new Date("2026-11-28T09:42:00Z"),
};

test("a cause in plain words, with its money as decimals and where to solve it", () => {
  expect(JSON.parse(causeBody("m", cause, (path) => `https://books.example.com${path}`))).toEqual({
    id: "m",
    type: "cause.opened",
    tenant: { id: "t", name: "Harborline" },
    companyFile: { id: "f", name: "Harbor Line" },
    code: "item-missing",
    about: "Detention",
    title: "QuickBooks has no item Detention",
    count: 37,
    money: [{ amount: "48210.00", currency: "USD" }],
    url: "https://books.example.com/problems?company=f&tab=invoices&code=item-missing&about=Detention",
    at: "2026-11-28T09:42:00.000Z",
  });
});

test.each([
  ["https://hooks.example.com/tieout?key=1", false, null],
  ["http://hooks.example.com/tieout", false, "The address must begin with https://."],
  ["http://127.0.0.1:9/", true, null],
  ["ftp://hooks.example.com", true, "The address must begin with https://."],
  ["https://ann:secret@hooks.example.com", false, "Leave name and password out"],
  ["hooks.example.com", false, "Write a whole address"],
])("the address %s (private ones: %s)", (url, mayBePrivate, why) => {
  const found = whyNotUrl(url, mayBePrivate);
  if (why === null) expect(found).toBeNull();
  else expect(found).toContain(why);
});

test("it is given up within a day", () => {
  const hours = deliveryWaits.reduce((sum, wait) => sum + wait, 0) / 3_600_000;
  expect(hours).toBeGreaterThan(20);
  expect(hours).toBeLessThan(24);
});

test("only an answer from 200 to 299 says that it was taken", () => {
  const answered = (status: number) => ({ is: "answered", status }) as const;
  expect([200, 204, 299, 199, 301, 404, 500].map((status) => isTaken(answered(status)))).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
  expect(troubleOf(answered(204))).toBeNull();
  expect(troubleOf(answered(302))).toBe("The receiver answered 302.");
});
