// How do the PDF of a form and the tax service look?
import { badLength, badName, lapsed, nameTaken, notFound, required } from "./faults.ts";
import type { Company } from "./company.ts";
import type { EntityName } from "./entities.ts";
import { asRows, asText, type Row } from "./json.ts";
import { decimal } from "./money.ts";
import { addTaxCode } from "./templates.ts";

/** A small valid PDF that names the form; one page, one line of text. Throws 610 for an unknown id. */
export function formPdf(company: Company, entity: EntityName, id: string): string {
  const row = company.get(entity, id);
  if (row === undefined) throw notFound();
  const title = `${entity} ${asText(row.DocNumber) ?? id} - ${company.name}`.replaceAll(/[^\x20-\x7e]|[()\\]/g, "?");
  const text = `BT /F1 18 Tf 72 720 Td (${title}) Tj ET`;
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
    `<</Length ${text.length}>>stream\n${text}\nendstream`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
  ];
  let file = "%PDF-1.4\n";
  const starts = objects.map((object, index) => {
    const start = file.length;
    file += `${index + 1} 0 obj${object}endobj\n`;
    return start;
  });
  const table = starts.map((start) => `${String(start).padStart(10, "0")} 00000 n \n`).join("");
  const end = file.length;
  return `${file}xref\n0 6\n0000000000 65535 f \n${table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${end}\n%%EOF\n`;
}

/** POST /taxservice/taxcode: the only way the API makes tax codes. Throws 2020, 2040, 6240. */
export function taxService(company: Company, nowMs: number, body: Row): Row {
  if (company.settings.preferences.subscription === "lapsed") throw lapsed();
  const name = asText(body.TaxCode)?.trim();
  const details = asRows(body.TaxRateDetails);
  if (name === undefined || name === "") throw required("TaxCode");
  if (details.length === 0) throw required("TaxRateDetails");
  if (name.length > 100) throw badLength("TaxCode", 100, name.length, 1);
  if (name.includes(":")) throw badName("TaxCode");
  if (company.table("TaxCode").find("Name", name).length > 0) throw nameTaken(false);
  const rates = details.map((detail) => {
    if (decimal(detail.RateValue) === undefined) throw required("RateValue");
    return { name: asText(detail.TaxRateName) ?? name, percent: Number(detail.RateValue) };
  });
  const code = addTaxCode(company, nowMs, name, rates);
  return { TaxCode: name, TaxCodeId: asText(code.Id) ?? "", TaxRateDetails: details };
}
