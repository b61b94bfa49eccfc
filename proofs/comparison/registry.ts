// Everything that reaches one registry of a stack, as it is in Azure, against what the components declare. Pure: the estate
// was read before.
import { lastSegment, sameId } from "../../azure/arm-id";
import type { Graph } from "../../estate";
import { type Gap, gapsFor } from "../../estate/gap";
import type { CheckResult } from "../check-result";
import type { Declared, RegistryTarget } from "../declared";
import { narrower, notRead, type Subject } from "./findings";
import type { Registry } from "./rights";
import { compareRoles } from "./roles";
import { compareSettings, isAdminUserOn, modeOf } from "./settings";
import { compareTokens } from "./tokens";

/** Why the registry is not there: those of its subscription, or else those that name it or concern everything. */
function registryGaps(graph: Graph, { resourceId }: RegistryTarget): readonly Gap[] {
    const gaps = gapsFor(graph.gaps, "registry", resourceId);
    const near = gaps.filter(({ within }) => within !== undefined);
    const name = `registry ${lastSegment(resourceId)}`;
    return near.length > 0 ? near : gaps.filter(({ what }) => !what.startsWith("registry ") || sameId(what, name));
}

/** Settings, roles and tokens; the credentials of those who may are compared for each of them. */
export function compareRegistry(declared: Declared, target: RegistryTarget, graph: Graph): CheckResult[] {
    const own = declared.registries.find((each) => sameId(each.target.resourceId, target.resourceId));
    const found = graph.registries.find(({ resource }) => sameId(resource.urn, target.resourceId))?.resource;
    const registry: Registry = {
        resourceId: target.resourceId,
        loginServer: target.loginServer,
        mode: found === undefined ? target.roleAssignmentMode : modeOf(found),
        adminUser: found !== undefined && isAdminUserOn(found),
    };
    const subject: Subject = {
        method: "individual identity",
        action: "settings",
        repository: target.loginServer,
        identity: `registry ${own?.name ?? target.loginServer}`,
    };
    const gaps = registryGaps(graph, target);
    const settings = () => {
        if (own === undefined) return [];
        if (found !== undefined) return compareSettings(own, found);
        return gaps.length > 0
            ? notRead(subject, gaps)
            : [narrower(subject, "REGISTRY_MISSING", "ARM lists no such registry")];
    };
    return [
        ...settings(),
        ...compareRoles(declared, graph, registry, own !== undefined),
        ...compareTokens(declared, graph, registry, own !== undefined),
    ];
}
