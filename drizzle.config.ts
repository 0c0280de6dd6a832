// Where drizzle-kit finds the tables and puts migrations: npm run db:generate -- --name purpose
import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./db/schema/index.ts",
  out: "./db/migrations",
});
