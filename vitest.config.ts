// Two kinds of tests: those that only think, and those that need Postgres (TEST_DATABASE_URL).
import { availableParallelism } from "node:os";

import { defineConfig } from "vitest/config";

const never = ["node_modules/**", ".next/**", ".data/**", "e2e/**"];

export default defineConfig({
  test: {
    // Left to itself it leaves one processor idle: of two that is half, while most of these tests wait for Postgres.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...never, "**/*.db.test.ts"],
          environment: "node",
        },
      },
      {
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude: never,
          environment: "node",
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
