// A load of a freight company, and the invoice for it that somebody made in QuickBooks by hand.
import type { Company } from "./fixtures.ts";

/** One load with one charge, as a source sends it. */
export function load(number: string, amount: string, code = "Line Haul"): Record<string, unknown> {
  return {
    externalId: number,
    number,
    status: "completed",
    updatedAt: "2026-11-02T10:00:00Z",
    orderDate: "2026-11-02",
    customer: { name: "Acme Imports", email: "ap@acmeimports.example" },
    chargeSets: [{ number, charges: [{ code, amount }] }],
  };
}

/** Somebody makes the invoice in QuickBooks; answers with its ID. */
export async function makeByHand(
  company: Company,
  number: string,
  amount: number,
  customer = "Acme Imports",
): Promise<string> {
  const named = async (kind: string, field: string, name: string) =>
    (await company.entities(kind)).find((row) => row[field] === name)?.Id;
  await company.bookkeeper({
    do: "create",
    entity: "Invoice",
    body: {
      DocNumber: number,
      TxnDate: "2026-11-02",
      CustomerRef: { value: await named("Customer", "DisplayName", customer) },
      Line: [
        {
          Amount: amount,
          DetailType: "SalesItemLineDetail",
          SalesItemLineDetail: { ItemRef: { value: await named("Item", "Name", "Line Haul") } },
        },
      ],
    },
  });
  return String(await named("Invoice", "DocNumber", number));
}
