import { performance } from 'node:perf_hooks';

export type RedeemCode = { id: string; code: string };
export type StoredDiscount = {
  id: string;
  title: string;
  /** What was asked for, as it came. */
  input: Record<string, unknown>;
  codes: Map<string, RedeemCode>;
};
export type ImportedCode = { code: string; redeemCode: RedeemCode | null };
export type CodeImport = {
  id: string;
  discountId: string;
  codes: string[];
  dueMs: number;
  /** Undefined while it waits. */
  results: ImportedCode[] | undefined;
};

const IMPORT_MS = 50;

/**
 * The code discounts of one shop. A code belongs to one discount, whatever its letters' case; imports are done a moment
 * after they were asked for.
 */
export class DiscountBook {
  /** How long an import waits. */
  importMs = IMPORT_MS;
  /** False: as before the merchant has agreed to the scopes of discounts. */
  granted = true;
  readonly #discounts = new Map<string, StoredDiscount>();
  readonly #owners = new Map<string, StoredDiscount>();
  readonly #imports = new Map<string, CodeImport>();
  // Ids are compared as text: all have the same length.
  #lastId = 1_000_000_000;

  /** Undefined when the code is taken. */
  create(title: string, code: string, input: Record<string, unknown>): StoredDiscount | undefined {
    this.#settle();
    if (this.#owners.has(code.toUpperCase())) {
      return undefined;
    }
    const discount: StoredDiscount = {
      id: this.#newId('DiscountCodeNode'),
      title,
      input,
      codes: new Map(),
    };
    this.#discounts.set(discount.id, discount);
    this.#import(discount, code);
    return discount;
  }

  /** Undefined when there is no such discount. */
  addLater(discountId: string, codes: string[]): CodeImport | undefined {
    if (!this.#discounts.has(discountId)) {
      return undefined;
    }
    const asked: CodeImport = {
      id: this.#newId('DiscountRedeemCodeBulkCreation'),
      discountId,
      codes,
      dueMs: performance.now() + this.importMs,
      results: undefined,
    };
    this.#imports.set(asked.id, asked);
    return asked;
  }

  importOf(id: string): CodeImport | undefined {
    this.#settle();
    return this.#imports.get(id);
  }

  byId(id: string): StoredDiscount | undefined {
    this.#settle();
    return this.#discounts.get(id);
  }

  byCode(code: string): StoredDiscount | undefined {
    this.#settle();
    return this.#owners.get(code.toUpperCase());
  }

  removeCodes(discount: StoredDiscount, ids: ReadonlySet<string>): void {
    for (const [key, redeemCode] of discount.codes) {
      if (ids.has(redeemCode.id)) {
        discount.codes.delete(key);
        this.#owners.delete(key);
      }
    }
  }

  remove(discount: StoredDiscount): void {
    this.#discounts.delete(discount.id);
    for (const key of discount.codes.keys()) {
      this.#owners.delete(key);
    }
  }

  /** For tests: everything that the shop has. */
  list(): { id: string; title: string; input: Record<string, unknown>; codes: string[] }[] {
    this.#settle();
    return [...this.#discounts.values()].map(({ codes, ...discount }) => ({
      ...discount,
      codes: [...codes.values()].map(({ code }) => code),
    }));
  }

  #settle(): void {
    for (const asked of this.#imports.values()) {
      if (asked.results === undefined && asked.dueMs <= performance.now()) {
        const discount = this.#discounts.get(asked.discountId);
        asked.results = asked.codes.map((code) => ({
          code,
          redeemCode: discount === undefined ? null : this.#import(discount, code),
        }));
      }
    }
  }

  #import(discount: StoredDiscount, code: string): RedeemCode | null {
    const key = code.toUpperCase();
    if (this.#owners.has(key)) {
      return null;
    }
    const redeemCode = { id: this.#newId('DiscountRedeemCode'), code };
    discount.codes.set(key, redeemCode);
    this.#owners.set(key, discount);
    return redeemCode;
  }

  #newId(type: string): string {
    this.#lastId += 1;
    return `gid://shopify/${type}/${this.#lastId}`;
  }
}
