// What happens once, when the web process starts? Every request from then on carries the address of its own socket.

/** Called by Next when the server starts; the import is inside, because the edge runtime has no sockets. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { markSocketAddresses } = await import("#app/_session/socket-address.ts");
  markSocketAddresses();
}
