/** `make`, but made anew only where something that it is given is another than the last time. */
export function latest<Given extends readonly unknown[], Made>(make: (...given: Given) => Made): (...given: Given) => Made {
  let last: { readonly given: Given; readonly made: Made } | undefined;
  return (...given) => {
    if (!last?.given.every((one, i) => Object.is(one, given[i]))) last = { given, made: make(...given) };
    return last.made;
  };
}
