// Conversations about customers: found, made, inactive, or somebody else's name.
import { describe, expect, it } from "vitest";

import { qbo } from "./ledger.ts";
import { acme, books, push, recordedFault, recordedRows } from "./samples.ts";
import { none, turn } from "./talk.ts";

describe("a customer", () => {
  it("is looked for by name first, inactive ones included, with the name escaped", () => {
    const studio = { ...acme, name: "O'Brien, Máire & Sons" };
    expect(qbo.nextRequest(push(studio), books())).toEqual({
      is: "query",
      statement:
        "SELECT * FROM Customer WHERE DisplayName IN ('O\\'Brien, Máire & Sons', 'O\\'Brien, Máire & Sons (deleted)') AND Active IN (true, false) ORDERBY Id STARTPOSITION 1 MAXRESULTS 1000",
    });
  });

  it("that is there is linked, in any case of letters", () => {
    const { verdict } = turn(
      push(acme),
      200,
      recordedRows("Customer", [{ Id: "58", SyncToken: "3", DisplayName: "ACME Imports", Active: true }]),
    );
    expect(verdict).toEqual({ is: "posted", link: { ledgerType: "Customer", ledgerId: "58", versionToken: "3" } });
  });

  it("is meant before a job of somebody else with its name", () => {
    const job = { Id: "57", SyncToken: "0", DisplayName: "Acme Imports", Active: true, ParentRef: { value: "12" } };
    const itself = { Id: "58", SyncToken: "0", DisplayName: "Acme Imports", Active: true };
    const { verdict } = turn(push(acme), 200, recordedRows("Customer", [job, itself]));
    expect(verdict).toMatchObject({ is: "posted", link: { ledgerId: "58" } });
  });

  it("that was made inactive is a problem, not a second customer", () => {
    const row = { Id: "59", SyncToken: "1", DisplayName: "Acme Imports (deleted)", Active: false };
    const { verdict } = turn(push(acme), 200, recordedRows("Customer", [row]));
    expect(verdict).toMatchObject({ problem: { code: "customer-inactive", about: "Acme Imports" } });
  });

  it("whose name a vendor has is a problem about the name", () => {
    const looked = turn(push(acme), 200, none("Customer"));
    const refused = turn(
      looked.next,
      400,
      recordedFault("6240", "Duplicate Name Exists Error", "The name supplied already exists. : null"),
    );
    expect(looked.next.memory).toEqual({ lookedUp: true });
    const again = turn(refused.next, 200, none("Customer"));
    expect(again.verdict).toMatchObject({ problem: { code: "customer-name-taken", about: "Acme Imports" } });
  });

  it("that somebody else made a moment ago is linked", () => {
    const looked = turn(push(acme), 200, none("Customer"));
    const refused = turn(
      looked.next,
      400,
      recordedFault("6240", "Duplicate Name Exists Error", "The name supplied already exists. : null"),
    );
    const again = turn(
      refused.next,
      200,
      recordedRows("Customer", [{ Id: "61", SyncToken: "0", DisplayName: "Acme Imports", Active: true }]),
    );
    expect(again.verdict).toMatchObject({ is: "posted", link: { ledgerId: "61" } });
  });
});
