// Is this Node new enough? Written so that an old one can still read it.

export const nodeVersionMin = "20.20.2";

/** The sentence for a Node that is too old, undefined for one that will do. */
export function nodeSentence(version, min = nodeVersionMin) {
  const have = version.replace(/^v/, "").split(".").map(Number);
  const need = min.split(".").map(Number);
  for (let place = 0; place < 3; place++) {
    if (have[place] > need[place]) return undefined;
    if (have[place] < need[place]) {
      return `Tieout needs Node ${min} or newer, and this is ${version}: install a newer one from https://nodejs.org, then try again.`;
    }
  }
  return undefined;
}
