// What a company wants of its documents: modes, mapping, numbers. The shape of company_settings.settings.
import { z } from "zod";

import { Descriptions, withDescriptions } from "./descriptions/templates.ts";

/** How a charge code becomes a line: which item, account and tax code. */
export const ChargeMapping = z.object({
  item: z.string().trim().min(1).max(100).optional(),
  itemId: z.string().trim().min(1).max(50).optional().describe("QuickBooks ID of the item; wins over the name."),
  taxable: z.boolean().optional(),
  class: z.string().trim().max(100).optional(),
});
export type ChargeMapping = z.infer<typeof ChargeMapping>;

/**
 * What an order becomes. sales-order-then-invoice: a sales order while it is open; once it is completed an invoice that
 * copies it, links to it and closes it.
 */
export const bookingModes = ["invoice", "sales-order", "sales-receipt", "sales-order-then-invoice"] as const;
export type BookingMode = (typeof bookingModes)[number];

/** All of it as it is saved today. */
export const SettingsShape = z.object({
  mode: z.enum(bookingModes).default("invoice"),
  /** By source id, where a source is booked differently. */
  sourceModes: z.record(z.string(), z.enum(bookingModes)).default({}),
  /** When the invoice of sales-order-then-invoice is made: when the order is completed, or whatever its status. */
  invoiceWhen: z.enum(["completed", "always"]).default("completed"),
  /** That invoice bears the order's number, or the next one QuickBooks gives. */
  invoiceNumbers: z.enum(["order", "next"]).default("order"),
  /** What happens to the documents of an order that is cancelled after they were sent. */
  whenCancelled: z.enum(["leave", "void"]).default("leave"),
  refundAs: z.enum(["credit-memo", "refund-receipt", "by-hand"]).default("credit-memo"),
  /** Use a credit memo up on the order's invoice while that is open. */
  applyCredits: z.boolean().default(true),
  /** by-itself: what is planned is sent. by-hand: a person exports it. */
  exports: z.enum(["by-itself", "by-hand"]).default("by-itself"),
  /** By what a customer of an order is recognised in the books. */
  customerMatch: z.enum(["name", "email", "company"]).default("name"),
  /** What happens when the books do not have it: make it, wait for a person, book on one customer for all. */
  whenCustomerMissing: z.enum(["create", "hold", "one"]).default("create"),
  oneCustomer: z.string().trim().min(1).max(100).default("Web Store"),
  /** Whether the job of an order becomes a sub-customer. */
  jobs: z.enum(["ignore", "sub-customer"]).default("ignore"),
  /** Customer and job must be linked by a person or a match before anything of the order goes. */
  linksRequired: z.boolean().default(false),
  /** The ledger's payment method by ours, in lower case; what is not named goes by its own name. */
  paymentMethods: z.record(z.string(), z.string()).default({}),
  /** Likewise the ledger's terms and classes, by what orders and mappings call them. */
  terms: z.record(z.string(), z.string()).default({}),
  classes: z.record(z.string(), z.string()).default({}),
  /** Create an item when QuickBooks has none of that name; otherwise its absence is a problem a person decides. */
  createItems: z.boolean().default(false),
  incomeAccount: z.string().default("Sales of Product Income").describe("For items we create."),
  /** Items that people had created one by one, whatever `createItems` says: the income account of each, by its name in lower case. */
  newItems: z.record(z.string(), z.string()).default({}),
  /** By charge code in lower case. */
  chargeMappings: z.record(z.string(), ChargeMapping).default({}),
  defaultMapping: ChargeMapping.default({}),
  shippingItem: z.string().default("Shipping"),
  taxCode: z.string().optional().describe("The company's tax code by name, for taxable documents."),
  /** What is written on documents: templates, by kind and situation. */
  descriptions: Descriptions.prefault({}),
  numberPrefix: z.string().max(10).default(""),
  sendPayments: z.boolean().default(true),
  /** Payments of an order that has only a sales order yet: sent without an invoice, or kept until there is one. */
  openPayments: z.enum(["unapplied", "wait"]).default("unapplied"),
  depositAccount: z.string().optional(),
  /** So much may QuickBooks' own sum differ, in the document's currency, for a person to accept it. */
  roundingTolerance: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,2})?$/, "Write an amount such as 0.05.")
    .default("0.05"),
  /** Charge sets with the same invoice number and the same payer become one invoice. */
  combineInvoices: z.boolean().default(true),
});
export type CompanySettings = z.infer<typeof SettingsShape>;

/** Also reads what earlier versions saved. */
export const CompanySettings = z.preprocess(withDescriptions, SettingsShape);
export const defaultSettings: CompanySettings = CompanySettings.parse({});
