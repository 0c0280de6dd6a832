// Does the digest say what needs a person, in plain words and with its money, and nothing on a day on which nothing does?
import { expect, test } from "vitest";

import type { CompanyFileProof } from "#lib/today/today.ts";

import { digestOf, type DigestFacts } from "./digest.ts";
import { htmlOf, textOf } from "./letter.ts";

const file: CompanyFileProof = {
  companyFileId: "0197aaaa-0000-7000-8000-000000000001",
  name: "Harbor Line",
  isSimulated: false,
  connection: "connected",
  listsReadAt: null,
  changesReadAt: null,
  nextLookAt: null,
  isPaused: false,
  proof: { is: "fresh", provenAt: "2026-11-28T06:00:00.000Z", expectedBy: null },
};
const quiet: DigestFacts = {
  tenant: "Harborline",
  news: [],
  pageUrl: (path) => `https://books.example.com${path}`,
  today: {
    now: "2026-11-28T07:00:00.000Z",
    problems: 0,
    stuck: [],
    needs: [],
    oldest: null,
    causes: [],
    drifted: 0,
    companyFiles: [file],
    goneMappings: [],
    days: [
      { day: "2026-11-27", posted: 1_412, cameUp: 0, resolved: 0, medianMinutes: null },
      { day: "2026-11-28", posted: 3, cameUp: 0, resolved: 0, medianMinutes: null },
    ],
  },
};
const stuck = [
  { minor: "70000", currency: "CAD" },
  { minor: "4821000", currency: "USD" },
];
const busy: DigestFacts = {
  ...quiet,
  today: {
    ...quiet.today,
    problems: 37,
    stuck,
    needs: [{ companyFileId: file.companyFileId, company: file.name, tabs: [], problems: 37, stuck, drifted: 1 }],
    oldest: {
      companyFileId: "0197aaaa-0000-7000-8000-000000000001",
      rowId: "0197aaaa-0000-7000-8000-000000000002",
      tab: "invoices",
      title: "Invoice 1042",
      party: "Smith & <Sons>",
      since: "2026-11-03T08:00:00.000Z",
    },
    causes: [
      {
        companyFileId: file.companyFileId,
        company: "Harbor Line",
        tab: "invoices",
        code: "item-missing",
        about: "Detention",
        rows: 36,
        money: [{ minor: "4821000", currency: "USD" }],
      },
      {
        companyFileId: file.companyFileId,
        company: "Harbor Line",
        tab: "customers",
        code: "customer-gone",
        about: "ACME",
        rows: 1,
        money: [],
      },
    ],
    drifted: 1,
  },
};

test("a busy day, word for word", () => {
  const digest = digestOf(busy)!;
  expect(digest.subject).toBe("Harborline: 37 problems, CA$700.00 + $48,210.00 wait");
  expect(textOf(digest)).toBe(`What needs you

- 37 problems are open; CA$700.00 + $48,210.00 wait.
  https://books.example.com/problems?company=0197aaaa-0000-7000-8000-000000000001
- The oldest: Invoice 1042, Smith & <Sons>, since 3 November 2026.
  https://books.example.com/problems?company=0197aaaa-0000-7000-8000-000000000001&tab=invoices&open=0197aaaa-0000-7000-8000-000000000002
- 1 document was changed in QuickBooks after being sent.
  https://books.example.com/problems/drift?company=0197aaaa-0000-7000-8000-000000000001

Top causes

- QuickBooks has no item Detention: 36 invoices, $48,210.00
  https://books.example.com/problems?company=0197aaaa-0000-7000-8000-000000000001&tab=invoices&code=item-missing&about=Detention
- Customer ACME is no longer in QuickBooks: 1 customer
  https://books.example.com/problems?company=0197aaaa-0000-7000-8000-000000000001&tab=customers&code=customer-gone&about=ACME

Posted

- 1,412 documents were posted on 27 November 2026 (UTC).

- Change or end this mail
  https://books.example.com/settings/notifications
`);
});

test("of several companies each has its own line, which leads to it", () => {
  const second = { ...file, companyFileId: "0197aaaa-0000-7000-8000-000000000009", name: "Lakeside" };
  const { companyFileId } = second;
  const needs = [
    ...busy.today.needs,
    { companyFileId, company: second.name, tabs: [], problems: 1, stuck: [], drifted: 2 },
  ];
  const goneMappings = [{ companyFileId, company: "Lakeside", setting: "Item", detail: "The item Rush is gone" }];
  const text = textOf(
    digestOf({ ...busy, today: { ...busy.today, companyFiles: [file, second], needs, goneMappings } })!,
  );
  expect(text).toContain(`- 37 problems are open in Harbor Line; CA$700.00 + $48,210.00 wait.
  https://books.example.com/problems?company=0197aaaa-0000-7000-8000-000000000001
- 1 problem is open in Lakeside.
  https://books.example.com/problems?company=0197aaaa-0000-7000-8000-000000000009
`);
  expect(text).toContain(`- 2 documents were changed in QuickBooks of Lakeside after being sent.
  https://books.example.com/problems/drift?company=0197aaaa-0000-7000-8000-000000000009
`);
  expect(text).toContain(
    "https://books.example.com/settings/finance/booking?company=0197aaaa-0000-7000-8000-000000000009",
  );
});

test("in HTML the same words, and what people wrote stays text", () => {
  const digest = digestOf(busy)!;
  const html = htmlOf(digest);
  expect(html).toContain("Smith &amp; &lt;Sons&gt;");
  expect(html).not.toContain("<Sons>");
  expect(html).toContain(
    '<a href="https://books.example.com/problems?company=0197aaaa-0000-7000-8000-000000000001&amp;tab=invoices&amp;code=item-missing&amp;about=Detention">',
  );
  const evil = { ...busy, tenant: `"><script>alert(1)</script>` };
  expect(htmlOf(digestOf(evil)!)).not.toContain("<script>");
  // An installation that does not know its own address leads nowhere.
  expect(htmlOf(digestOf({ ...busy, pageUrl: (path) => path })!)).not.toContain("<a ");
});

test("nothing needs a person: no digest, however much was posted", () => {
  expect(digestOf(quiet)).toBeNull();
});

test.each([
  [
    "a lost connection",
    { ...quiet, news: [{ is: "lost", companyFileId: "c", name: "Harbor Line", waiting: 42 }] },
    "Harborline: a connection to QuickBooks needs you",
    "QuickBooks has ended the connection to Harbor Line. Nothing is lost: 42 documents wait. Connect it again.",
  ],
  [
    "one that ends",
    {
      ...quiet,
      news: [
        { is: "ends", companyFileId: "c", name: "Harbor Line", endsAt: "2026-12-01T00:00:00Z", limit: "absolute" },
      ],
    },
    "Harborline: a connection to QuickBooks needs you",
    "The connection to Harbor Line ends on 1 December 2026.",
  ],
  [
    "one that is overdue",
    {
      ...quiet,
      today: {
        ...quiet.today,
        companyFiles: [{ ...file, proof: { is: "overdue", provenAt: null, expectedBy: "2026-11-28T03:00:00.000Z" } }],
      },
    },
    "Harborline: a connection to QuickBooks needs you",
    "Harbor Line should have answered by 28 November 2026, 03:00 UTC and did not.",
  ],
  [
    "drift alone",
    { ...quiet, today: { ...quiet.today, drifted: 2, needs: [{ ...busy.today.needs[0]!, problems: 0, drifted: 2 }] } },
    "Harborline: 2 documents were changed in QuickBooks",
    "2 documents were changed in QuickBooks after being sent.",
  ],
] as const satisfies readonly (readonly [string, DigestFacts, string, string])[])("%s", (_, facts, subject, words) => {
  const digest = digestOf(facts)!;
  expect(digest.subject).toBe(subject);
  expect(textOf(digest)).toContain(words);
});
