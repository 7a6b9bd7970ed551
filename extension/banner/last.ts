/**
 * Calls once nobody in the page will hear of an event any more: behind the last
 * listener, wherever the page stops it. To be used from the window, on the way down.
 */
export function afterAll(event: Event, then: () => void): void {
  const path = event.composedPath();
  let over = false;
  const heard = (e: Event): void => {
    const up = e.eventPhase === Event.BUBBLING_PHASE && e.currentTarget === path.at(-1);
    // It tells that somebody stopped it, here before us; nothing else does.
    const stopped: unknown = Reflect.get(e, "cancelBubble");
    if (over || e !== event || !(up || stopped === true)) return;
    over = true;
    then();
  };
  // What is added now comes behind what is there.
  for (const node of path) {
    for (const capture of [true, false]) node.addEventListener(event.type, heard, capture);
  }
  setTimeout(() => {
    for (const node of path) {
      for (const capture of [true, false]) node.removeEventListener(event.type, heard, capture);
    }
  });
}
