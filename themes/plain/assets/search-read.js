// The files of search-index/, or parts of them, each read once.

/**
 * @typedef {{version: string, count: number, chunk: number, near: number, split: [number, number, ...string[]],
 *            heavy: [string, number[]], fold: [string, string, string], editions: Record<string, string>,
 *            texts?: import("./search-store.js").Scheme, kinds?: string[]}} Root
 * @typedef {(name: string, version: string, part?: [number, number]) => Promise<Response>} Read  part: from one byte
 *   up to another or, if that is infinite, to the end; else the whole file
 */

export class Files {
  /** @param {string} folder URL of search-index/ @param {Read} read */
  constructor(folder, read = fromServer(folder)) {
    this.read = read;
    /** @type {Map<string, Promise<any>>} */
    this.kept = new Map();
    this.sendsNoParts = false;
  }

  /** One that failed is asked for again. @param {string} name @param {(got: Response) => any} take */
  file(name, take) {
    const version = name === "root.json" ? Promise.resolve("") : this.root().then((root) => root.version);
    return this.once(name, () => version.then((known) => this.read(name, known)).then(take));
  }

  /** At once, so that ten who ask at the same time ask once. @param {string} key @param {() => Promise<any>} make */
  once(key, make) {
    let found = this.kept.get(key);
    if (!found) {
      found = make();
      this.kept.set(key, found);
      found.catch(() => this.kept.delete(key));
    }
    return found;
  }

  /** Bytes of a file. Where the server sends no parts, of the whole file, or an error if only a part will do.
   * @param {string} name @param {number} begin @param {number} end @returns {Promise<Uint8Array>} */
  async part(name, begin, end, isAlone = false) {
    if (this.kept.has(name)) return (await this.bytes(name)).subarray(begin, end);
    return this.once(`${name} ${begin}-${end}`, async () => {
      const { version } = await this.root();
      const response = await this.read(name, version, [begin, end]);
      if (response.status !== 206) {
        this.sendsNoParts = true;
        if (isAlone) {
          void response.body?.cancel();
          throw new RangeError(name);
        }
      }
      const data = new Uint8Array(await response.arrayBuffer());
      if (response.status === 206 && data.length === end - begin) return data;
      if (response.status === 206) throw new RangeError(name);
      return (await this.once(name, () => Promise.resolve(data))).subarray(begin, end);
    });
  }

  /** All bytes of a file, of which those up to `size` may be here already. @param {string} name @param {number} size
   * @returns {Promise<Uint8Array>} */
  async whole(name, size) {
    const begun = this.kept.get(`${name} 0-${size}`);
    if (!begun || this.kept.has(name) || this.sendsNoParts) return this.bytes(name);
    return this.once(name, async () => {
      const [{ version }, first] = await Promise.all([this.root(), begun]);
      const response = await this.read(name, version, [size, Infinity]);
      const rest = new Uint8Array(await response.arrayBuffer());
      if (response.status !== 206) return rest;
      const data = new Uint8Array(size + rest.length);
      data.set(first);
      data.set(rest, size);
      return data;
    });
  }

  /** @param {string} name @returns {Promise<Uint8Array>} */
  bytes(name) {
    return this.file(name, async (response) => new Uint8Array(await response.arrayBuffer()));
  }

  /** @returns {Promise<Root>} */
  root() {
    return this.file("root.json", (response) => response.json());
  }
}

/** Files by HTTP: the root is asked for anew, all others by its version. @param {string} folder @returns {Read} */
function fromServer(folder) {
  return async (name, version, part) => {
    const headers = part ? { Range: `bytes=${part[0]}-${part[1] < Infinity ? part[1] - 1 : ""}` } : undefined;
    const response = version
      ? await fetch(`${folder}${name}?v=${version}`, { headers })
      : await fetch(folder + name, { cache: "no-cache" });
    if (!response.ok) throw new Error(`${response.status} ${name}`);
    return response;
  };
}
