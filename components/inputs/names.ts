// Names of registries and tokens: the default for a component's name, and checks of a given one. Pure.
import { isRegistryName, isScopeMapName, isTokenName } from "../../azure/names";
import { isSystemScopeMap } from "../../azure/scope-maps";
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

/** What is wrong with the name of a scope map that someone else has made. */
export function scopeMapNameProblems(path: string, name: string): Problem[] {
    if (isSystemScopeMap(name)) {
        return [
            {
                path,
                problem: "is a scope map that belongs to Azure, and can't be changed",
                given: name,
                remedy: "Leave it out: the token gets a scope map of its own, and keeps its passwords.",
            },
        ];
    }
    return isScopeMapName(name)
        ? []
        : [
              {
                  path,
                  problem: "is not the name of a scope map",
                  given: name,
                  remedy: "Use 5 to 50 letters, digits, hyphens and underscores, and no other characters.",
              },
          ];
}
