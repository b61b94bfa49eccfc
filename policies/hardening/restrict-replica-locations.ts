// Replicas are in regions where the data may be.
import { judgeValue, resourceRule } from "../lib/rule";

export const restrictReplicaLocations = resourceRule({
    name: "acr-registry-restrict-replica-locations",
    displayName: "Replicas are in allowed regions",
    description: "A replica of a registry must be in an allowed region.",
    group: "hardening",
    severity: "low",
    level: "disabled",
    strictLevel: "advisory",
    remediationSteps: "Remove the replica, or add its region to allowedLocations.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-geo-replication",
    tags: ["residency"],
    crosswalk: { psrule: ["AZR-000494"] },
    rationale:
        "A replica stores a full copy of the images, so a new region can move data to another jurisdiction. The list makes adding one a deliberate decision.",
    settings: {
        allowedLocations: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Regions by name, such as koreacentral; none given: any.",
        },
    },
    kinds: ["replication"],
    judge: (replica, { settings }) =>
        judgeValue(
            replica,
            "location",
            (location) =>
                settings.allowedLocations.length === 0 ||
                settings.allowedLocations.includes(String(location).toLowerCase().replaceAll(" ", "")),
            "must be in one of allowedLocations",
            "Remove it or replicate to an allowed region",
        ),
});
