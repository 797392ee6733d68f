/**
 * The value of a key, which is made where there is none; the oldest one goes where there are too many.
 *
 * @param max - how many values are kept.
 * @param drop - called with the one that goes.
 */
export function remember<Value>(
  values: Map<string, Value>,
  key: string,
  max: number,
  make: () => Value,
  drop: (oldest: Value) => void = () => {},
): Value {
  const known = values.get(key);
  if (known !== undefined) return known;
  const [oldest] = values;
  if (values.size >= max && oldest !== undefined) {
    values.delete(oldest[0]);
    drop(oldest[1]);
  }
  const made = make();
  values.set(key, made);
  return made;
}
