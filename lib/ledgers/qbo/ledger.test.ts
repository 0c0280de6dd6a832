// Conversations with QuickBooks Online: what is said, what is understood.
import { describe, expect, it } from "vitest";

import { qbo } from "./ledger.ts";
import { books, invoice, payment, push, recordedFault, recordedInvoice, recordedRows } from "./samples.ts";
import { none, turn } from "./talk.ts";

describe("an invoice of a known customer", () => {
  it("is one create with exact amounts, references by id and our marker", () => {
    expect(qbo.nextRequest(push(invoice), books())).toEqual({
      is: "write",
      entity: "Invoice",
      operation: "create",
      body: {
        DocNumber: "HL-10001",
        TxnDate: "2026-09-14",
        CustomerRef: { value: "58" },
        SalesTermRef: { value: "3" },
        ClassRef: { value: "21" },
        BillEmail: { Address: "ap@acme.example" },
        CustomerMemo: { value: "Container MSCU1234567" },
        PrivateNote: "[tieout 0199]",
        Line: [
          {
            DetailType: "SalesItemLineDetail",
            Amount: 425,
            Description: "Long Beach to Ontario",
            SalesItemLineDetail: {
              ItemRef: { value: "11" },
              Qty: 1,
              UnitPrice: 425,
              TaxCodeRef: { value: "NON" },
              ServiceDate: "2026-09-13",
            },
          },
          {
            DetailType: "SalesItemLineDetail",
            Amount: 80.75,
            SalesItemLineDetail: { ItemRef: { value: "12" }, TaxCodeRef: { value: "NON" } },
          },
        ],
      },
    });
  });

  it("is posted with QuickBooks' id and version", () => {
    const { verdict } = turn(push(invoice), 200, recordedInvoice());
    expect(verdict).toEqual({
      is: "posted",
      link: { ledgerType: "Invoice", ledgerId: "155", versionToken: "0" },
      told: { number: "HL-10001", totalMinor: "50575" },
    });
  });

  it("that comes to another total is linked, and a problem that names both", () => {
    const { verdict } = turn(push(invoice), 200, recordedInvoice({ TotalAmt: 505.76 }));
    expect(verdict).toMatchObject({
      is: "problem",
      problem: {
        code: "total-differs",
        detail: "Invoice HL-10001 comes to $505.75 here and to $505.76 in QuickBooks.",
      },
      link: { ledgerId: "155" },
    });
  });

  it("bears the shop's discount, shipping, tax code and tax, so that nothing is computed again", () => {
    const sale = {
      ...invoice,
      discount: { minor: "1000", currency: "USD" },
      shipping: { minor: "599", currency: "USD" },
      tax: { code: "California 7.25%", amount: { minor: "3000", currency: "USD" } },
    };
    const request = qbo.nextRequest(push(sale), books());
    expect(request).toMatchObject({
      body: {
        TxnTaxDetail: { TxnTaxCodeRef: { value: "5" }, TotalTax: 30 },
        ApplyTaxAfterDiscount: true,
        Line: [
          {},
          {},
          { Amount: 5.99, SalesItemLineDetail: { ItemRef: { value: "SHIPPING_ITEM_ID" } } },
          { Amount: 10, DetailType: "DiscountLineDetail", DiscountLineDetail: { PercentBased: false } },
        ],
      },
    });
  });
});

describe("an invoice that came to another total and is sent again", () => {
  const link = { ledgerType: "Invoice", ledgerId: "155", versionToken: "0" };

  it("is compared, not made twice", () => {
    const corrected = recordedRows("Invoice", [JSON.parse(recordedInvoice()).Invoice]);
    const { said, verdict } = turn(push(invoice, { link }), 200, corrected);
    expect(said).toEqual({ is: "query", statement: "SELECT * FROM Invoice WHERE Id = '155'" });
    expect(verdict).toMatchObject({ is: "posted", link, told: { totalMinor: "50575" } });
  });

  it("is made anew when somebody deleted it", () => {
    const { next } = turn(push(invoice, { link }), 200, none("Invoice"));
    expect(qbo.nextRequest(next, books())).toMatchObject({ is: "write", operation: "create" });
  });
});

describe("an invoice whose answer was lost", () => {
  const lost = push(invoice, { unsure: true });

  it("is looked for by its number before anything is written, and adopted by its marker", () => {
    const { said, verdict } = turn(lost, 200, recordedRows("Invoice", [JSON.parse(recordedInvoice()).Invoice]));
    expect(said).toEqual({
      is: "query",
      statement: "SELECT * FROM Invoice WHERE DocNumber = 'HL-10001' ORDERBY Id STARTPOSITION 1 MAXRESULTS 1000",
    });
    expect(verdict).toMatchObject({ is: "posted", link: { ledgerId: "155" } });
  });

  it("that somebody edited before it was found is linked as we left it, so that the edit is seen", () => {
    const edited = { ...JSON.parse(recordedInvoice()).Invoice, SyncToken: "3" };
    const { verdict } = turn(lost, 200, recordedRows("Invoice", [edited]));
    expect(verdict).toMatchObject({ is: "posted", link: { ledgerId: "155", versionToken: "0" } });
  });

  it("is created when QuickBooks has none", () => {
    const { next } = turn(lost, 200, none("Invoice"));
    expect(qbo.nextRequest(next, books())).toMatchObject({ is: "write", operation: "create" });
  });

  it("is not taken for somebody else's of the same number", () => {
    const stranger = { ...JSON.parse(recordedInvoice()).Invoice, PrivateNote: "made by hand" };
    const { next } = turn(lost, 200, recordedRows("Invoice", [stranger]));
    const second = turn(
      next,
      400,
      recordedFault("6140", "Duplicate Document Number Error", "This number has already been used."),
    );
    expect(second.verdict).toMatchObject({ problem: { code: "number-used", about: "HL-10001" } });
  });
});

describe("a payment", () => {
  it("is applied to its invoice and bears method, reference and marker", () => {
    expect(qbo.nextRequest(push(payment), books({ depositAccount: "Undeposited Funds" }))).toEqual({
      is: "write",
      entity: "Payment",
      operation: "create",
      body: {
        CustomerRef: { value: "58" },
        TxnDate: "2026-10-01",
        TotalAmt: 505.75,
        PaymentRefNum: "1042",
        PaymentMethodRef: { value: "2" },
        DepositToAccountRef: { value: "4" },
        PrivateNote: "[tieout 0199]",
        Line: [{ Amount: 505.75, LinkedTxn: [{ TxnId: "155", TxnType: "Invoice" }] }],
      },
    });
  });

  it("whose answer was lost is looked for page by page among the customer's payments of the day", () => {
    const others = Array.from({ length: 1000 }, (_, index) => ({ Id: String(index + 1), PrivateNote: "" }));
    const first = turn(push(payment, { unsure: true }), 200, recordedRows("Payment", others));
    expect(first.said).toMatchObject({
      statement: expect.stringContaining("CustomerRef = '58' AND TxnDate = '2026-10-01'"),
    });
    const again = { ...first.next, unsure: true };
    expect(qbo.nextRequest(again, books())).toMatchObject({ statement: expect.stringContaining("STARTPOSITION 1001") });
    const second = turn(
      again,
      200,
      recordedRows("Payment", [{ Id: "1001", SyncToken: "0", TotalAmt: 505.75, PrivateNote: "[tieout 0199]" }]),
    );
    expect(second.verdict).toMatchObject({ is: "posted", link: { ledgerId: "1001" } });
  });
});

describe("a change", () => {
  const link = { ledgerType: "Invoice", ledgerId: "155", versionToken: "0" };
  const change = push(invoice, { operation: "update", link });

  it("is sparse and bears the version last seen", () => {
    expect(qbo.nextRequest(change, books())).toMatchObject({
      operation: "update",
      body: { Id: "155", SyncToken: "0", sparse: true },
    });
  });

  it("of a version that moved on is read again and sent with the new one", () => {
    const stale = turn(
      change,
      400,
      recordedFault("5010", "Stale Object Error", "Stale Object Error : You and Ann were working on this."),
    );
    const read = turn(stale.next, 200, recordedRows("Invoice", [{ Id: "155", SyncToken: "2", TotalAmt: 505.75 }]));
    expect(read.said).toEqual({ is: "query", statement: "SELECT * FROM Invoice WHERE Id = '155'" });
    expect(qbo.nextRequest(read.next, books())).toMatchObject({ operation: "update", body: { SyncToken: "2" } });
  });

  it("of what was deleted in QuickBooks is a problem", () => {
    const { verdict } = turn(
      change,
      400,
      recordedFault("610", "Object Not Found", "Object Not Found : Another user has deleted this transaction."),
    );
    expect(verdict).toMatchObject({ problem: { code: "already-gone", about: "Invoice HL-10001" } });
  });

  it("that voids an invoice is its own operation; a payment is updated with a flag", () => {
    const voided = push(invoice, { operation: "void", link });
    expect(qbo.nextRequest(voided, books())).toEqual({
      is: "write",
      entity: "Invoice",
      operation: "void",
      body: { Id: "155", SyncToken: "0" },
    });
    const back = push(payment, { operation: "void", link: { ...link, ledgerType: "Payment" } });
    expect(qbo.nextRequest(back, books())).toMatchObject({ operation: "void", body: { sparse: true } });
  });

  it("that voids what is void already is done", () => {
    const lost = push(invoice, { operation: "void", link, unsure: true });
    const { verdict } = turn(
      lost,
      200,
      recordedRows("Invoice", [{ Id: "155", SyncToken: "1", TotalAmt: 0, PrivateNote: "Voided - [tieout 0199]" }]),
    );
    expect(verdict).toEqual({ is: "posted", link: { ...link, versionToken: "1" } });
  });
});

describe("a refusal that names nobody", () => {
  const inactive = recordedFault(
    "2500",
    "Invalid Reference Id",
    "Invalid Reference Id : Something you're trying to use has been made inactive.",
  );

  it("is traced to the customer, else to the item of a line", () => {
    const refused = turn(push(invoice), 400, inactive);
    const customer = turn(
      refused.next,
      200,
      recordedRows("Customer", [{ Id: "58", DisplayName: "Acme Imports", Active: true }]),
    );
    const items = turn(
      customer.next,
      200,
      recordedRows("Item", [
        { Id: "11", Name: "Line Haul", Active: true, Type: "Service" },
        { Id: "12", Name: "Fuel Surcharge (deleted)", Active: false, Type: "Service" },
      ]),
    );
    expect(items.verdict).toMatchObject({ problem: { code: "item-inactive", about: "Fuel Surcharge" } });
  });

  it("of an item our list did not know yet is asked for and remembered", () => {
    const unread = books({}, { item: [] });
    expect(qbo.nextRequest(push(invoice), unread)).toMatchObject({
      body: { Line: [{ SalesItemLineDetail: { ItemRef: { value: "0" } } }, {}] },
    });
    const refused = turn(
      push(invoice),
      400,
      recordedFault("2500", "Invalid Reference Id", "Invalid Reference Id : Items element id 0 not found"),
    );
    const items = turn(
      refused.next,
      200,
      recordedRows("Item", [
        { Id: "41", Name: "Line Haul", Active: true, Type: "Service" },
        { Id: "42", Name: "Fuel Surcharge", Active: true, Type: "Service" },
      ]),
    );
    expect(qbo.nextRequest(items.next, unread)).toMatchObject({
      body: {
        Line: [
          { SalesItemLineDetail: { ItemRef: { value: "41" } } },
          { SalesItemLineDetail: { ItemRef: { value: "42" } } },
        ],
      },
    });
  });

  it("that repeats after nothing was found is a problem, not a circle", () => {
    const again = turn(push(invoice, { memory: { culpritAsked: true } }), 400, inactive);
    expect(again.verdict).toMatchObject({ problem: { code: "unknown", about: "QuickBooks error 2500" } });
  });
});
