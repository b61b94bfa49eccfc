// Inputs that are alternatives: exactly one has to be given. Pure.
import type { Problem } from "./validation";

/** A problem unless exactly one of the alternatives is given; its path is the first one's. */
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
