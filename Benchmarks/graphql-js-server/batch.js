// A loader as applications of graphql-js use it: keys that are asked for in one turn are fetched together.
"use strict";

class BatchLoader {
  /// `fetch` gives a Map from distinct keys to their values; `absent()` stands for the value of a key it leaves out.
  constructor(fetch, absent = () => null) {
    this.fetch = fetch;
    this.absent = absent;
    this.known = new Map();
    this.waiting = null;
  }

  load(key) {
    let value = this.known.get(key);
    if (value === undefined) {
      value = new Promise((resolve, reject) => this.enqueue({ key, resolve, reject }));
      this.known.set(key, value);
    }
    return value;
  }

  enqueue(entry) {
    if (!this.waiting) {
      this.waiting = [];
      // Behind all promises that are ready, whose owners may ask for more.
      Promise.resolve().then(() => process.nextTick(() => this.send()));
    }
    this.waiting.push(entry);
  }

  async send() {
    const entries = this.waiting;
    this.waiting = null;
    try {
      const values = await this.fetch(entries.map((entry) => entry.key));
      for (const { key, resolve } of entries) resolve(values.has(key) ? values.get(key) : this.absent());
    } catch (error) {
      for (const { reject } of entries) reject(error);
    }
  }
}

exports.BatchLoader = BatchLoader;
