// What does `npm test` check, with which command, and how many checks is each worth?
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./processes.mjs";

const reports = join(root, ".tmp");

const vitestStep = (project) => ({
  name: project,
  command: `vitest run --project ${project} --reporter=default --reporter=json --outputFile.json=.tmp/${project}.json`,
  report: join(reports, `${project}.json`),
  count: countVitest,
  minutesMax: 20,
});

/** The steps by name. `command` runs in a shell that finds the tools of node_modules; `scripts` are those of package.json. */
export function stepsOf(scripts) {
  return {
    format: { name: "format", command: `${scripts.format} --check`, minutesMax: 2 },
    lint: { name: "lint", command: scripts.lint, minutesMax: 2 },
    fences: { name: "fences", command: scripts.fences, minutesMax: 2 },
    types: { name: "types", command: `next typegen && ${scripts.types}`, minutesMax: 3 },
    unit: vitestStep("unit"),
    // The schedules of the simulation alone take some minutes.
    database: { ...vitestStep("db"), name: "database", minutesMax: 30 },
    browser: {
      name: "browser",
      command: "playwright test --reporter=line,json",
      env: {
        PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, "browser.json"),
        PLAYWRIGHT_JSON_OUTPUT_FILE: join(reports, "browser.json"),
      },
      report: join(reports, "browser.json"),
      count: countPlaywright,
      minutesMax: 40,
    },
  };
}

/** Removes the report of an earlier run, so that a step that dies early cannot be judged by it. */
export function clearReport(step) {
  mkdirSync(reports, { recursive: true });
  if (step.report) rmSync(step.report, { force: true });
}

/**
 * `{ passed, failed, skipped }` of a step that has ended. A step without a report is one check. A failed end is never counted as
 * none failed, whatever the report says.
 */
export function resultOf(step, code) {
  if (!step.count) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  const counted = existsSync(step.report)
    ? step.count(JSON.parse(readFileSync(step.report, "utf8")))
    : { passed: 0, failed: 1, skipped: 0 };
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

/** Counts vitest's JSON report. A file that could not even be loaded holds no test, and is one failure. */
export function countVitest(report) {
  const unloaded = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
}

/** Counts Playwright's JSON report. A test that needed a second try is a failure: it will fail somebody else one day. */
export function countPlaywright({ stats, errors }) {
  const failed = stats.unexpected + stats.flaky;
  return { passed: stats.expected, failed: failed === 0 ? errors.length : failed, skipped: stats.skipped };
}
