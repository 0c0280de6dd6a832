// The backlog of the demo carrier Gateway Intermodal: 1,284 rows that do not go, for eleven causes, among many that do.
import { Readable } from "node:stream";

import type { Scope } from "#lib/access/scope.ts";
import { importOrders } from "#lib/operations/import-orders.ts";
import { startImport } from "#lib/operations/start-import.ts";
import type { OrderInput } from "#lib/orders/order.ts";

/** How many orders meet one cause, and what about them does. The books refuse by their own rules: nothing else is staged. */
type Cause = { readonly rows: number; readonly spoil: (order: BacklogOrder, nth: number) => Partial<OrderInput> };
type BacklogOrder = OrderInput & { readonly chargeSets: NonNullable<OrderInput["chargeSets"]> };

/** Orders without a fault: their invoices are in the books a minute later. */
const GOOD_ORDERS = 216;
/** Books that are closed up to 31 August 2026 take none of these days; the others lie after it. */
const CLOSED_DAYS = ["2026-08-24", "2026-08-25", "2026-08-26", "2026-08-27", "2026-08-28"];

const customers = [
  "Bayside Furniture Imports",
  "Cedar & Stone Tile",
  "Coastline Appliances",
  "Del Rey Sporting Goods",
  "Evergreen Paper Supply",
  "Fulton Street Foods",
  "Granite State Tools",
  "Highland Footwear",
  "Ironwood Cycles",
  "Jasper Home Textiles",
  "Kestrel Electronics",
  "Lakeshore Toys",
  "Meridian Auto Parts",
  "Northwind Lighting",
  "Orchard Kitchenware",
  "Pacific Crest Outfitters",
  "Quarry Lane Ceramics",
  "Redwood Nursery Supply",
  "Silver Bay Seafood",
  "Twin Pines Lumber",
];

const causes: readonly Cause[] = [
  { rows: 431, spoil: charging("Detention", "Waiting at the terminal, 2 hours", 170) },
  { rows: 287, spoil: charging("Chassis Split", "Chassis picked up elsewhere", 95) },
  { rows: 164, spoil: charging("Lumper", "Unloading by hand", 240) },
  { rows: 96, spoil: charging("Accessorials", "Scale ticket and tolls", 62.5) },
  { rows: 118, spoil: (_order, nth) => ({ orderDate: CLOSED_DAYS[nth % CLOSED_DAYS.length]! }) },
  { rows: 72, spoil: () => ({ terms: "Net 75" }) },
  { rows: 45, spoil: () => ({ class: "Oakland" }) },
  { rows: 28, spoil: () => ({ currency: "CAD", customer: { name: "Fraser Valley Grocers" } }) },
  // Dispatch typed the total, and left the surcharge out.
  {
    rows: 31,
    spoil: (order, nth) => ({ ...charging("Fuel Surcharge", "Of line haul", 45)(order, nth), total: haulOf(nth) }),
  },
  {
    rows: 11,
    spoil: () => ({ chargeSets: [{ charges: [{ code: "Line Haul", description: "Dry run", amount: "0" }] }] }),
  },
  { rows: 1, spoil: () => ({ customer: { name: "TransPacific Terminals" } }) },
];

/** Takes the backlog in as a file of this source. */
export async function importBacklog(scope: Scope, sourceId: string): Promise<void> {
  const file = { fileName: "backlog.json", format: "json", mapping: null, rowsExpected: null } as const;
  const { bulkRunId } = await startImport(scope, { sourceId, ...file });
  const bytes = Buffer.from(JSON.stringify({ orders: backlogOrders() }));
  await importOrders(scope, { bulkRunId }, Readable.from([bytes]));
}

/** All its orders, the same in every installation, mixed as they would come. */
function backlogOrders(): readonly OrderInput[] {
  const spoils = [
    ...causes.flatMap(({ rows, spoil }) => Array.from({ length: rows }, () => spoil)),
    ...Array.from({ length: GOOD_ORDERS }, () => () => ({})),
  ];
  // A stride that shares no factor with their number visits each place once.
  return spoils.map((_spoil, nth) => {
    const order = goodOrder(nth);
    return { ...order, ...spoils[(nth * 677) % spoils.length]!(order, nth) };
  });
}

function goodOrder(nth: number): BacklogOrder {
  const number = `GW-${20_001 + nth}`;
  const day = 1 + (nth % 28);
  return {
    externalId: number,
    number,
    status: "completed",
    updatedAt: `2026-10-${String(day).padStart(2, "0")}T${String(8 + (nth % 9)).padStart(2, "0")}:${String(nth % 60).padStart(2, "0")}:00Z`,
    orderDate: `2026-10-${String(day).padStart(2, "0")}`,
    customer: { name: customers[nth % customers.length]! },
    terms: "Net 30",
    references: { container: `GWIU${4_000_000 + nth}` },
    chargeSets: [{ charges: [{ code: "Line Haul", description: "Oakland to Tracy", amount: haulOf(nth) }] }],
  };
}

function haulOf(nth: number): string {
  return `${320 + ((nth * 37) % 90) * 10}.00`;
}

/** One more charge, of this code. */
function charging(code: string, description: string, amount: number): Cause["spoil"] {
  return ({ chargeSets }) => ({
    chargeSets: chargeSets.map((set) => ({
      ...set,
      charges: [...set.charges, { code, description, amount: String(amount) }],
    })),
  });
}
