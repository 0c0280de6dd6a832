// How does a form of the bookkeeper's pages become one action, and what is said when it is refused?
import { z } from "zod";
import { clerkAction } from "./clerk.ts";
import type { Company } from "./company.ts";
import { entityOf, isSalesForm, type EntityName } from "./entities.ts";
import { fieldsOf } from "./edit-pages.ts";
import { Fault } from "./faults.ts";
import type { Answer } from "./http.ts";
import { asRow, asRows, asText, at, type Json, type Row } from "./json.ts";
import { decimal } from "./money.ts";

const ADDRESSES = ["list", "back", "again"];
const NUMBERS = ["UnitPrice", "DueDays"];

/** What a refusal means to a person at the page; the books' own words follow it. */
const IN_WORDS: Record<string, string> = {
  "610": "What you are looking for is gone: deleted, merged or made inactive.",
  "2020": "Something that must be filled in is empty.",
  "2050": "A text is too long.",
  "2060": "A date is not readable.",
  "2080": "A number is not readable.",
  "2210": "The e-mail address is not readable.",
  "2500": "Something you name does not exist or is inactive.",
  "5010": "Someone else changed this record meanwhile. Look at it again before you repeat your change.",
  "6000": "The books refuse this.",
  "6140": "This number is taken.",
  "6190": "The subscription of this company has ended; nothing can be written.",
  "6210": "The books are closed for this date. Move the closing date in the settings first.",
  "6240": "This name already exists.",
  "6540": "It stands on a deposit. Take it off the deposit first.",
};

function refusal(fault: Fault): string {
  const words = IN_WORDS[fault.code];
  return `${words === undefined ? "" : `${words} `}QuickBooks says: ${fault.detail} (code ${fault.code})`;
}

/** An amount as people type it ("1,250.00") as plain digits; other text stays for the check to refuse. */
function figure(text: string): string {
  const plain = text.replaceAll(/[,\s$]/g, "");
  return decimal(plain) === undefined ? text : plain;
}

/** The changed fields of the edit form as the body of a sparse update; emptied ones become null. */
function changedFields(entity: EntityName, row: Row, form: URLSearchParams): Row {
  const body: Row = {};
  for (const [path] of fieldsOf(entity)) {
    const text = form.get(`field.${path}`)?.trim().replaceAll("\r\n", "\n");
    if (text === undefined || text === (asText(at(row, path)) ?? "")) continue;
    const [head = "", inner] = path.split(".");
    const typed = NUMBERS.includes(head) ? figure(text) : text;
    const value: Json = NUMBERS.includes(head) && decimal(typed) !== undefined ? Number(typed) : typed;
    if (inner === undefined) {
      body[head] = value === "" ? null : value;
      continue;
    }
    const whole: Row = { ...asRow(row[head]), ...asRow(body[head]), [inner]: value === "" ? undefined : value };
    const filled = Object.entries(whole).some(([name, entry]) => name !== "Id" && entry !== undefined);
    body[head] = filled ? whole : null;
  }
  return body;
}

type LineEdit = { id: string; [field: string]: string | boolean };

/** Only what differs from the stored line, so that an untouched amount follows quantity and rate. */
function changedLines(row: Row, form: URLSearchParams): LineEdit[] {
  return asRows(row.Line).flatMap((line): LineEdit[] => {
    const id = asText(line.Id);
    if (id === undefined) return [];
    const detail = asRow(line.SalesItemLineDetail);
    const edit: LineEdit = { id };
    if (form.get(`line.${id}.remove`) === "true") edit.remove = true;
    const before = {
      description: line.Description,
      quantity: detail?.Qty,
      rate: detail?.UnitPrice,
      amount: line.Amount,
    };
    for (const [name, old] of Object.entries(before)) {
      const text = form.get(`line.${id}.${name}`)?.trim();
      if (text === undefined || text === (asText(old) ?? "") || (text === "" && name !== "description")) continue;
      edit[name] = name === "description" ? text : figure(text);
    }
    return Object.keys(edit).length === 1 ? [] : [edit];
  });
}

function editAction(company: Company, form: URLSearchParams): unknown {
  const entity = entityOf(form.get("entity") ?? "");
  const id = form.get("id") ?? "";
  const row = entity === undefined ? undefined : company.get(entity, id);
  const who = { entity, id, syncToken: form.get("syncToken") ?? "" };
  if (entity === undefined || row === undefined) return { do: "update", ...who };
  const body = changedFields(entity, row, form);
  if (!isSalesForm(entity)) return { do: "update", ...who, body };
  const amount = form.get("add.amount")?.trim() ?? "";
  const item = form.get("add.item") ?? "";
  const description = form.get("add.description")?.trim() ?? "";
  const line = {
    amount: figure(amount),
    ...(item === "" ? {} : { item }),
    ...(description === "" ? {} : { description }),
  };
  return { do: "edit-lines", ...who, body, lines: changedLines(row, form), add: amount === "" ? [] : [line] };
}

/** The form's fields as the clerk's action; numbers, lists and preferences get their type. */
function actionOf(company: Company, form: URLSearchParams): unknown {
  if (form.get("do") === "edit") return editAction(company, form);
  const action: Row = {};
  const preferences: Row = {};
  for (const [name, value] of form) {
    if (ADDRESSES.includes(name) || value === "" || name === "payments") continue;
    const [head = "", inner] = name.split(".");
    if (head === "preference" && inner !== undefined)
      preferences[inner] = value === "true" ? true : value === "false" ? false : value;
    else if (inner !== undefined) action[head] = { ...asRow(action[head]), [inner]: value };
    else action[name] = name === "dueDays" ? Number(value) : name === "amount" ? figure(value) : value;
  }
  if (action.do === "deposit") return { ...action, payments: form.getAll("payments") };
  if (action.do !== "set-preference") return action;
  if (form.has("preference.bookCloseDate")) preferences.bookCloseDate ??= null;
  return { ...action, preferences };
}

function problemOf(error: unknown): string {
  if (error instanceof Fault) return refusal(error);
  if (error instanceof z.ZodError) {
    if (error.issues[0]?.path[0] === "do") return "There is no such action.";
    return error.issues.map((issue) => `${issue.path.join(" ") || "The form"}: ${issue.message}`).join("; ");
  }
  throw error;
}

/** Does what a posted form asks for and leads back to a page that says what came of it. */
export function act(company: Company, nowMs: number, text: string): Answer {
  const form = new URLSearchParams(text);
  const usual = `/app/company/${company.realm}?list=${encodeURIComponent(form.get("list") ?? "Customer")}`;
  // Only our own pages: an address of another site in a form must not be followed.
  const local = (name: string) => {
    const path = form.get(name);
    return path !== null && /^\/app\/[^\\]*$/.test(path) ? path : usual;
  };
  let target: URL;
  try {
    clerkAction(company, nowMs, actionOf(company, form));
    target = new URL(local("back"), "http://127.0.0.1");
    target.searchParams.set("done", "Saved.");
  } catch (error) {
    const problem = problemOf(error);
    target = new URL(local("again"), "http://127.0.0.1");
    target.searchParams.set("problem", problem);
  }
  company.journal?.flush();
  return { status: 303, body: "", type: "text/plain", headers: { Location: `${target.pathname}${target.search}` } };
}
