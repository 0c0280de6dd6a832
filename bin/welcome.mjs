// What does a person need to know once everything runs? A short block: address, sign-ins, where things are, how to stop.
import { join } from "node:path";

/** The lines printed when all is ready. `ownerToken` only when it was made in this very start. */
export function welcome({ settings, signIns, ownerToken, simulatorUrl, dataFolder, took }) {
  const lines = ["", `Tieout is ready at ${settings.address} (${took})`, ""];
  if (ownerToken) {
    lines.push("  Nobody is here yet. Make the owner with this one-time link; it is shown only now:");
    lines.push(`  ${new URL("/welcome", settings.address)}?token=${ownerToken}`, "");
  }
  if (signIns.length > 0) lines.push("  Demo sign-ins:", ...signInLines(signIns), "");
  const where = settings.embedded ? dataFolder : "the database of DATABASE_URL";
  lines.push(
    `  Data        ${where}`,
    `  Logs        ${join(dataFolder, "logs")}`,
    `  QuickBooks  ${simulatorUrl ? `simulated, ${simulatorUrl}` : "the real one, with your Intuit keys"}`,
    "",
    "Ctrl-C stops everything.",
  );
  return lines.join("\n");
}

function signInLines(signIns) {
  const wide = (name) => Math.max(...signIns.map((signIn) => String(signIn[name]).length));
  const [email, password] = [wide("email"), wide("password")];
  return signIns.map(
    (one) => `    ${one.email.padEnd(email)}  ${one.password.padEnd(password)}  ${one.tenant}, ${one.role}`,
  );
}
