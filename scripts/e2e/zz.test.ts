import { test } from "node:test";
import { engines, session } from "./session.js";
import { walk } from "./walk.js";
for (const engine of engines) {
  test(`zz ${engine}`, { timeout: 120_000 }, async (t) => {
    const { cafe, desk, guest } = await session(t, engine);
    const b = Date.now();
    guest.page.on("framenavigated", (f) => { console.log(Date.now() - b, "nav", f.url()); });
    for (const name of ["own-fault", "storm"]) {
      const s = cafe.attacks.find((a) => a.name === name);
      if (s) console.log(Date.now() - b, await walk(desk, guest, cafe, s).then((r) => r.url, (e: unknown) => String(e)));
    }
  });
}
