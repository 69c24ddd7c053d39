/** Array literals for `unnest`, written by hand where values need no quoting: pg quotes and escapes each value. */

/** Numbers, bigints, or texts that consist of digits, letters, `-`, `:` and `.` alone. */
export function plainArray(values: readonly (number | bigint | string)[]): string {
  return `{${values.join(',')}}`;
}

/** Lists as elements: each is an array literal of its own, to be cast to `integer[]` or `text[]`. Texts as for `plainArray`. */
export function arrayOfLists(values: readonly (readonly (number | string)[])[]): string {
  return `{${values.map((list) => `"{${list.join(',')}}"`).join(',')}}`;
}
