// The settings. There is one: the canary, off until somebody wants it.
import "../parts/theme.css";
import "./options.css";
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { send, type CanaryView } from "../messages.js";
import { isCanarySettings, maxBody, maxURL, offered, type CanarySettings } from "../store/settings.js";
import { loadWords } from "../words.js";
import type { Canary } from "../wire.js";

function Options() {
  const [form, setForm] = useState<CanarySettings | null>(null);
  const [last, setLast] = useState<Canary | undefined>(undefined);
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState("");
  const take = (view: CanaryView): void => {
    setForm(view.settings);
    setLast(view.last);
    setProblem("");
  };
  const tell = (message: { settings?: CanarySettings; ask?: true }, words: string): void => {
    setSaid("");
    send({ kind: "canary", ...message }).then(
      (view) => {
        take(view);
        setSaid(words);
      },
      (cause: unknown) => { setProblem(cause instanceof Error ? cause.message : String(cause)); },
    );
  };
  useEffect(() => { tell({}, ""); }, []);
  if (form === null) return problem !== "" ? <p role="alert">{problem}</p> : <main aria-busy="true"><p class="quiet">Looking …</p></main>;
  const fits = isCanarySettings(form);
  const save = (settings: CanarySettings): void => {
    // It is asked for at once: so it is seen whether it is the right page.
    if (isCanarySettings(settings)) tell({ settings, ...(settings.on && { ask: true }) }, settings.on ? "Saved, and asked for." : "Saved.");
  };
  return (
    <main data-testid="options">
      <h1>Settings of Midwatch</h1>
      <h2 id="canary">A page that I know</h2>
      <p id="canary-what">
        Somebody between you and a site can change pages that are not encrypted: add advertising, scripts, or another place to send your
        password to. Midwatch can find that out by asking for one page of which it knows every letter. If it comes back changed, somebody
        changes pages on your network.
      </p>
      <p>
        This is the only thing that Midwatch ever sends. It is sent once whenever you come to a network, without cookies. Who keeps that
        page sees your address on the internet and when you asked, as with any page; so does everybody on the way. Nothing else is sent, and
        nothing at all while this is off.
      </p>
      <form
        onSubmit={(e) => {
          e.preventDefault();
          save(form);
        }}
      >
        <label class="switch">
          <input
            type="checkbox"
            data-testid="canary-on"
            aria-describedby="canary-what"
            checked={form.on}
            onChange={(e) => {
              const settings = { ...form, on: e.currentTarget.checked };
              setForm(settings);
              save(settings);
            }}
          />
          Ask for a page that I know on every network
        </label>
        <fieldset aria-labelledby="canary">
          <label class="field">
            <span>Its address</span>
            <input
              type="url"
              required
              maxLength={maxURL}
              spellcheck={false}
              data-testid="canary-url"
              aria-describedby="canary-url-what"
              value={form.url}
              onInput={(e) => { setForm({ ...form, url: e.currentTarget.value }); }}
            />
          </label>
          <p class="quiet" id="canary-url-what">
            It has to begin with http:, since what is encrypted cannot be changed on its way. Choose one that always answers the same: the one
            that is offered is kept by Mozilla for this.
          </p>
          <label class="field">
            <span>What it says, to the letter</span>
            <textarea
              rows={4}
              maxLength={maxBody}
              spellcheck={false}
              data-testid="canary-body"
              value={form.body}
              onInput={(e) => { setForm({ ...form, body: e.currentTarget.value }); }}
            />
          </label>
        </fieldset>
        <div class="buttons">
          <button type="submit" data-testid="canary-save" disabled={!fits}>Save</button>
          <button type="button" data-testid="canary-ask" disabled={!form.on || !fits} onClick={() => { tell({ ask: true }, "Asked for."); }}>
            Ask for it now
          </button>
          <button type="button" data-testid="canary-offered" onClick={() => { setForm({ ...offered, on: form.on }); }}>
            Take the one that is offered
          </button>
        </div>
      </form>
      {!fits && <p role="alert">This address cannot be used: it has to be a whole one, and begin with http:</p>}
      {said !== "" && <p role="status" data-testid="canary-said">{said}</p>}
      {problem !== "" && <p role="alert">It could not be done. {problem}</p>}
      {last !== undefined && (last.at ?? 0) > 0 && <Last canary={last} />}
    </main>
  );
}

/** What last came back on this network: as it is, without a word on what it means. */
function Last({ canary }: { canary: Canary }) {
  return (
    <section aria-label="What last came back" data-testid="canary-last">
      <h2>What last came back, on this network</h2>
      <p class="quiet">
        <bdi>{canary.url}</bdi>, {new Date(canary.at ?? 0).toLocaleString()}
      </p>
      {canary.error !== undefined ? <p>Nothing came back ({canary.error}).</p> : (
        <>
          {canary.final !== undefined && <p>It was sent on to <bdi>{canary.final}</bdi>.</p>}
          <p>Status {canary.status ?? 0}, and this text:</p>
          <pre><code>{canary.got ?? ""}</code></pre>
        </>
      )}
    </section>
  );
}

const root = document.getElementById("options");
if (root !== null) void loadWords().then(() => { render(<Options />, root); });
