// Commands inside a program that turn the admin user on, read its passwords or put a password on a command line: no other
// rule sees what they do.
import { get } from "../../estate/resource";
import { isUndetermined } from "../../estate/value";
import { resourceRule, satisfied, undecided, violated } from "../lib/rule";

const forbidden: readonly (readonly [RegExp, string])[] = [
    [/az\s+acr\s+(update|create)\b[^\n;|&]*--admin-enabled(\s+|=)true/, "turn the admin user on"],
    [/az\s+acr\s+credential\s+(show|renew)\b/, "read or renew the admin passwords"],
    [/az\s+acr\s+update\b[^\n;|&]*--anonymous-pull-enabled(\s+|=)true/, "turn anonymous pull on"],
    [/az\s+acr\s+login\b[^\n;|&]*--expose-token/, "expose an access token"],
    [
        /(docker|podman|helm\s+registry|oras|crane\s+auth)\s+login\b[^\n;|&]*(\s-p|\s--password)(\s|=)/,
        "log in with a password on the command line",
    ],
];

export const disallowImperativeLogin = resourceRule({
    name: "acr-program-disallow-imperative-login",
    displayName: "Commands don't go past the declared access",
    description:
        "A command of a program must not open a registry, read its admin passwords or put a password on a command line.",
    group: "authentication",
    severity: "high",
    level: "mandatory",
    remediationSteps:
        "Declare the access with a component, and log in with az acr login or with --password-stdin outside the program.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-authentication",
    tags: ["command"],
    crosswalk: {},
    aboutProgram: true,
    rationale:
        "A login in a command can leave its password in process lists, build logs and the Docker configuration of the machine. Pulumi does not know of that copy, so no rotation or destroy removes it.",
    settings: {},
    kinds: ["command"],
    judge: (command) => {
        const scripts = ["create", "update", "delete", "command"].map((path) => get(command, path));
        const acts = forbidden.filter(([pattern]) =>
            scripts.some((script) => typeof script === "string" && pattern.test(script)),
        );
        if (acts.length > 0) {
            return violated(
                command,
                `must not ${acts.map(([, act]) => act).join(" and ")}`,
                "Declare the access with a component (RegistryAccess, RepositoryToken) and log in outside the program",
            );
        }
        return scripts.some(isUndetermined) ? undecided(command, "command line") : satisfied(command);
    },
});
