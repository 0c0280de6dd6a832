// Under which name does a request carry the address of its socket?

export const SOCKET_ADDRESS_HEADER = "x-tieout-socket-address";
