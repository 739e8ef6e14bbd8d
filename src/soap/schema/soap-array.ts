import * as z from "zod";
import { type Lazy, resolve } from "./lazy.js";
import type { Name } from "./member.js";
import { register } from "./type-descriptor.js";

interface SoapArrayOptions<Dimensions extends number> {
  /** Default 1. */
  readonly dimensions?: Dimensions;
  /** The type that the contract declares for the items. Default: the name of their schema. */
  readonly itemType?: Name;
}

/**
 * A SOAP-encoded array (SOAP 1.1 §5.4.2): elements of any name, each of which may be null. An array of several dimensions,
 * such as `xsd:int[,]`, is an array of arrays of equal length.
 */
export function soapArray<T>(item: Lazy<T>, options?: SoapArrayOptions<1>): z.ZodType<(T | null)[]>;
export function soapArray<T>(item: Lazy<T>, options: SoapArrayOptions<2>): z.ZodType<(T | null)[][]>;
export function soapArray<T>(item: Lazy<T>, options: SoapArrayOptions<3>): z.ZodType<(T | null)[][][]>;
export function soapArray<T>(item: Lazy<T>, { dimensions = 1, itemType }: SoapArrayOptions<number> = {}): z.ZodType {
  const schema = z.lazy(() => arrayWithin(resolve(item).nullable(), dimensions));
  return register(schema, { kind: "array", item, dimensions, itemType });
}

function arrayWithin(item: z.ZodType, dimensions: number): z.ZodType {
  let schema = item;
  for (let dimension = 0; dimension < dimensions; dimension += 1) {
    schema = z.array(schema);
  }
  return dimensions === 1
    ? schema
    : schema.refine((value) => isRectangular(value, sizesOf(value, dimensions)), "expected rows of one length");
}

/** The length of an array in each of its dimensions: `[2, 3]` is two arrays of three items. */
export type Sizes = readonly number[];

export function sizesOf(value: unknown, dimensions: number): Sizes {
  const items = value as readonly unknown[];
  return dimensions === 1 ? [items.length] : [items.length, ...sizesOf(items[0] ?? [], dimensions - 1)];
}

function isRectangular(value: unknown, [size = 0, ...others]: Sizes): boolean {
  const items = value as readonly unknown[];
  return items.length === size && (others.length === 0 || items.every((item) => isRectangular(item, others)));
}
