/** Array literals for `unnest`, written by hand where values need no quoting: pg quotes and escapes each value. */

/** Numbers, bigints, or texts that consist of digits, letters, `-`, `:` and `.` alone. */
export function plainArray(values: readonly (number | bigint | string)[]): string {
  return `{${values.join(',')}}`;
}

/** Lists of numbers as elements: each is an array literal of its own, to be cast to `integer[]`. */
export function arrayOfLists(values: readonly (readonly number[])[]): string {
  return `{${values.map((list) => `"{${list.join(',')}}"`).join(',')}}`;
}
