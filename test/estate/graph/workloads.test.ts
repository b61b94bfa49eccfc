// What services run as, from values and from dependencies.
import { describe, expect, it } from "vitest";
import type { RawResource } from "../../../estate/resource";
import {
    application,
    cluster,
    containerApp,
    deployedIdentity,
    identityId,
    servicePrincipal,
    unknown,
    urnOf,
} from "../../policies/support/resources";
import { graphOf } from "./graph-of";

describe("what containers run as", () => {
    const runtimesOf = (...resources: RawResource[]) =>
        [...graphOf(...resources).runtimes.of].map(([{ label }, services]) => [
            label,
            services.map(({ name }) => name),
        ]);

    it("is the identity by id, as a map or a list, and the service's own", () => {
        const listed = containerApp("list", { identity: { userAssignedIdentities: [identityId("puller")] } });
        const mapped = containerApp("map", { identity: { userAssignedIdentities: { [identityId("Puller")]: {} } } });
        expect(runtimesOf(deployedIdentity("puller", "object"), listed, mapped)).toEqual([
            ["'list'", ["list"]],
            ["'puller'", ["list", "map"]],
            ["'map'", ["map"]],
        ]);
    });

    it("is the service principal of a cluster, by client id or by dependency", () => {
        const known = servicePrincipal("known", { clientId: "app" }, { outputs: { objectId: "one" } });
        const pending = servicePrincipal(
            "pending",
            { clientId: unknown },
            {
                propertyDependencies: { clientId: [urnOf("azuread:index/application:Application", "app")] },
            },
        );
        const byId = cluster("by-id", { servicePrincipalProfile: { clientId: "app" } });
        const byDependency = cluster(
            "by-dependency",
            { servicePrincipalProfile: { clientId: unknown } },
            {
                propertyDependencies: {
                    servicePrincipalProfile: [urnOf("azuread:index/application:Application", "app")],
                },
            },
        );
        expect(runtimesOf(application("app"), known, pending, byId, byDependency)).toEqual([
            ["'by-id'", ["by-id"]],
            ["'known'", ["by-id"]],
            ["'by-dependency'", ["by-dependency"]],
            ["'pending'", ["by-dependency"]],
        ]);
    });

    it("may not be known yet", () => {
        const graph = graphOf(containerApp("web", { identity: unknown }));
        expect(graph.runtimes.unresolved.map(({ name }) => name)).toEqual(["web"]);
    });
});

it("takes an empty text of a registry's entry for none: the service logs in with its identity", () => {
    const entry = { server: "images.azurecr.io", username: "", passwordSecretRef: "" };
    const methods = (identity: string) =>
        graphOf(containerApp("web", { configuration: { registries: [{ ...entry, identity }] } })).logins.map(
            ({ method }) => method,
        );
    expect(methods(identityId("puller"))).toEqual(["identity"]);
    expect(methods("")).toEqual(["none"]);
});
