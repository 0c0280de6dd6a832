// `npm test` and `npm run verify`: is everything as it should be? Ends with a line "N passed, N failed".
import { nodeSentence } from "./node-version.mjs";

const tooOld = nodeSentence(process.version);
if (tooOld) {
  console.error(tooOld);
  process.exit(1);
} else {
  void import("./test-run.mjs").then((module) => module.main(process.argv.slice(2)));
}
