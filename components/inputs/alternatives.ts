// Inputs that stand for one another: exactly one of them says what is meant. Pure.
import type { Problem } from "./validation";

/** What is wrong where not exactly one of the alternatives is given; the path is that of the first. */
export function exactlyOne(path: string, alternatives: Record<string, unknown>): Problem[] {
    const given = Object.keys(alternatives).filter((key) => alternatives[key] !== undefined);
    return given.length === 1
        ? []
        : [
              {
                  path,
                  problem:
                      given.length === 0
                          ? "is missing, and so are its alternatives"
                          : `is one of several alternatives: ${given.join(", ")}`,
                  remedy: `Give exactly one of ${Object.keys(alternatives).join(", ")}.`,
              },
          ];
}
