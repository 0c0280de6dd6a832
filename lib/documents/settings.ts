// What a company wants of its documents: modes, mapping, numbers. The shape of company_settings.settings.
import { z } from "zod";

/** How a charge code becomes a line: which item, account and tax code. */
export const ChargeMapping = z.object({
  item: z.string().trim().min(1).max(100).optional(),
  itemId: z.string().trim().min(1).max(50).optional().describe("QuickBooks ID of the item; wins over the name."),
  taxable: z.boolean().optional(),
  class: z.string().trim().max(100).optional(),
});
export type ChargeMapping = z.infer<typeof ChargeMapping>;

export const CompanySettings = z.object({
  /** Create an item when QuickBooks has none of that name; otherwise its absence is a problem a person decides. */
  createItems: z.boolean().default(false),
  incomeAccount: z.string().default("Sales of Product Income").describe("For items we create."),
  /** By charge code in lower case. */
  chargeMappings: z.record(z.string(), ChargeMapping).default({}),
  defaultMapping: ChargeMapping.default({}),
  shippingItem: z.string().default("Shipping"),
  taxCode: z.string().optional().describe("The company's tax code by name, for taxable documents."),
  lineTemplate: z.string().max(1000).default("{description}").describe("Description of a line."),
  memoTemplate: z.string().max(1000).default("{references}").describe("Message on the invoice."),
  numberPrefix: z.string().max(10).default(""),
  sendPayments: z.boolean().default(true),
  depositAccount: z.string().optional(),
  /** Charge sets with the same invoice number and the same payer become one invoice. */
  combineInvoices: z.boolean().default(true),
});
export type CompanySettings = z.infer<typeof CompanySettings>;
export const defaultSettings: CompanySettings = CompanySettings.parse({});
