/** The names of the members that every object has, as they could come from elsewhere. */
export const NAMES_OF_OBJECTS: readonly string[] = Reflect.ownKeys(Object.prototype).filter(
  (key) => typeof key === "string",
);

/** What every object, function, array, string and map has. */
function membersOfAll(): readonly (readonly [PropertyKey, PropertyDescriptor | undefined])[] {
  return [Object, Function, Array, String, Map, Promise, RegExp, Error].flatMap(({ prototype }) =>
    Reflect.ownKeys(prototype).map((key) => [key, Reflect.getOwnPropertyDescriptor(prototype, key)] as const),
  );
}

/** Remembers the prototypes of the language before each test, and compares them with what they are after it. */
export function holdPrototypesUntouched(): void {
  let before: ReturnType<typeof membersOfAll>;
  beforeEach(() => {
    before = membersOfAll();
  });
  afterEach(() => {
    expect(membersOfAll()).toStrictEqual(before);
  });
}
