// The rules that Azure has for the names of registries, tokens and scope maps.
// Source: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcontainerregistry
import type { Problem } from "./validation";

const registryNamePattern = /^[a-zA-Z0-9]{5,50}$/;
const tokenNamePattern = /^[a-zA-Z0-9-]{5,50}$/;

/** Room for the random suffix of eight characters. */
const longestBase = 42;

/** What a registry is called before its random suffix: the component's name without the characters that Azure refuses. */
export function registryBaseName(componentName: string): string {
    return componentName
        .toLowerCase()
        .replace(/[^a-z0-9]/g, "")
        .slice(0, longestBase);
}

export function registryNameProblems(path: string, name: string): Problem[] {
    return registryNamePattern.test(name)
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
    return tokenNamePattern.test(name)
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
