// What can a person do about the payments of an order? Record, change, take away, compare with the books, take an invoice over.
"use server";

import { tenantAction } from "#app/_session/action.ts";
import { applyPayments } from "#lib/operations/apply-payments.ts";
import { comparePayments } from "#lib/operations/compare-payments.ts";
import { listInvoices } from "#lib/operations/list-invoices.ts";
import { changePayment, recordPayment } from "#lib/operations/record-payment.ts";
import { removePayment } from "#lib/operations/remove-payment.ts";
import { takeOverInvoice } from "#lib/operations/take-over-invoice.ts";
import {
  ApplyPayments,
  ChangePayment,
  ComparePayments,
  ListInvoices,
  RecordPayment,
  RemovePayment,
  TakeOverInvoice,
} from "#lib/sync/invoices.ts";

export const record = tenantAction(RecordPayment, recordPayment);
export const change = tenantAction(ChangePayment, changePayment);
export const remove = tenantAction(RemovePayment, removePayment);
export const compare = tenantAction(ComparePayments, comparePayments);
export const apply = tenantAction(ApplyPayments, applyPayments);
export const invoicesOfCustomer = tenantAction(ListInvoices, listInvoices);
export const takeOver = tenantAction(TakeOverInvoice, takeOverInvoice);
