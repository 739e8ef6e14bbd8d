/** The names of the members that every object inherits. Input may contain them, too. */
export const NAMES_OF_OBJECTS: readonly string[] = Reflect.ownKeys(Object.prototype).filter(
  (key) => typeof key === "string",
);

/** The members of the prototypes of objects, functions, arrays and other values. */
function membersOfAll(): readonly (readonly [PropertyKey, PropertyDescriptor | undefined])[] {
  return [Object, Function, Array, String, Map, Promise, RegExp, Error].flatMap(({ prototype }) =>
    Reflect.ownKeys(prototype).map((key) => [key, Reflect.getOwnPropertyDescriptor(prototype, key)] as const),
  );
}

/** Checks after each test that it has not changed the prototypes of the language. */
export function holdPrototypesUntouched(): void {
  let before: ReturnType<typeof membersOfAll>;
  beforeEach(() => {
    before = membersOfAll();
  });
  afterEach(() => {
    expect(membersOfAll()).toStrictEqual(before);
  });
}
