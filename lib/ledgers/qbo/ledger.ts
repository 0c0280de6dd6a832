// QuickBooks Online as a conversation: what to say next, what the answer means. Pure; the carrier carries.
import type { Ledger } from "#lib/ledgers/ledger.ts";
import type { Books } from "#lib/ledgers/ledger.ts";
import { limits as pushLimits, type Push } from "#lib/sync/push.ts";
import type { QboAnswer } from "./answer.ts";
import { entityOf, questionOf } from "./ask.ts";
import { check } from "./check.ts";
import { qboLimits } from "./limits.ts";
import { readResponse } from "./read.ts";
import { actsAsCreate, stageOf, versionOf } from "./stage.ts";
import type { JsonObject, QboRequest } from "./wire.ts";
import { customerBody, itemBody } from "./write-names.ts";
import { paymentBody } from "./write-payment.ts";
import { saleBody } from "./write-sale.ts";

/** How many documents one batch call may hold; more is fault 1040. */
const BATCH_MAX = 30;

export const qbo: Ledger<QboRequest, QboAnswer> = {
  kind: "qbo",
  limits: {
    numberLength: qboLimits.numberLength,
    descriptionLength: qboLimits.descriptionLength,
    nameLength: qboLimits.nameLength,
    turnsMax: pushLimits.turnsMax,
    batchMax: BATCH_MAX,
    accepts: ["customer", "item", "invoice", "payment"],
  },
  check,
  nextRequest,
  readResponse,
};

function nextRequest(push: Push, books: Books): QboRequest {
  const stage = stageOf(push);
  if (stage !== "write") return questionOf(push, stage);
  const entity = entityOf(push.document);
  if (actsAsCreate(push)) return { is: "write", entity, operation: "create", body: bodyOf(push, books) };
  const version = versionOf(push);
  if (!version) throw new Error(`Push ${push.pushId} changes a document whose version is not known`);
  const own: JsonObject = { Id: version.ledgerId, SyncToken: version.versionToken };
  if (push.operation === "void") return voidRequest(push, own);
  return { is: "write", entity, operation: "update", body: { ...own, sparse: true, ...bodyOf(push, books) } };
}

/** Customers and items cannot be deleted or voided: they are made inactive. */
function voidRequest(push: Push, own: JsonObject): QboRequest {
  const entity = entityOf(push.document);
  switch (entity) {
    case "Customer":
    case "Item":
      return { is: "write", entity, operation: "update", body: { ...own, sparse: true, Active: false } };
    case "Invoice":
      return { is: "write", entity, operation: "void", body: own };
    case "Payment":
      return { is: "write", entity, operation: "void", body: { ...own, sparse: true } };
    default:
      return entity satisfies never;
  }
}

function bodyOf(push: Push, books: Books): JsonObject {
  const { document } = push;
  switch (document.kind) {
    case "customer":
      return customerBody(document, push);
    case "item":
      return itemBody(document, push, books);
    case "payment":
      return paymentBody(document, push, books);
    default:
      return saleBody(document, push, books);
  }
}
