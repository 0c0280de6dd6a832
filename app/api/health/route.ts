// Is this process able to serve? For load balancers; says nothing else and needs no session.
import { isDatabaseUp } from "#app/_session/database.ts";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  const isUp = await isDatabaseUp();
  return Response.json(
    { status: isUp ? "ok" : "unavailable" },
    { status: isUp ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}
