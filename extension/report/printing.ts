import { useEffect, useState } from "preact/hooks";

/** Whether the page is being printed: then all of it is wanted, and not what is in view. */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const on = (): void => { setPrinting(true); };
    const off = (): void => { setPrinting(false); };
    addEventListener("beforeprint", on);
    addEventListener("afterprint", off);
    return () => {
      removeEventListener("beforeprint", on);
      removeEventListener("afterprint", off);
    };
  }, []);
  return printing;
}
