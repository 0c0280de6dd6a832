// Which call shows that a new key works?

/** An order with the fewest fields. */
export const exampleOrder = {
  externalId: "order-1001",
  number: "1001",
  updatedAt: "2026-11-20T10:00:00Z",
  orderDate: "2026-11-20",
  customer: { name: "Acme Imports" },
  chargeSets: [{ charges: [{ code: "Line Haul", amount: "425.00" }] }],
};

/** A call that sends one order with a key, to be pasted into a terminal. */
export function exampleCall(origin: string, apiKey: string): string {
  return [
    `curl -X POST ${origin}/api/v1/orders \\`,
    `  -H "Authorization: Bearer ${apiKey}" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '${JSON.stringify(exampleOrder)}'`,
  ].join("\n");
}
