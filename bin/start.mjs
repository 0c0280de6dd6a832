// `npm start` and `npm run dev`: nothing but the question whether this Node can run the rest, which an old one could not even read.
import { nodeSentence } from "./node-version.mjs";

const tooOld = nodeSentence(process.version);
if (tooOld) {
  console.error(tooOld);
  process.exit(1);
} else {
  void import("./start-run.mjs").then((module) => module.main(process.argv.slice(2)));
}
