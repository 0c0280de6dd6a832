// Who decides what is written on documents, what is shown before, and what does a decision move?
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openReadingWorld, type ReadingWorld } from "#db/testing-reading.ts";
import { carryToRest, orderOf, planned } from "#db/testing-world.ts";
import { newPerson, scopeOf } from "#lib/access/testing.ts";
import { placedTemplates, withTemplate } from "#lib/documents/descriptions/templates.ts";

import { countDescriptions } from "./count-descriptions.ts";
import { listActivity } from "./list-activity.ts";
import { previewDescriptions } from "./preview-descriptions.ts";
import { saveBooking } from "./save-booking.ts";
import { saveDescriptions } from "./save-descriptions.ts";
import { showBooking } from "./show-booking.ts";
import { showDescriptions } from "./show-descriptions.ts";

let reading: ReadingWorld;
beforeAll(async () => {
  reading = await openReadingWorld();
});
afterAll(async () => {
  await reading.world.close();
});

const references = { Container: "MSCU1234567", "PO number": "4411" };

describe("PPR-11 what is written on documents", () => {
  test("is shown on the newest orders before it is saved, as their rules leave them", async () => {
    const { scope, companyFileId } = await reading.companyWithInvoice({ references });
    const shown = (await showDescriptions(scope, {}))!;
    expect(shown).toMatchObject({ names: { reference: ["Container", "PO number"], custom: [] } });
    const asked = { companyFileId, situation: "everywhere", text: "message" } as const;
    const template = "Load {{ order.number }}, {{ order.po }}";
    const { number } = orderOf(1);
    expect(await previewDescriptions(scope, { ...asked, template })).toMatchObject({
      faults: [],
      isFitting: true,
      lookedAt: 1,
      rows: [{ title: `Invoice ${number}`, text: `Load ${number}, 4411`, isCut: false }],
    });
    const long = await previewDescriptions(scope, { ...asked, template: `${"word ".repeat(300)}end` });
    expect(long.rows[0]).toMatchObject({ length: 1_503, isCut: true });
    expect(await previewDescriptions(scope, { ...asked, template: "{{ order.nubmer }}" })).toMatchObject({
      rows: [],
      faults: [{ sentence: "There is no field order.nubmer. Did you mean order.number?", line: 1, character: 4 }],
    });
    const combined = { ...asked, situation: "combined", template: "{{ document.total }}" } as const;
    expect(await previewDescriptions(scope, combined)).toMatchObject({ isFitting: false, rows: [{ text: "118.32" }] });
    expect(await showDescriptions(scope, {})).toEqual(shown);
  });

  test("is not saved with a field that does not exist, or over what somebody saved meanwhile", async () => {
    const { scope, companyFileId } = await reading.companyWithInvoice();
    const { descriptions, version } = (await showDescriptions(scope, {}))!;
    const broken = withTemplate(descriptions, "invoice", "message", "{{ order.nubmer }}");
    const wanted = { companyFileId, version, reach: "waiting" } as const;
    const faults = [{ situation: "invoice", text: "message", line: 1 }];
    expect(await countDescriptions(scope, { companyFileId, descriptions: broken })).toMatchObject({ faults });
    expect(await saveDescriptions(scope, { ...wanted, descriptions: broken })).toMatchObject({ faults, orders: 0 });
    expect(await showDescriptions(scope, {})).toMatchObject({ version, descriptions });

    const { choices } = (await showBooking(scope, {}))!;
    await saveBooking(scope, { companyFileId, version, choices: { ...choices, exports: "by-hand" } });
    const stale = saveDescriptions(scope, { ...wanted, descriptions: withTemplate(descriptions, "sets", "note", "x") });
    await expect(stale).rejects.toMatchObject({ code: "moved-on" });
  });

  test("a viewer and a clerk may read it and not change it", async () => {
    const { scope, companyFileId } = await reading.companyWithInvoice();
    const { descriptions, version } = (await showDescriptions(scope, {}))!;
    for (const role of ["viewer", "clerk"] as const) {
      const person = await newPerson(reading.world.test, { [scope.tenantId]: role });
      const own = scopeOf(reading.world.test, scope.tenantId, person, role);
      expect(await showDescriptions(own, { companyFileId })).toMatchObject({ descriptions });
      const tried = saveDescriptions(own, { companyFileId, version, reach: "waiting", descriptions });
      await expect(tried).rejects.toMatchObject({ code: "not-allowed" });
    }
  });

  test("counts for what waits, and for what is in QuickBooks only where that is wanted", async () => {
    const company = await reading.companyWithInvoice({ references });
    const { scope, companyFileId } = company;
    const { descriptions, version } = (await showDescriptions(scope, {}))!;
    await planned(company, [orderOf(2, { references })]);
    expect(await countDescriptions(scope, { companyFileId, descriptions })).toEqual({
      faults: [],
      waiting: 1,
      there: 1,
    });
    const memos = async () => {
      await planned(company, []);
      await carryToRest(reading.world, reading.worker);
      return (await reading.booksOf(company)).map(({ CustomerMemo, PrivateNote }) => ({
        memo: (CustomerMemo as { value: string } | undefined)?.value,
        note: String(PrivateNote).split("\n").length,
      }));
    };
    const wanted = withTemplate(descriptions, "everywhere", "message", "PO {{ order.po }}");
    const first = { companyFileId, version, descriptions: wanted, reach: "waiting" } as const;
    expect(await saveDescriptions(scope, first)).toEqual({ faults: [], orders: 1 });
    expect(await memos()).toEqual([
      { memo: "Container MSCU1234567, PO number 4411", note: 1 },
      { memo: "PO 4411", note: 1 },
    ]);
    const noted = withTemplate(wanted, "everywhere", "note", "Load {{ order.number }}");
    const second = { companyFileId, version: version + 1, descriptions: noted, reach: "all" } as const;
    expect(await saveDescriptions(scope, second)).toEqual({ faults: [], orders: 2 });
    expect(await memos()).toEqual([
      { memo: "PO 4411", note: 2 },
      { memo: "PO 4411", note: 2 },
    ]);
    expect(await saveDescriptions(scope, { ...second, version: version + 2 })).toEqual({ faults: [], orders: 0 });
    const { lines } = await listActivity(scope, {});
    const saved = lines.filter(({ action }) => action === "settings.descriptions").map(({ detail }) => detail);
    expect(saved).toEqual([
      { "Every document, note": " → Load {{ order.number }}", reach: "all" },
      { "Every document, message to the customer": "{{ order.all_references }} → PO {{ order.po }}", reach: "waiting" },
    ]);
    expect(placedTemplates(noted)).toHaveLength(3);
  });
});
