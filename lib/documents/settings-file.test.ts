// Does a file of settings bring them to another company, and say what is wrong with it?
import { describe, expect, test } from "vitest";

import { readSettingsFile, writeSettingsFile } from "./settings-file.ts";
import { CompanySettings, defaultSettings } from "./settings.ts";

const sources = [{ sourceId: "01a222f0-ab68-7000-850b-285b3d66be91", name: "Loads" }];
const golden = CompanySettings.parse({
  sourceModes: { [sources[0]!.sourceId]: "sales-order" },
  chargeMappings: { det: { item: "Detention", itemId: "7", taxable: false }, lump: { itemId: "12" } },
  taxCode: "NON",
  createItems: true,
});
const file = writeSettingsFile(golden, { company: "Harborline Books", sources });

describe("a file of settings", () => {
  test("read where it was written changes nothing", () => {
    expect(readSettingsFile(file, golden, sources)).toEqual({ is: "settings", settings: golden, missing: [] });
  });

  test("brings names to another company, and no ids of the first but where there is no name", () => {
    const elsewhere = [{ sourceId: "01a222f0-ab68-7000-850b-285b3d66be92", name: "loads " }];
    const read = readSettingsFile(file, defaultSettings, elsewhere);
    expect(read).toMatchObject({ is: "settings", missing: [] });
    const { settings } = read as Extract<typeof read, { is: "settings" }>;
    expect(settings.sourceModes).toEqual({ "01a222f0-ab68-7000-850b-285b3d66be92": "sales-order" });
    expect(settings.chargeMappings).toEqual({ det: { item: "Detention", taxable: false }, lump: { itemId: "12" } });
  });

  test("says which source this company does not have, and leaves it out", () => {
    const read = readSettingsFile(file, defaultSettings, []);
    expect(read).toMatchObject({
      settings: { sourceModes: {} },
      missing: [expect.stringContaining("no source called Loads")],
    });
  });

  test("changes only the settings that it names", () => {
    const few = JSON.stringify({ kind: "Tieout finance settings", format: 1, settings: { taxCode: "TAX" } });
    const read = readSettingsFile(few, golden, sources);
    expect(read).toEqual({ is: "settings", settings: { ...golden, taxCode: "TAX" }, missing: [] });
  });

  test.each([
    ["{ not json", "not JSON"],
    [JSON.stringify({ kind: "Something else", format: 1, settings: {} }), "no file of finance settings"],
    [JSON.stringify({ kind: "Tieout finance settings", format: 2, settings: {} }), "Only format 1"],
    [
      JSON.stringify({ kind: "Tieout finance settings", format: 1, settings: { taxcode: "NON" } }),
      "no setting called taxcode",
    ],
    [
      JSON.stringify({ kind: "Tieout finance settings", format: 1, settings: { roundingTolerance: "a lot" } }),
      "Write an amount",
    ],
    [JSON.stringify([]), ""],
  ])("%s is refused, with the place", (text, sentence) => {
    const read = readSettingsFile(text, golden, sources);
    expect(read.is).toBe("mistakes");
    const { mistakes } = read as Extract<typeof read, { is: "mistakes" }>;
    expect(mistakes[0]?.sentence).toContain(sentence);
    expect(mistakes[0]?.place).not.toBe("");
  });
});
