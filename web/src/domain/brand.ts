// Nominal types for what JSON can only say as a number or a string.  Values come branded from the
// generated api.d.ts; the few functions below are the only other doors.

declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** Minor units of the currency that stands beside it; always a whole number. */
export type Money = Branded<number, 'Money'>;
/** A business day of the organisation, YYYY-MM-DD. */
export type Day = Branded<string, 'Day'>;
/** A moment in UTC, ISO 8601 with a final Z. */
export type Instant = Branded<string, 'Instant'>;
/** ISO 4217. */
export type Currency = Branded<string, 'Currency'>;
export type Id = Branded<string, 'Id'>;
export type CaseId = Branded<string, 'CaseId'>;
export type WorkItemId = Branded<string, 'WorkItemId'>;
export type ActionId = Branded<string, 'ActionId'>;
export type ContactPointId = Branded<string, 'ContactPointId'>;

interface Brands {
  Money: Money;
  Day: Day;
  Instant: Instant;
  Currency: Currency;
  Id: Id;
  CaseId: CaseId;
  WorkItemId: WorkItemId;
  ActionId: ActionId;
  ContactPointId: ContactPointId;
}

/** Undoes what openapi-fetch does to branded values: its Readable<> takes them for objects and maps
 * over the methods of the string or number.  The brand survives, and says what they were. */
export type Rebranded<T> = T extends { readonly [brand]: infer Name extends keyof Brands }
  ? Brands[Name]
  : T extends (infer Element)[]
    ? Rebranded<Element>[]
    : T extends object
      ? { [Key in keyof T]: Rebranded<T[Key]> }
      : T;

export function money(minor: number): Money {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`not an amount in minor units: ${minor}`);
  return minor as Money;
}

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** The day that a date field holds, or null while it holds none. */
export function dayOrNull(text: string): Day | null {
  return dayPattern.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) ? (text as Day) : null;
}

/** An id out of the address bar; the server says whether it exists. */
export function caseIdOrNull(text: string): CaseId | null {
  return /^\d{1,20}$/.test(text) ? (text as CaseId) : null;
}

/** The same for what is no case. */
export function idOrNull(text: string): Id | null {
  return /^\d{1,20}$/.test(text) ? (text as Id) : null;
}

export function instant(milliseconds: number): Instant {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z') as Instant;
}
