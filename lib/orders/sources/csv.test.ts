// Lines of a file become orders: columns found, lines grouped, bad ones refused with the place and the reason.
import { describe, expect, test } from "vitest";

import { checkOrder, faultSentence } from "../check.ts";
import { detectColumns, mappingFaults, withRemembered, type ColumnMapping } from "./csv-columns.ts";
import { refusedHeader, refusedLine } from "./csv-refused.ts";
import { csvReader } from "./csv.ts";
import { previewCsv } from "./preview.ts";

const READ_AT = "2026-11-22T09:00:00.000Z";
const HEADER =
  "Load Number,Invoice Number,Customer,Bill To,Delivered,Terms,Container,PO Number,Driver,Charge Code,Qty,Rate,Amount,Payment Date,Payment Method,Paid Amount";

function mappingOf(header: readonly string[], rows: readonly (readonly string[])[]): ColumnMapping {
  const detected = detectColumns(header, rows);
  return {
    columns: detected.columns.map(({ header: name, target }) => ({ header: name, target })),
    dateFormat: detected.dateFormat,
  };
}

/** Reads a whole text the way an import does. */
function read(lines: readonly string[], header = HEADER) {
  const preview = previewCsv([header, ...lines].join("\n"), true);
  if ("reason" in preview) throw new Error(preview.reason);
  const reader = csvReader(
    mappingOf(
      preview.header,
      preview.rows.map((row) => row.cells),
    ),
  );
  const groups = [...preview.rows.map((row) => reader.push(row)), reader.end()].filter((group) => group !== null);
  const steps = groups.map((group) => reader.read(group, READ_AT));
  return {
    orders: steps.flatMap((step) => {
      if (!("draft" in step)) return [];
      const checked = checkOrder(step.draft.order);
      if ("faults" in checked) throw new Error(faultSentence(checked.faults));
      return [checked.checked.order];
    }),
    refused: steps.flatMap((step) => ("refused" in step ? step.refused : [])),
  };
}

describe("columns", () => {
  test("the header of a carrier's file is understood, with what belongs to no field kept under its own name", () => {
    const row = [
      "HL-1",
      "HL-1",
      "Acme",
      "Acme",
      "2026-11-18",
      "Net 30",
      "MSKU1234565",
      "PO-1",
      "R. Delgado",
      "Line Haul",
      "1",
      "425.00",
      "$425.00",
      "",
      "",
      "",
    ];
    const { columns } = mappingOf(HEADER.split(","), [row]);
    expect(columns.map((column) => column.target)).toEqual([
      "number",
      "invoiceNumber",
      "customerName",
      "billToName",
      "orderDate",
      "terms",
      "reference",
      "reference",
      "customField",
      "chargeCode",
      "quantity",
      "unitPrice",
      "amount",
      "paymentDate",
      "paymentMethod",
      "paymentAmount",
    ]);
    expect(mappingFaults({ columns, dateFormat: "YMD" })).toEqual([]);
  });

  test.each([
    ["Order #", "number"],
    ["invoice_no", "invoiceNumber"],
    ["loadNumber", "number"],
    ["SKU", "chargeCode"],
    ["Customer Name", "customerName"],
    ["Delivery Date", "orderDate"],
    ["BOL #", "reference"],
    ["Why it was refused", "ignore"],
  ])("%s is %s", (header, target) => {
    expect(detectColumns([header], [[]]).columns[0]?.target).toBe(target);
  });

  test("a column named like a date that holds none is left for a person to decide", () => {
    expect(detectColumns(["Delivered"], [["Yes"], ["No"]]).columns[0]?.target).toBe("customField");
  });

  test("a remembered mapping wins where the header is the same", () => {
    const detected = detectColumns(["Load Number", "Driver"], [["HL-1", "R. Delgado"]]);
    const remembered: ColumnMapping = { columns: [{ header: "Driver", target: "notes" }], dateFormat: "DMY" };
    expect(withRemembered(detected, remembered).columns.map((column) => column.target)).toEqual(["number", "notes"]);
  });

  test("a mapping without what every order needs says what is missing", () => {
    const faults = mappingFaults({
      columns: [
        { header: "A", target: "number" },
        { header: "B", target: "number" },
      ],
      dateFormat: "YMD",
    });
    expect(faults).toContain("Choose the column that holds the order date.");
    expect(faults).toContain('Two columns are both "Order number". Keep one.');
  });
});

describe("lines", () => {
  test("lines of one load are one order; another payer or invoice number is another charge set", () => {
    const { orders, refused } = read([
      "HL-1,HL-1,Acme,Acme,2026-11-18,Net 30,MSKU1234565,PO-1,Dee,Line Haul,1,425.00,$425.00,2026-11-20,ACH,$522.50",
      "HL-1,HL-1,Acme,Acme,2026-11-18,Net 30,MSKU1234565,PO-1,Dee,Chassis Usage,3,32.50,$97.50,2026-11-20,ACH,$522.50",
      'HL-1,HL-1-B,Acme,Redwood Foods,2026-11-18,Net 30,TCLU7654321,PO-1,Dee,Tolls,1,"1,038.47","$1,038.47",2026-11-20,ACH,$522.50',
      "HL-2,HL-2,Acme,,2026-11-19,Net 30,MSKU1111111,PO-2,Lou,Line Haul,2,212.50,,,,",
    ]);
    expect(refused).toEqual([]);
    expect(orders).toHaveLength(2);
    expect(orders[0]).toMatchObject({
      externalId: "HL-1",
      updatedAt: READ_AT,
      references: { Container: "MSKU1234565, TCLU7654321", "PO Number": "PO-1" },
      customFields: { Driver: "Dee" },
      chargeSets: [
        {
          charges: [
            { code: "Line Haul", amount: "425.00" },
            { code: "Chassis Usage", quantity: "3", unitPrice: "32.50" },
          ],
        },
        { number: "HL-1-B", billTo: { name: "Redwood Foods" }, charges: [{ code: "Tolls", amount: "1038.47" }] },
      ],
      payments: [{ method: "ACH", date: "2026-11-20", amount: "522.50" }],
    });
    expect(orders[1]).toMatchObject({
      externalId: "HL-2",
      chargeSets: [{ charges: [{ amount: "425.00" }] }],
      payments: [],
    });
  });

  test.each([
    ["HL-1,,Acme,,2026-11-18,,,,,Line Haul,1,,12;50,,,", 'Amount: "12;50"'],
    ["HL-1,,Acme,,2026-02-30,,,,,Line Haul,1,,12.50,,,", 'Order date: There is no day "2026-02-30"'],
    [",,Acme,,2026-11-18,,,,,Line Haul,1,,12.50,,,", "The order number is empty."],
    ["HL-1,,,,2026-11-18,,,,,Line Haul,1,,12.50,,,", "The customer is empty."],
    ["HL-1,,Acme,,2026-11-18,,,,,,1,,12.50,,,", "The charge code is empty."],
    ["HL-1,,Acme,,2026-11-18,,,,,Line Haul,1,,,,,", "The amount is empty."],
    ["HL-1,,Acme,,2026-11-18,,,,,Line Haul,1,,12.50,,,50.00", "There is a payment without a date."],
    ["HL-1,,Acme,,2026-11-18,,,,,Line Haul,1,,12.50,,,,x,y", "The line has 18 cells and the header 16"],
    ["HL-1,,Ac\uFFFDme,,2026-11-18,,,,,Line Haul,1,,12.50,,,", "Save the file as UTF-8"],
  ])("%s is refused", (line, reason) => {
    const good = "HL-9,,Acme,,2026-11-18,,,,,Line Haul,1,,12.50,,,";
    const { orders, refused } = read([good, good.replace("HL-9", "HL-8"), line]);
    expect(orders).toHaveLength(2);
    expect(refused).toEqual([{ line: 4, record: line.split(","), reason: expect.stringContaining(reason) as unknown }]);
  });

  test("one bad line refuses its whole order: half a load is not billed", () => {
    const { orders, refused } = read([
      "HL-1,,Acme,,2026-11-18,,,,,Line Haul,1,,425.00,,,",
      "HL-1,,Acme,,2026-11-18,,,,,Tolls,1,,n/a,,,",
      "HL-2,,Acme,,2026-11-18,,,,,Line Haul,1,,425.00,,,",
    ]);
    expect(orders.map((order) => order.number)).toEqual(["HL-2"]);
    expect(refused.map((row) => [row.line, row.reason])).toEqual([
      [2, 'Line 3 of the same order was refused: Amount: "n/a" is not an amount such as 1250.00.'],
      [3, 'Amount: "n/a" is not an amount such as 1250.00.'],
    ]);
  });

  test("lines of one order that contradict each other are refused", () => {
    const { refused } = read([
      "HL-1,,Acme,,2026-11-18,,,,,Line Haul,1,,425.00,,,",
      "HL-1,,Redwood,,2026-11-18,,,,,Tolls,1,,5.00,,,",
    ]);
    expect(refused[1]?.reason).toBe('Customer is "Redwood" here and "Acme" in line 2 of the same order.');
  });

  test("lines of one order that do not stand together never become a second, smaller order", () => {
    const { orders, refused } = read([
      "HL-1,,Acme,,2026-11-18,,,,,Line Haul,1,,425.00,,,",
      "HL-2,,Acme,,2026-11-18,,,,,Line Haul,1,,425.00,,,",
      "HL-1,,Acme,,2026-11-18,,,,,Tolls,1,,5.00,,,",
    ]);
    expect(orders).toHaveLength(2);
    expect(refused).toMatchObject([{ line: 4, reason: expect.stringContaining("begin at line 2") as unknown }]);
  });

  test("a quoted line break counts as a line, an empty line is passed over", () => {
    const { refused } = read([
      'HL-1,,"Acme\nImports",,2026-11-18,,,,,Line Haul,1,,1.00,,,',
      "",
      "HL-2,,Acme,,2026-11-18,,,,,Line Haul,1,,bad,,,",
    ]);
    expect(refused.map((row) => row.line)).toEqual([5]);
  });
});

describe("refused lines given back", () => {
  test("a formula is made harmless and read back as it was; numbers stay numbers", () => {
    const header = ["Load Number", "Customer", "Delivered", "Charge Code", "Amount"];
    const cells = ["HL-1", "=cmd|' /C calc'!A0", "2026-11-18", "@Tolls", "-5.00"];
    const file = refusedHeader(header) + refusedLine(header, cells, "Some, reason");
    expect(file).toBe(
      "Load Number,Customer,Delivered,Charge Code,Amount,Why it was refused\r\n" +
        "HL-1,'=cmd|' /C calc'!A0,2026-11-18,'@Tolls,-5.00,\"Some, reason\"\r\n",
    );
    const { orders } = read(file.split("\r\n").slice(1, 2), file.split("\r\n")[0]);
    expect(orders).toMatchObject([
      {
        customer: { name: "=cmd|' /C calc'!A0" },
        customFields: {},
        chargeSets: [{ charges: [{ code: "@Tolls", amount: "-5.00" }] }],
      },
    ]);
  });

  test("a reason from last time is replaced, not added to", () => {
    const header = ["Load Number", "Why it was refused"];
    expect(refusedHeader(header)).toBe("Load Number,Why it was refused\r\n");
    expect(refusedLine(header, ["HL-1", "old"], "new")).toBe("HL-1,new\r\n");
  });
});
