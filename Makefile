.PHONY: build dist demo bench test shots fuzz generate update clean

build:    ; go run ./scripts/build
dist:     ; go run ./scripts/build -pack
demo:     ; go run ./scripts/demo
bench:    ; go run ./scripts/bench
test:     ; go run ./scripts/test
shots:    ; go run ./scripts/build && go run ./scripts/build -tests && SHOTS=1 node --test --test-reporter=spec dist/e2e/surfaces.test.mjs
fuzz:     ; go run ./scripts/test -fuzz 30s
generate: ; go run ./scripts/wiretypes && go run ./scripts/suffixes && go run ./scripts/locales
update:   ; go test ./scripts/demo ./scripts/inspect ./wasm/export ./wasm/hsts ./wasm/inspect ./wasm/overview -update
clean:    ; rm -rf dist extension/node_modules
