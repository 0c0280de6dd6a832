import pg from "pg";
const c = new pg.Client({ connectionString: process.env.U });
await c.connect();
for (const q of process.argv.slice(2)) {
  const r = await c.query(q);
  if (r.rows?.length) console.log(r.rows.map((x) => Object.values(x).join(" | ")).join("\n"));
}
await c.end();
