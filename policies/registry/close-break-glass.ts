// A break glass that is past its date is closed, even where an exemption still allows the admin user.
import { formatDay, parseTime } from "../../azure/days";
import { get } from "../../estate/resource";
import { isUndetermined, text } from "../../estate/value";
import { graphRule, satisfied, undecided, violated } from "../lib/rule";

export const closeBreakGlass = graphRule({
    name: "acr-registry-close-break-glass",
    displayName: "Break glass is closed when its date has passed",
    description: "A container registry must not keep the admin user on past the date its component was given.",
    group: "authentication",
    severity: "high",
    level: "mandatory",
    remediationSteps: "Deploy again, which turns the admin user off, or give adminUser a later expiresOn and say why.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-authentication#admin-account",
    tags: ["admin-user", "break-glass"],
    crosswalk: {},
    aboutProgram: true,
    rationale:
        "An admin user that was turned on for an emergency tends to stay on once the emergency is over. After the agreed date its passwords would still open the whole registry.",
    settings: {},
    kinds: ["registry"],
    judge: (graph, { today }) =>
        graph.registries.flatMap(({ resource: registry }) => {
            const component = graph.byUrn(registry.parent ?? "");
            if (component?.type !== "acr-auth:index:ContainerRegistry") return [];
            const declared = get(component, "adminUser.expiresOn");
            if (declared === undefined) return [];
            const enabled = get(registry, "adminUserEnabled");
            if (enabled === false || enabled === undefined) return [satisfied(registry)];
            const expiresOn = parseTime(text(declared) ?? "");
            if (isUndetermined(enabled) || expiresOn === undefined)
                return [undecided(registry, "end of the break glass")];
            if (today < expiresOn) return [satisfied(registry)];
            return [
                violated(
                    registry,
                    `must not have the admin user on any more: its break glass ended on ${formatDay(expiresOn)}`,
                    "Deploy again, which turns it off, or extend adminUser.expiresOn with a reason",
                ),
            ];
        }),
});
