// The four demo tenants: who signs in, which company, which orders, and how their charges are mapped.
import { CompanySettings } from "#lib/documents/settings.ts";
import type { Role } from "#lib/access/roles.ts";

export type DemoTenant = {
  readonly name: string;
  readonly realmId: string;
  readonly source: { readonly name: string; readonly kind: "csv" | "json" | "shopify" };
  /** A file of `samples/`; null for the backlog, which is made. */
  readonly file: string | null;
  readonly settings: CompanySettings;
};

export type DemoPerson = {
  readonly email: string;
  readonly name: string;
  readonly seats: readonly { readonly tenant: string; readonly role: Role }[];
};

/** Published, because it opens nothing but demo books that listen on this machine alone. */
export const DEMO_PASSWORD = "tieout demo";

const HARBOR = "Harbor Line Drayage";
export const GATEWAY = "Gateway Intermodal";
const JUNIPER = "Juniper & Finch";
const LUMEN = "Lumen & Oak Photography";

export const demoTenants: readonly DemoTenant[] = [
  {
    name: HARBOR,
    realmId: "9341450000000001",
    source: { name: "Dispatch export", kind: "csv" },
    file: "carrier-loads.csv",
    settings: CompanySettings.parse({ incomeAccount: "Freight Income" }),
  },
  {
    name: GATEWAY,
    realmId: "9341450000000004",
    source: { name: "Dispatch", kind: "json" },
    file: null,
    settings: CompanySettings.parse({ incomeAccount: "Freight Income" }),
  },
  {
    name: JUNIPER,
    realmId: "9341450000000002",
    source: { name: "Shopify shop", kind: "shopify" },
    file: "shop-orders.json",
    settings: CompanySettings.parse({ createItems: true, incomeAccount: "Sales", taxCode: "California 7.25%" }),
  },
  {
    name: LUMEN,
    realmId: "9341450000000003",
    source: { name: "Studio albums", kind: "json" },
    file: "studio-orders.json",
    settings: CompanySettings.parse({ taxCode: "Studio Tax 8%" }),
  },
];

export const demoPeople: readonly DemoPerson[] = [
  { email: "owner@harborline.test", name: "Dana Ruiz", seats: [{ tenant: HARBOR, role: "owner" }] },
  { email: "viewer@harborline.test", name: "Theo Park", seats: [{ tenant: HARBOR, role: "viewer" }] },
  { email: "clerk@gateway.test", name: "Carla Mendes", seats: [{ tenant: GATEWAY, role: "clerk" }] },
  { email: "owner@gateway.test", name: "Glenn Baker", seats: [{ tenant: GATEWAY, role: "owner" }] },
  { email: "owner@juniper.test", name: "June Abbott", seats: [{ tenant: JUNIPER, role: "owner" }] },
  { email: "owner@lumen.test", name: "Luca Oakes", seats: [{ tenant: LUMEN, role: "owner" }] },
  {
    email: "agency@tieout.test",
    name: "Priya Nair",
    seats: [HARBOR, GATEWAY, JUNIPER, LUMEN].map((tenant) => ({ tenant, role: "accountant" as const })),
  },
];
