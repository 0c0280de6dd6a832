// What holds an order together beyond its shape: amounts of its currency, ids of their own, text a database can keep.
import { describe, expect, test } from "vitest";

import { canonical, checkOrder, faultSentence } from "./check.ts";

const order = (change: Record<string, unknown> = {}) => ({
  externalId: "a-1",
  number: "1001",
  updatedAt: "2026-11-20T10:00:00Z",
  orderDate: "2026-11-18",
  customer: { name: "Acme" },
  chargeSets: [{ charges: [{ code: "Line Haul", amount: "10.00" }] }],
  ...change,
});

const faultsOf = (value: unknown) => {
  const result = checkOrder(value);
  return "faults" in result ? result.faults : [];
};
const fingerprintOf = (value: unknown) => {
  const result = checkOrder(value);
  return "checked" in result ? result.checked.fingerprint : null;
};
const payment = { externalId: "p", date: "2026-11-19", amount: "1.00" };

describe("faults", () => {
  test.each([
    [{ orderDate: "2026-02-30" }, "orderDate"],
    [{ customer: {} }, "customer.name"],
    [{ chargeSets: [{ charges: [{ code: "x", amount: "1,00" }] }] }, "chargeSets.0.charges.0.amount"],
    [{ currency: "JPY", chargeSets: [{ charges: [{ code: "x", amount: "10.5" }] }] }, "chargeSets.0.charges.0.amount"],
    [{ discount: "0.001" }, "discount"],
    [{ payments: [payment, payment] }, "payments.1.externalId"],
    [{ notes: "a\u0000b" }, ""],
    [{ notes: "half \ud83d of a smile" }, ""],
    [{ updatedAt: "0000-01-01T00:00:00Z" }, "updatedAt"],
    [
      {
        total: "999999999999999.00",
        chargeSets: [
          {
            charges: [
              { code: "x", amount: "999999999999999.00" },
              { code: "y", amount: "999999999999999.00" },
            ],
          },
        ],
      },
      undefined,
    ],
  ])("%j is at fault at %s", (change, path) => {
    expect(faultsOf(order(change))[0]?.path).toBe(path);
  });

  test("a backslash before u0000 is plain text, and so is a whole smile", () => {
    expect(faultsOf(order({ notes: "C:\\u0000 \u{1f600}" }))).toEqual([]);
  });

  test("read as sentences with their place", () => {
    expect(faultSentence(faultsOf(order({ number: undefined })))).toBe("number: This is missing.");
  });
});

describe("the fingerprint", () => {
  test("is the same for the same order, whenever it changed and however its keys are ordered", () => {
    const references = { a: "1", b: "2" };
    const turned = { b: "2", a: "1" };
    expect(fingerprintOf(order({ references }))).toBe(
      fingerprintOf(order({ references: turned, updatedAt: "2026-11-21T00:00:00Z" })),
    );
  });

  test("differs when anything else does", () => {
    expect(fingerprintOf(order())).not.toBe(fingerprintOf(order({ terms: "Net 30" })));
    expect(canonical([2, 1])).toBe("[2,1]");
  });
});
