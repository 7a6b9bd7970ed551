// The HSTS preload list in the bench's own module: the product's package and file.

export interface Preload {
  mem: WebAssembly.Memory;
  listRoom(n: number): number;
  openList(n: number): number;
  lookUp(times: number): number;
}

/** Milliseconds that it takes to fetch the list and to hand it over. */
export async function loadList(core: Preload): Promise<number> {
  const begin = performance.now();
  const file = await fetch(chrome.runtime.getURL("preload.bin"));
  const list = new Uint8Array(await file.arrayBuffer());
  const at = core.listRoom(list.length); // which may make the memory grow: its buffer is another one then
  new Uint8Array(core.mem.buffer, at, list.length).set(list);
  if (core.openList(list.length) === 0) throw new Error("bench: the preload list cannot be opened");
  return performance.now() - begin;
}

const times = 20_000;

/** Microseconds of one look-up, over hosts that are listed and hosts that are not. */
export function lookUp(core: Preload): number {
  const begin = performance.now();
  const hosts = core.lookUp(times);
  return (performance.now() - begin) * 1000 / (times * hosts);
}
