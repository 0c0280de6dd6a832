// How does an estimate become an invoice or a sales receipt, and what if that one goes away again?
import type { Change } from "./change.ts";
import { business } from "./faults.ts";
import { cannotLink } from "./faults-of-business.ts";
import { asRow, asRows, asText, type Row } from "./json.ts";

const KEPT = ["TimeActivity", "ReimburseCharge", "StatementCharge"];

const same = (a: Row, b: Row) => a.TxnId === b.TxnId && a.TxnType === b.TxnType;

function checkEstimate(change: Change, link: Row): void {
  const estimate = change.get("Estimate", asText(link.TxnId) ?? "");
  if (estimate === undefined) throw business("The entity to link does not exist.");
  if (estimate.TxnStatus === "Closed") throw cannotLink("The estimate is closed already.");
}

/** The links of a form: one estimate named by the client, payments as they are. Throws 620, 6000. */
export function formLinks(change: Change, row: Row, previous: Row | undefined): Row[] {
  const kept = asRows(previous?.LinkedTxn);
  const fresh = asRows(row.LinkedTxn).filter((link) => !kept.some((old) => same(old, link)));
  for (const link of fresh) {
    if (link.TxnType === "Estimate") checkEstimate(change, link);
    else if (!KEPT.includes(asText(link.TxnType) ?? "")) {
      throw cannotLink(`A sales form cannot be linked to ${asText(link.TxnType) ?? "this"}.`);
    }
  }
  const links = [...fresh, ...kept];
  if (links.filter((link) => link.TxnType === "Estimate").length > 1) throw cannotLink("One estimate can be linked.");
  return links;
}

/** The sold lines of a form made from an estimate name it too. */
export function linkLines(lines: Row[], links: Row[]): void {
  const estimate = links.find((link) => link.TxnType === "Estimate");
  if (estimate === undefined) return;
  for (const line of lines) {
    if (line.DetailType !== "SalesItemLineDetail") continue;
    line.LinkedTxn = [{ TxnId: estimate.TxnId, TxnType: "Estimate" }];
  }
}

/** Closes the estimate of a form. Recorded: the estimate's SyncToken stays, only its time moves. */
export function closeEstimates(change: Change, entity: string, form: Row): void {
  for (const link of asRows(form.LinkedTxn)) {
    if (link.TxnType !== "Estimate") continue;
    const estimate = change.get("Estimate", asText(link.TxnId) ?? "");
    if (estimate === undefined || estimate.TxnStatus === "Closed") continue;
    const meta = { ...asRow(estimate.MetaData), LastUpdatedTime: asRow(form.MetaData)?.LastUpdatedTime };
    const linked = [{ TxnId: asText(form.Id) ?? "", TxnType: entity }];
    change.put("Estimate", { ...estimate, TxnStatus: "Closed", LinkedTxn: linked, MetaData: meta });
  }
}

/** Opens the estimate again when the form made from it is deleted, where the company reads it so. */
export function reopenEstimates(change: Change, form: Row): void {
  if (!change.company.settings.readings.reopenEstimates) return;
  for (const link of asRows(form.LinkedTxn)) {
    if (link.TxnType !== "Estimate") continue;
    change.bump("Estimate", asText(link.TxnId) ?? "", { TxnStatus: "Pending", LinkedTxn: [] });
  }
}
