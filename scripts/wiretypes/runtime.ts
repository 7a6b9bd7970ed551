// The byte form is told in wasm/wire/wire.go.

/** Beyond so many characters an encoder is quicker than a loop. */
const longString = 200;

class Writer {
  #buffer = new Uint8Array(4096);
  #view = new DataView(this.#buffer.buffer);
  #at = 0;
  static readonly #encoder = new TextEncoder();

  #room(n: number): void {
    if (this.#at + n <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(this.#buffer.length * 2, this.#at + n));
    larger.set(this.#buffer);
    this.#buffer = larger;
    this.#view = new DataView(larger.buffer);
  }

  string(s: string): void {
    this.#room(4 + s.length * 3);
    const written = this.#ascii(s) ? s.length : Writer.#encoder.encodeInto(s, this.#buffer.subarray(this.#at + 4)).written;
    this.#view.setUint32(this.#at, written, true);
    this.#at += 4 + written;
  }

  /** Writes a short ASCII string, as nearly all are: an encoder takes longer to be asked. */
  #ascii(s: string): boolean {
    if (s.length > longString) return false;
    for (let i = 0; i < s.length; i++) {
      const c = s.charCodeAt(i);
      if (c >= 0x80) return false;
      this.#buffer[this.#at + 4 + i] = c;
    }
    return true;
  }

  number(n: number): void {
    this.#room(8);
    this.#view.setFloat64(this.#at, n, true);
    this.#at += 8;
  }

  boolean(b: boolean): void {
    this.#room(1);
    this.#buffer[this.#at++] = b ? 1 : 0;
  }

  list<T>(items: readonly T[], write: (w: Writer, item: T) => void): void {
    this.#room(4);
    this.#view.setUint32(this.#at, items.length, true);
    this.#at += 4;
    for (const item of items) write(this, item);
  }

  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#at);
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  /** All bytes as characters, made when first asked for: an ASCII string is a piece of it. */
  #characters: string | undefined;
  static readonly #decoder = new TextDecoder();
  static readonly #bytewise = new TextDecoder("latin1");

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  string(): string {
    const n = this.#view.getUint32(this.#at, true);
    const start = this.#at + 4;
    this.#at = start + n;
    if (n === 0) return "";
    for (let i = start; i < this.#at; i++) {
      if ((this.#bytes[i] ?? 0) >= 0x80) return Reader.#decoder.decode(this.#bytes.subarray(start, this.#at));
    }
    this.#characters ??= Reader.#bytewise.decode(this.#bytes);
    return this.#characters.slice(start, this.#at);
  }

  number(): number {
    const n = this.#view.getFloat64(this.#at, true);
    this.#at += 8;
    return n;
  }

  boolean(): boolean {
    return this.#view.getUint8(this.#at++) !== 0;
  }

  list<T>(read: (r: Reader) => T): T[] {
    const n = this.#view.getUint32(this.#at, true);
    this.#at += 4;
    const items: T[] = [];
    for (let i = 0; i < n; i++) items.push(read(this));
    return items;
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new Error("wire: malformed message");
  }
}

function isRecord(v: unknown): v is Record<string, unknown> {
  return typeof v === "object" && v !== null;
}

function isList(v: unknown, is: (e: unknown) => boolean): boolean {
  return Array.isArray(v) && v.every(is);
}

function isOneOf(v: unknown, words: readonly string[]): boolean {
  return typeof v === "string" && words.includes(v);
}
