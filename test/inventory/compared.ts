// Reports that compare what a state declares with what exists, both made of the same resources.
import type { Gap } from "../../estate/gap";
import { get, type Resource } from "../../estate/resource";
import { text } from "../../estate/value";
import { type AccessReport, buildReport } from "../../inventory/index";
import { subscription, subscriptionGuid } from "../policies/support/live";

/** The resource as a state holds it after the deployment that made it. */
export function declaredBy(resource: Resource): Resource {
    const name = text(get(resource, "displayName")) ?? resource.name;
    // Tokens of several registries may have one name: their parents tell them apart.
    const parent = resource.urn.split("/").slice(0, -2).join("-");
    return { ...resource, name, urn: `urn:pulumi:dev::app::${parent}$${resource.type}::${name}` };
}

interface Compared {
    declared?: readonly Resource[];
    exists: readonly Resource[];
    gaps?: readonly Gap[];
    narrowed?: boolean;
    /** Resources that the plan leaves out. */
    omitted?: number;
}

export const asOf = "2026-11-23";

export function compared({ declared, exists, gaps = [], narrowed = false, omitted = 0 }: Compared): AccessReport {
    const resources = declared?.map(declaredBy);
    const form = omitted > 0 ? "plan" : "state";
    return buildReport(resources ? [{ file: "state.json", form, resources, omitted }] : [], asOf, undefined, {
        resources: exists,
        gaps,
        sources: [{ path: `subscription ${subscriptionGuid}`, form: "subscription", resources: exists.length }],
        subscriptions: [subscriptionGuid],
        narrowed,
    });
}

/** Of each grant: principal, permission, repositories, source, declaration. */
export function declarations({ grants, principals }: AccessReport): string[] {
    const names = new Map(principals.map(({ id, name }) => [id, name]));
    return grants.map(({ principal, permission, repositories, via, declaration }) =>
        [names.get(principal), permission, repositories.join(" "), via, declaration].join(" | "),
    );
}

/** Of each credential: principal, kind, name, since, until, declaration. */
export function credentialLines({ credentials, principals }: AccessReport): string[] {
    const names = new Map(principals.map(({ id, name }) => [id, name]));
    return credentials.map(({ principal, kind, name, startsOn, expiresOn, declaration }) =>
        [names.get(principal), kind, name, startsOn, expiresOn, declaration].join(" | "),
    );
}

export const hidden = (kinds: Gap["kinds"], within: string | undefined = subscription): Gap => ({
    what: `${kinds.join(" and ")} of subscription ${subscriptionGuid}`,
    why: "not asked: needs a right",
    cause: "notAllowed",
    kinds,
    within,
});
