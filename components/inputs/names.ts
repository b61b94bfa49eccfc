// Names of registries and tokens: the default for a component's name, and checks of a given one. Pure.
import { isRegistryName, isTokenName } from "../../azure/names";
import type { Problem } from "./validation";

/** Room for the random suffix of eight characters. */
const longestBase = 42;

/** The name of a registry without its random suffix: the component's name without the characters that Azure refuses. */
export function registryBaseName(componentName: string): string {
    return componentName
        .toLowerCase()
        .replace(/[^a-z0-9]/g, "")
        .slice(0, longestBase);
}

export function registryNameProblems(path: string, name: string): Problem[] {
    return isRegistryName(name)
        ? []
        : [
              {
                  path,
                  problem: "is not a registry name",
                  given: name,
                  remedy: "Use 5 to 50 letters and digits, and no other characters.",
              },
          ];
}

/** A token and its scope map share one name; a scope map would also take underscores. */
export function tokenNameProblems(path: string, name: string): Problem[] {
    return isTokenName(name)
        ? []
        : [
              {
                  path,
                  problem: "is not a token name",
                  given: name,
                  remedy: "Use 5 to 50 letters, digits and hyphens, and no other characters.",
              },
          ];
}
