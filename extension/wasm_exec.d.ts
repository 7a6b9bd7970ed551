// The build puts Go's own wasm_exec.js beside the background script. It sets
// globalThis.Go, which core.ts declares.
export {};
