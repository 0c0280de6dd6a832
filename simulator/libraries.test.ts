// Does node-quickbooks, which nobody here wrote, create, read, update, find, count and batch every record as at Intuit?
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asRow, asRows, asText, type Row } from "./json.ts";
import {
  changesOf,
  formSorts,
  fresh,
  key,
  listSorts,
  make,
  openDesk,
  type Desk,
  type Sort,
} from "./library-samples.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.books.simulator.close());

const read = ({ entity }: Sort, row: Row) => desk.quickbooks.record(`get${entity}`, row.Id);
const update = ({ entity }: Sort, body: Row) => desk.quickbooks.record(`update${entity}`, body);
const find = ({ many }: Sort, criteria: unknown) => desk.quickbooks.find(`find${many}`, criteria);
const idsOf = (sort: Sort, answer: Row) => asRows(answer[sort.entity]).map((row) => asText(row.Id));
const idOf = (row: Row) => asText(row.Id) ?? "";

describe.each([...listSorts, ...formSorts])("$entity", (sort) => {
  const { entity, kept } = sort;

  it("create answers with the whole record, read with the same", async () => {
    const made = await make(desk, sort);
    expect(made).toMatchObject({ domain: "QBO", sparse: false, SyncToken: "0" });
    expect(made.Id).toMatch(/^\d+$/);
    expect(await read(sort, made)).toEqual(made);
  });

  it("sparse update changes what is sent and leaves the rest", async () => {
    const made = await make(desk, sort);
    const change = sort.change();
    const changed = await update(sort, { ...key(made), ...change });
    expect(changed).toMatchObject({ Id: made.Id, SyncToken: "1", ...change });
    expect(changed[kept]).toEqual(made[kept]);
    expect(changed[kept]).toBeDefined();
  });

  it("full update takes the record back as it was read", async () => {
    const before = await read(sort, await make(desk, sort));
    const change = sort.change();
    const changed = await update(sort, { ...before, ...change, sparse: false });
    expect(changed).toMatchObject({ Id: before.Id, SyncToken: "1", ...change });
    expect(changed[kept]).toEqual(before[kept]);
  });

  it("an update that changes nothing moves no SyncToken", async () => {
    const before = await read(sort, await make(desk, sort));
    expect(await update(sort, { ...before, sparse: true })).toEqual(before);
  });

  it("an update with an old SyncToken is stale", async () => {
    const made = await make(desk, sort);
    await update(sort, { ...key(made), ...sort.change() });
    await expect(update(sort, { ...key(made), ...sort.change() })).rejects.toMatchObject({ code: "5010", status: 400 });
  });

  it("reading an id that does not exist is refused with 610", async () => {
    await expect(read(sort, { Id: "999999" })).rejects.toMatchObject({ code: "610", status: 400 });
  });

  it("find answers by id, by several ids, and page after page", async () => {
    const made = [await make(desk, sort), await make(desk, sort), await make(desk, sort)];
    const wanted = made.map(idOf);
    expect(idsOf(sort, await find(sort, { Id: wanted[1] }))).toEqual([wanted[1]]);
    const among = { field: "Id", value: wanted, operator: "IN" };
    expect(idsOf(sort, await find(sort, [among, { field: "desc", value: "Id" }]))).toEqual(wanted.toReversed());
    const all = await find(sort, { Id: wanted, limit: 2, asc: "Id", fetchAll: true });
    expect(idsOf(sort, all)).toEqual(wanted);
    expect(all).toMatchObject({ startPosition: 1, maxResults: 3 });
    const second = await find(sort, { Id: wanted, asc: "Id", limit: 2, offset: 3 });
    expect(idsOf(sort, second)).toEqual([wanted[2]]);
    expect(second).toMatchObject({ startPosition: 3, maxResults: 1 });
  });

  it("find knows when a record was made", async () => {
    const made = await make(desk, sort);
    const since = { field: "MetaData.LastUpdatedTime", operator: ">=" };
    const time = asText(asRow(made.MetaData)?.CreateTime);
    const it = { field: "Id", value: idOf(made) };
    expect(idsOf(sort, await find(sort, [{ ...since, value: time }, it]))).toEqual([idOf(made)]);
    expect(await find(sort, [{ ...since, value: "2999-01-01T00:00:00-08:00" }, it])).toEqual({});
  });

  it("count counts, and nothing found is an empty answer", async () => {
    const made = [await make(desk, sort), await make(desk, sort)];
    expect(await find(sort, { Id: made.map(idOf), count: true })).toEqual({ totalCount: 2 });
    expect(await find(sort, { Id: "999999" })).toEqual({});
  });

  it("batch creates, updates, refuses and asks in one call", async () => {
    const made = await make(desk, sort);
    const answer = await desk.quickbooks.record("batch", [
      { bId: "a", operation: "create", [entity]: sort.body(desk) },
      { bId: "b", operation: "update", [entity]: { ...key(made), sparse: true, ...sort.change() } },
      { bId: "c", operation: "update", [entity]: { ...key(made), sparse: true, ...sort.change() } },
      { bId: "d", Query: `select * from ${entity} where Id = '${idOf(made)}'` },
    ]);
    const items = asRows(answer.BatchItemResponse);
    expect(items.map((item) => item.bId)).toEqual(["a", "b", "c", "d"]);
    expect(asRow(items[0]?.[entity])?.SyncToken).toBe("0");
    expect(asRow(items[1]?.[entity])).toMatchObject({ Id: made.Id, SyncToken: "1" });
    expect(asRows(asRow(items[2]?.Fault)?.Error)[0]?.code).toBe("5010");
    expect(idsOf(sort, asRow(items[3]?.QueryResponse) ?? {})).toEqual([idOf(made)]);
  });

  it("changeDataCapture shows what was made", async () => {
    const made = await make(desk, sort);
    expect((await changesOf(desk, entity)).map((row) => row.Id)).toContain(made.Id);
  });

  it("a request id answers twice and acts once", async () => {
    const body = { ...sort.body(desk), requestId: fresh("r").replace(" ", "-") };
    const first = await desk.quickbooks.record(`create${entity}`, { ...body });
    expect(await desk.quickbooks.record(`create${entity}`, { ...body })).toEqual(first);
  });

  it("a field nobody knows is refused with 2010", async () => {
    await expect(make(desk, sort, { Colour: "red" })).rejects.toMatchObject({ code: "2010", status: 400 });
  });
});
