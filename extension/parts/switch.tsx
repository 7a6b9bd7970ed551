import type { ComponentChildren } from "preact";

/** Something to switch on or off, with what it means under it. */
export function Switch({ id, on, label, children, disabled = false, onChange }: {
  id: string;
  on: boolean;
  label: string;
  children?: ComponentChildren;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <div class="switch">
      <input
        type="checkbox"
        id={id}
        data-testid={id}
        aria-describedby={children === undefined ? undefined : `${id}-what`}
        checked={on}
        disabled={disabled}
        onChange={(e) => {
          onChange(e.currentTarget.checked);
          // What is set is shown, once it is set.
          e.currentTarget.checked = on;
        }}
      />
      <div>
        <label for={id}>{label}</label>
        {children !== undefined && <p class="quiet" id={`${id}-what`}>{children}</p>}
      </div>
    </div>
  );
}
