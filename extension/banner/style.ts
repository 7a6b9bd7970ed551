// What Midwatch shows in a page looks the same in every page. Of important rules
// those inside a shadow tree win over the page's, its style attributes among them.
export const style = `
:host { all: initial !important; display: contents !important; }
* { box-sizing: border-box; }
.sheet {
  position: fixed; inset-block: 12px auto; inset-inline: 12px; margin: 0 auto; padding: 14px 16px;
  inline-size: auto; max-inline-size: 640px; block-size: fit-content; max-block-size: calc(60vh - 24px); overflow: auto;
  border: 2px solid #a3161d; border-radius: 12px; background: #fff; color: #1a1d21; box-shadow: 0 6px 28px #0006;
  font: 15px/1.45 system-ui, sans-serif; text-align: start; user-select: none; -webkit-user-select: none; overflow-wrap: anywhere;
}
dialog.sheet { inset-block: 0; margin: auto; max-block-size: calc(100vh - 24px); max-inline-size: 520px; padding: 20px; }
dialog::backdrop { background: #000a; }
.label { display: flex; gap: 8px; align-items: center; margin: 0 0 6px; font-size: 13px; color: #545b64; }
.label::before {
  content: "!" / ""; flex: none; inline-size: 22px; block-size: 22px; background: #a3161d; color: #fff; font: bold 15px/22px system-ui, sans-serif;
  text-align: center; clip-path: polygon(30% 0, 70% 0, 100% 30%, 100% 70%, 70% 100%, 30% 100%, 0 70%, 0 30%);
}
.title { margin: 0 0 6px; font-size: 18px; font-weight: 700; line-height: 1.3; color: #a3161d; }
p { margin: 0 0 8px; }
.buttons { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; margin-block-start: 12px; }
button { font: inherit; min-block-size: 32px; padding: 5px 10px; border: 1px solid transparent; border-radius: 8px; background: none; color: #0b57a8; text-decoration: underline; cursor: pointer; }
button.safe { min-block-size: 44px; padding: 10px 22px; flex: 1 1 auto; max-inline-size: 100%; background: #0b57a8; color: #fff; font-weight: 700; text-decoration: none; }
button:focus-visible { outline: 3px solid #0b57a8; outline-offset: 2px; }
@media (prefers-color-scheme: dark) {
  .sheet { background: #17191c; color: #eceef1; border-color: #ff9d9d; }
  .label { color: #a9b0ba; }
  .label::before { background: #ff9d9d; color: #17191c; }
  .title { color: #ff9d9d; }
  button { color: #8cc0ff; }
  button.safe { background: #8cc0ff; color: #10151b; }
  button:focus-visible { outline-color: #8cc0ff; }
}
@media (forced-colors: active) {
  button, button.safe { border-color: ButtonText; }
}
`;
