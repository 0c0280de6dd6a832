// QuickBooks Online as a conversation: what to say next, what the answer means. Pure; the carrier carries.
import { documentKinds } from "#lib/documents/document.ts";
import type { Ledger } from "#lib/ledgers/ledger.ts";
import type { Books } from "#lib/ledgers/ledger.ts";
import { limits as pushLimits, type Push } from "#lib/sync/push.ts";
import type { QboAnswer } from "./answer.ts";
import { entityOf, questionOf } from "./ask.ts";
import { check } from "./check.ts";
import { endings, isNameList } from "./entities.ts";
import { qboLimits } from "./limits.ts";
import { deactivateEntry } from "./name-lists.ts";
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
    accepts: documentKinds,
  },
  check,
  nextRequest,
  readResponse,
};

function nextRequest(push: Push, books: Books): QboRequest {
  const stage = stageOf(push);
  if (stage !== "write") return questionOf(push, stage);
  const entity = entityOf(push);
  if (actsAsCreate(push)) {
    const shared = push.memory.mayShareNumber === true ? { mayShareNumber: true } : {};
    return { is: "write", entity, operation: "create", body: bodyOf(push, books), ...shared };
  }
  const version = versionOf(push);
  if (!version) throw new Error(`Push ${push.pushId} changes a document whose version is not known`);
  if (push.operation === "void") return endRequest(push, version);
  const own: JsonObject = { Id: version.ledgerId, SyncToken: version.versionToken };
  return { is: "write", entity, operation: "update", body: { ...own, sparse: true, ...bodyOf(push, books) } };
}

/** Takes a document back, the way its kind allows: void, delete, or (names) make inactive. */
function endRequest(push: Push, version: NonNullable<ReturnType<typeof versionOf>>): QboRequest {
  const entity = entityOf(push);
  if (isNameList(entity)) return deactivateEntry(entity, version);
  const own: JsonObject = { Id: version.ledgerId, SyncToken: version.versionToken };
  if (endings[entity] === "delete") return { is: "write", entity, operation: "delete", body: own };
  return { is: "write", entity, operation: "void", body: entity === "Invoice" ? own : { ...own, sparse: true } };
}

function bodyOf(push: Push, books: Books): JsonObject {
  const { document } = push;
  switch (document.kind) {
    case "customer":
      return customerBody(document, push, books);
    case "item":
      return itemBody(document, push, books);
    case "payment":
      return paymentBody(document, push, books);
    case "sales-order":
    case "invoice":
    case "sales-receipt":
    case "credit-memo":
    case "refund-receipt":
      return saleBody(document, push, books);
    default:
      return document satisfies never;
  }
}
